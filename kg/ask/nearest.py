"""What a person may have meant: the nearest of many names to a mistyped one."""

from collections.abc import Iterable

_ALIKE = 60.0


def nearest(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return up to `most` names that resemble what was typed.

    Best first (rapidfuzz WRatio of at least 60 of 100).
    """
    from rapidfuzz import fuzz, process  # late: only a mistake needs it

    found = process.extract(
        typed.casefold(), list(names), scorer=fuzz.WRatio, processor=str.casefold, limit=most
    )
    return [name for name, score, _ in found if score >= _ALIKE]
