"""How alike the names of two things are: years and small words off, acronyms added."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from kg.ask.names import normalise
from kg.compare.text import LANGUAGES, OF_EVERY_NAME

_SMALL = frozenset().union(*LANGUAGES.values()) | OF_EVERY_NAME
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_NUMBER = re.compile(r"\d+(st|nd|rd|th)?|first|second|third|fourth|fifth|sixteenth")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WIDELY_SHARED = 25
_SHORTEST_ACRONYM = 3


@dataclass(frozen=True)
class Spelling:
    """One name in the form that is compared: its words, and what it can be abbreviated to."""

    plain: str
    telling: frozenset[str]
    acronyms: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=200_000)
def spell(name: str) -> Spelling:
    """Return a name without years, brackets and letters' case, with its acronyms.

    Acronyms are what stands in brackets in capitals, the name itself when it is one word in
    capitals, and the initials of three words or more.
    """
    inside = [text for text in _BRACKETS.findall(name) if text.replace(" ", "").isupper()]
    outside = _YEAR.sub(" ", _BRACKETS.sub(" ", name))
    plain = normalise(outside)
    telling = [word for word in plain.split() if word not in _SMALL and len(word) > 1]
    acronyms = {normalise(text) for text in inside}
    if " " not in outside.strip() and sum(c.isupper() for c in outside) >= _SHORTEST_ACRONYM:
        acronyms.add(plain)
    # Initials of a few words are too often those of others.
    initials = "".join(word[0] for word in outside.split() if word[:1].isupper()).lower()
    if len(initials) >= _SHORTEST_ACRONYM + 1:
        acronyms.add(normalise(initials))
    kept = frozenset(one for one in acronyms if len(one) >= _SHORTEST_ACRONYM)
    numbers = frozenset(word for word in normalise(name).split() if _NUMBER.fullmatch(word))
    return Spelling(plain, frozenset(telling), kept, numbers)


def name_score(mine: Iterable[str], theirs: Iterable[str]) -> float:
    """Return how alike the nearest two names of two things are, from 0 to 100.

    The same acronym counts as 95. Names whose telling words have nothing in common are not alike,
    however many small words they share.
    """
    from rapidfuzz import fuzz  # late: only duplicates need it

    best = 0.0
    for one, other in product(map(spell, mine), map(spell, theirs)):
        if not one.plain or not other.plain:
            continue
        if one.plain == other.plain and one.telling:
            return 100.0
        if one.acronyms & other.acronyms:
            best = max(best, 95.0)
        elif one.telling & other.telling:
            best = max(best, fuzz.token_sort_ratio(one.plain, other.plain))
    return round(best, 1)


def other_numbers(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the first names of two things bear different numbers or years, as editions do."""
    one, other = (
        frozenset().union(*(spell(name).numbers for name in names)) for names in (mine, theirs)
    )
    return bool(one and other) and not one & other


def contains(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the telling words of one name are all in the other, which may have more of them."""
    return any(
        one.telling
        and other.telling
        and one.plain != other.plain
        and (one.telling <= other.telling or other.telling <= one.telling)
        for one, other in product(map(spell, mine), map(spell, theirs))
    )


def pairs_by_name(names: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """Return the pairs of things that share a telling word or an acronym that few others have."""
    having: dict[str, set[str]] = defaultdict(set)
    for thing, texts in names.items():
        for spelling in map(spell, texts):
            for word in spelling.telling | spelling.acronyms | {spelling.plain}:
                having[word].add(thing)
    return {
        pair
        for word, things in having.items()
        if word and 1 < len(things) <= _WIDELY_SHARED
        for pair in combinations(sorted(things), 2)
    }
