"""What a person may have meant: the nearest of many names to a mistyped one."""

from collections.abc import Iterable, Mapping

_ALIKE = 65.0
_ENOUGH_FOR_A_PART = 6
_WORSE_THAN_THE_BEST = 8.0


def contained(typed: str, names: Mapping[str, str], most: int = 2) -> list[str]:
    """Return up to `most` names that what was typed holds whole, the longest first.

    `names` has each by its normalised form. One word alone counts only if it is half of the text:
    single words stand in many texts that mean something else.
    """
    within = f" {typed} "
    found = [
        name
        for name in sorted(names, key=lambda name: (-len(name), name))
        if f" {name} " in within and (" " in name or 2 * len(name) >= len(typed))
    ]
    widest = [
        name
        for number, name in enumerate(found)
        if not any(f" {name} " in f" {longer} " for longer in found[:number])
    ]
    return [names[name] for name in widest[:most]]


def nearest(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return up to `most` names that resemble what was typed, best first.

    Likeness is rapidfuzz's WRatio, from 65 of 100 on; names much less alike than the best one are
    left out.
    """
    from rapidfuzz import fuzz, process  # late: only a mistake needs it

    wanted = typed.casefold()
    # A name much shorter than what was typed resembles any text that happens to hold it.
    long_enough = [name for name in names if 2 * len(name) >= len(wanted)]
    # A few letters stand somewhere in almost any long name.
    scorer = fuzz.WRatio if len(wanted) >= _ENOUGH_FOR_A_PART else fuzz.ratio
    found = process.extract(wanted, long_enough, scorer=scorer, processor=str.casefold, limit=most)
    best = max((score for _, score, _ in found), default=0.0)
    return [n for n, score, _ in found if score >= max(_ALIKE, best - _WORSE_THAN_THE_BEST)]
