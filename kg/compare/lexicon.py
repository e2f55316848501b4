"""Words of the field in five languages: which themes, target groups and ideas a text speaks of."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.ask.names import normalise
from kg.compare.text import LANGUAGES, WORDS, plain, read_words, sentences
from kg.vocabulary import BASE

THEME = "theme"
GROUP = "group"
FIELD = "field"

_LISTS = {"groups.tsv": GROUP, "field.tsv": FIELD, "basic.tsv": FIELD, "words.tsv": FIELD}
_ENDINGS = ("en", "es", "os", "as", "n", "s", "e", "a", "o", "i")
_SHORTEST_ROOT = 4
_COMPOUND = 11
_SHORTEST_PART = 5
_WINDOW = 3
_FUNCTION_WORDS = frozenset().union(*LANGUAGES.values())
# What German compounds are joined with, as in Radikalisierungsprävention.
_JOINT = "s"


class Phrase(NamedTuple):
    """Words that speak of a concept: the roots that must all occur near each other."""

    roots: tuple[str, ...]
    kind: str
    concept: str


class Mention(NamedTuple):
    """A concept that a text speaks of, and the words that do."""

    kind: str
    concept: str
    words: str


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return a word without the endings that it can have in any of the five languages."""
    if word.endswith("y"):
        word = word[:-1] + "i"
    while True:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
                word = word[: -len(ending)]
                break
        else:
            return word


def roots(text: str) -> tuple[str, ...]:
    """Return the roots of the words of a phrase, function words left out; or none."""
    if any(word.isupper() and normalise(word) in _FUNCTION_WORDS for word in text.split()):
        return ()  # `AI` and `IT` cannot be told from words of Italian and English
    return tuple(root(word) for word in plain(text).split() if word not in _FUNCTION_WORDS)


def shipped_phrases() -> Iterator[Phrase]:
    """Give the phrases of target groups, of the words of the field, and more of the themes."""
    for file, kind in _LISTS.items():
        for name, texts in read_words(WORDS / file):
            own = name.split() if kind == FIELD else []
            for text in (*texts, *own):
                if found := roots(text):
                    yield Phrase(found, kind, name)
    for name, texts in read_words(WORDS / "themes.tsv"):
        for text in texts:
            if found := roots(text):
                yield Phrase(found, THEME, f"{BASE}theme/{name}")


def look_up_in(phrases: Iterable[Phrase]) -> Callable[[frozenset[str]], list[Phrase]]:
    """Return what finds phrases by their first root, as an index does."""
    known: dict[str, list[Phrase]] = {}
    for phrase in sorted(set(phrases)):
        known.setdefault(phrase.roots[0], []).append(phrase)
    return lambda found: [phrase for one in sorted(found) for phrase in known.get(one, ())]


def names_of_places() -> dict[str, list[str]]:
    """Return what places are called in other languages, by their normalised English name."""
    return {normalise(name): texts for name, texts in read_words(WORDS / "places.tsv")}


def mentions(
    parts: Iterable[str], look_up: Callable[[frozenset[str]], Iterable[Phrase]]
) -> list[Mention]:
    """Return the concepts that the sentences of a text speak of, each once, in a fixed order.

    `look_up` gives the phrases that have one of these roots. A phrase speaks when all its roots
    stand in one sentence within a few words of each other.
    """
    found: dict[tuple[str, str], Mention] = {}
    for part in parts:
        spoken = [word for word in plain(part).split() if word not in _FUNCTION_WORDS]
        places: dict[str, list[int]] = {}
        for place, word in enumerate(spoken):
            for form in _forms(word):
                places.setdefault(form, []).append(place)
        for phrase in look_up(frozenset(places)):
            where = _nearest_places(phrase.roots, places)
            if where is not None and (phrase.kind, phrase.concept) not in found:
                said = " ".join(spoken[place] for place in sorted(set(where)))
                found[phrase.kind, phrase.concept] = Mention(phrase.kind, phrase.concept, said)
    return sorted(found.values())


def ideas_of(text: str, look_up: Callable[[frozenset[str]], Iterable[Phrase]]) -> list[str]:
    """Return the ideas of the field and target groups that a text speaks of, in any language."""
    return [
        one.concept for one in mentions(sentences(text) or [text], look_up) if one.kind != THEME
    ]


def gloss(
    part: str,
    look_up: Callable[[frozenset[str]], Iterable[Phrase]],
    words_each: int | None = None,
) -> str:
    """Return a sentence word by word in English, as far as the lists of the field know its words.

    What they do not know stays as it is: names, and words that English shares. A reader would not
    call it a translation; a model that knows only English makes something of it.
    """
    spoken = [word for word in plain(part).split() if word not in _FUNCTION_WORDS]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(spoken):
        for form in _forms(word):
            places.setdefault(form, []).append(place)
    said: dict[int, list[str]] = {}
    phrases = [one for one in look_up(frozenset(places)) if one.kind == FIELD]
    for phrase in sorted(phrases, key=lambda one: (-len(one.roots), len(one.concept))):
        where = _nearest_places(phrase.roots, places)
        if where is not None and not any(place in said for place in where):
            said[where[0]] = phrase.concept.split()[:words_each]
            said.update((place, []) for place in where[1:])
    return " ".join(word for place, known in enumerate(spoken) for word in said.get(place, [known]))


def _nearest_places(wanted: tuple[str, ...], places: dict[str, list[int]]) -> list[int] | None:
    """Return where the roots stand together, or None when they do not."""
    if any(one not in places for one in wanted):
        return None
    if len(wanted) == 1:
        return places[wanted[0]][:1]
    for start in places[wanted[0]]:
        near = [
            min(places[one], key=lambda place, start=start: abs(place - start))  # type: ignore[misc]
            for one in wanted
        ]
        if max(near) - min(near) < len(wanted) + _WINDOW:
            return near
    return None


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """Return the root of a word, and those of the parts that a long word may be made of."""
    forms = [root(word)]
    if len(word) >= _COMPOUND:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word[:cut], word[cut:]
            forms += (root(first), root(second))
            if first.endswith(_JOINT):
                forms.append(root(first[:-1]))
    return tuple(dict.fromkeys(forms))
