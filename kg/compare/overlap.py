"""A proposal in, the initiatives it may repeat out: how near each is, and in which band."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from kg.ask.names import normalise
from kg.compare.index import Index
from kg.compare.index_build import find_terms
from kg.compare.lexicon import GROUP, THEME, Mention, gloss, mentions, root
from kg.compare.method import BANDS, Method, Signals
from kg.compare.proposal import Proposal
from kg.compare.record import Record
from kg.compare.semantic import Meaning
from kg.compare.text import Vector, chunks, cosine, language, sentences, stems, words

_CANDIDATES = 70
_CANDIDATES_OF_MANY = 60
_MANY = 1_000
_LONG = 240
_BY_MEANING = 60
# How often an English word counts that only the lists of words add to a text.
_FOREIGN = 1.0
_SYNONYM = 0.8
# How much a word of another language counts that no description has.
_UNKNOWN = 0.5
# How much of nearness by plain words is that of their words; the rest is that of their characters.
_PLAIN_WORDS = 0.3
# What pays for others: in its band it stands below what it pays for.
_PAYING = frozenset({"call topic", "call for proposals"})


@dataclass(frozen=True)
class Near:
    """How near one initiative is to a proposal.

    `pair` holds the two sentences that are nearest by meaning, or two empty ones.
    """

    number: int
    record: Record
    score: float
    band: str
    signals: Signals
    pair: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Read:
    """What was understood of a proposal: its sentences, themes, target groups and vectors."""

    proposal: Proposal
    language: str
    sentences: tuple[str, ...]
    themes: dict[str, str]
    themes_given: bool
    unknown_themes: tuple[str, ...]
    groups: dict[str, str]
    glosses: tuple[tuple[str, ...], ...]
    ideas: Vector
    vectors: tuple[tuple[Vector, Vector], ...]
    plain: tuple[tuple[Vector, Vector], ...]
    terms: tuple[str, ...]


def read(index: Index, proposal: Proposal) -> Read:
    """Understand a proposal as far as words go: language, themes, groups, vectors.

    A proposal that is not in English is also given the English words of the field that it speaks
    of, for descriptions are in English.
    """
    text = proposal.whole
    parts = sentences(text) or [text]
    found = mentions(parts, index.phrases)
    spoken = language(text)
    given, unknown = _given_themes(index, proposal.themes)
    tagged = {one.concept: one.words for one in found if one.kind == THEME}
    more = dict.fromkeys(_english(found, index), _FOREIGN if spoken != "en" else _SYNONYM)
    pieces = chunks(parts) if len(text.split()) > _LONG else []
    unknown_words = 1.0 if spoken == "en" else _UNKNOWN
    vectors = tuple(index.weigh_text(one, more, unknown=unknown_words) for one in (text, *pieces))
    themes = given or tagged
    terms = find_terms(vectors[0][0], words(text), themes)
    return Read(
        proposal=proposal,
        language=spoken,
        sentences=tuple(parts),
        themes=themes,
        themes_given=bool(given),
        unknown_themes=tuple(unknown),
        groups={one.concept: one.words for one in found if one.kind == GROUP},
        glosses=_glosses(index, parts) if spoken != "en" else (),
        ideas=index.weigh_ideas(one.concept for one in found if one.kind != THEME),
        vectors=vectors,
        plain=_plain_vectors(index, [text, *pieces], spoken),
        terms=tuple(terms),
    )


def nearest(
    index: Index, asked: Read, method: Method, meaning: Meaning | None = None
) -> list[Near]:
    """Return the initiatives that are near a proposal, best first.

    Candidates share rare words, roots or themes with it, or are near by meaning; only they are
    scored. Within a band, a call stands below what it pays for: who reads down the list meets the
    project first, and the project names its call.
    """
    most = _CANDIDATES_OF_MANY if index.total > _MANY else _CANDIDATES
    numbers = dict.fromkeys(index.candidates(asked.terms, most))
    known = meaning if index.total else None
    meant = known.near(asked.proposal.whole, asked.glosses) if known is not None else None
    if meant is not None:
        numbers.update(dict.fromkeys(meant.first(_BY_MEANING)))
    weights = _theme_weights(index, asked.themes)
    found = []
    for number in numbers:
        record = index.record(number)
        theirs = index.vectors(number)
        borne = {claim.value for claim in record.on("themes") if claim.graph}
        signals = Signals(
            words=(words_alike := _best(theirs[0], [one for one, _ in asked.vectors])),
            characters=(runs_alike := _best(theirs[1], [one for _, one in asked.vectors])),
            plain=_plainly(index, number, asked, (words_alike, runs_alike)),
            themes=_alike(weights, borne, index),
            ideas=cosine(asked.ideas, index.ideas(number)),
            meaning=meant.to(number) if meant is not None else 0.0,
        )
        score = method.score(signals)
        pair = meant.pair(number) if meant is not None else ("", "")
        found.append(Near(number, record, score, method.band(score), signals, pair))
    paid = {
        (claim.value, near.band)
        for near in found
        for claim in near.record.on("instrument")
        if claim.graph
    }
    return sorted(found, key=lambda near: (_place(near, paid), -near.score, near.record.iri))


def _place(near: Near, paid: Container[tuple[str, str]]) -> tuple[int, bool]:
    """Return the place of a band, and whether this pays for something that stands in it."""
    pays = near.record.kind in _PAYING and (near.record.iri, near.band) in paid
    return BANDS.index(near.band), pays


def best_band(found: Iterable[Near]) -> str:
    """Return the band of the nearest initiative, which is that of the whole answer."""
    return min((near.band for near in found), key=BANDS.index, default=BANDS[-1])


def _best(theirs: Vector, mine: Sequence[Vector]) -> float:
    """Return how near a text is: the whole, or half of it and half of the nearest piece."""
    whole = cosine(mine[0], theirs)
    if len(mine) == 1:
        return whole
    return (whole + max(cosine(piece, theirs) for piece in mine[1:])) / 2


def _plain_vectors(
    index: Index, pieces: Iterable[str], spoken: str
) -> tuple[tuple[Vector, Vector], ...]:
    if spoken not in index.plain.languages:
        return ()
    return tuple(index.plain.weigh(one, spoken, _UNKNOWN) for one in pieces)


def _plainly(index: Index, number: int, asked: Read, otherwise: tuple[float, float]) -> float:
    """Return how near a record's plain words are; those of its description when it has none."""
    theirs = index.plain.vectors(number, asked.language) if asked.plain else None
    if theirs is None:
        alike = otherwise
    else:
        alike = (
            _best(theirs[0], [one for one, _ in asked.plain]),
            _best(theirs[1], [one for _, one in asked.plain]),
        )
    return _PLAIN_WORDS * alike[0] + (1 - _PLAIN_WORDS) * alike[1]


def _given_themes(index: Index, typed: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    given: dict[str, str] = {}
    unknown = []
    themes = index.themes
    for text in typed:
        wanted = normalise(text)
        exact = [iri for iri, (label, *_) in themes.items() if normalise(label) == wanted]
        roots = {root(word) for word in wanted.split()}
        tagged = [
            one.concept
            for one in mentions([text], index.phrases)
            if one.kind == THEME and len(one.words.split()) >= len(roots)
        ]
        slug = [iri for iri in themes if iri.rpartition("/")[2] in (text, text.partition(":")[2])]
        if found := exact or slug or tagged[:1]:
            given[found[0]] = text
        else:
            unknown.append(text)
    return given, unknown


def _english(found: Iterable[Mention], index: Index) -> list[str]:
    """Return the stems of the English words for what a text in another language speaks of."""
    themes = index.themes
    told: list[str] = []
    for one in found:
        told += stems(themes[one.concept][0] if one.kind == THEME else one.concept)
    return told


def _glosses(index: Index, parts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return two English versions of sentences: with the first word of each idea, and with all."""
    return tuple(
        tuple(gloss(part, index.phrases, words_each) for part in parts) for words_each in (1, None)
    )


def _theme_weights(index: Index, themes: Iterable[str]) -> dict[str, float]:
    """Return how telling each theme is: one that few initiatives bear tells more."""
    known = index.themes
    return {theme: _telling(known[theme][2], index.total) for theme in themes if theme in known}


def _telling(records: int, total: int) -> float:
    return 1 / (1 + 20 * records / max(total, 1))


def _alike(mine: dict[str, float], theirs: set[str], index: Index) -> float:
    """Return how much two sets of themes have in common: the cosine of their weighted vectors."""
    if not mine or not theirs:
        return 0.0
    other = _theme_weights(index, theirs)
    shared = sum(mine[theme] * other[theme] for theme in mine.keys() & other.keys())
    length = sum(w * w for w in mine.values()) ** 0.5 * sum(w * w for w in other.values()) ** 0.5
    return shared / length if length else 0.0
