"""A verdict for each axis on which a proposal and an initiative can overlap, with its evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from kg.compare.index import Index
from kg.compare.method import NOTHING, WORTH_READING
from kg.compare.overlap import Near, Read
from kg.compare.period import Period, compare_periods, read_period
from kg.compare.recognise import Recognised
from kg.compare.record import Claim, Record
from kg.compare.text import Vector, cosine, sentences
from kg.vocabulary import BASE

AXES = ("purpose", "themes", "territory", "partners", "instrument", "period", "group")
SHARED = "shared"
PERHAPS = "perhaps shared"
ONLY_YOURS = "only yours"
ONLY_THEIRS = "only theirs"
APART = f"{ONLY_YOURS}, {ONLY_THEIRS}"
NOT_COMPARED = "not compared"
# Every initiative of the landscape is tied to it somehow: sharing it says nothing.
_EVERYWHERE = frozenset({f"{BASE}id/org/european-union", f"{BASE}id/org/european-commission"})
_MOST_SHOWN = 8


@dataclass(frozen=True)
class Evidence:
    """Why an axis has its verdict: your words, their words, and the passage that has theirs.

    `graph` is the IRI of the passage; both are empty where the landscape derived the tie.
    """

    axis: str
    text: str
    yours: str = ""
    theirs: str = ""
    passage: str = ""
    graph: str = ""


@dataclass(frozen=True)
class Comparison:
    """An initiative beside a proposal: nearness, a verdict for each axis, and the evidence."""

    near: Near
    verdicts: Mapping[str, str]
    evidence: tuple[Evidence, ...]

    @property
    def record(self) -> Record:
        """The initiative."""
        return self.near.record


def compare(index: Index, asked: Read, names: Iterable[Recognised], near: Near) -> Comparison:
    """Compare a proposal with one initiative on every axis."""
    found = [
        _purpose(index, asked, near),
        _themes(index, asked, near.record),
        *(_named(names, near.record, axis) for axis in ("territory", "partners")),
        _instrument(asked, names, near.record),
        _period(asked, near.record),
        _groups(index, asked, near),
    ]
    verdicts = dict(zip(AXES, (verdict for verdict, _ in found), strict=True))
    return Comparison(near, verdicts, tuple(one for _, several in found for one in several))


def best_pair(index: Index, mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, str]:
    """Return the two sentences that have most words and roots in common."""
    vectors = [(one, index.weigh_sentence(one)) for one in theirs]
    best = (0.0, "", "")
    for yours in mine:
        vector = index.weigh_sentence(yours)
        for other, known in vectors:
            best = max(best, (_alike(vector, known), yours, other))
    return best[1], best[2]


def _alike(one: tuple[Vector, Vector], other: tuple[Vector, Vector]) -> float:
    return cosine(one[0], other[0]) + cosine(one[1], other[1])


def _purpose(index: Index, asked: Read, near: Near) -> tuple[str, list[Evidence]]:
    record = near.record
    if not record.text:
        told = "The landscape describes it by its name only."
        return NOT_COMPARED, [Evidence("purpose", told, theirs=record.label)]
    pair = near.pair if near.pair[0] else ("", "")
    if not pair[0]:
        pair = best_pair(index, asked.sentences, sentences(record.text) or [record.text])
    verdict = {NOTHING: APART, WORTH_READING: PERHAPS}.get(near.band, SHARED)
    text = "the two sentences that are nearest" if pair[0] else "no sentence is near another"
    return verdict, [Evidence("purpose", text, *pair, passage=record.passage, graph=record.graph)]


def _themes(index: Index, asked: Read, record: Record) -> tuple[str, list[Evidence]]:
    if not asked.themes:
        return NOT_COMPARED, []
    known = index.themes
    mine = {iri: known[iri][0] for iri in asked.themes if iri in known}
    how = "given" if asked.themes_given else "read from your words"
    said = {iri: f"{label} ({how}: {asked.themes[iri]})" for iri, label in mine.items()}
    return _sets("themes", said, [claim for claim in record.on("themes") if claim.graph])


def _named(names: Iterable[Recognised], record: Record, axis: str) -> tuple[str, list[Evidence]]:
    mine = {one.iri or one.text: one.text for one in names if one.axis == axis}
    mine = {key: text for key, text in mine.items() if key not in _EVERYWHERE}
    claims = [claim for claim in record.on(axis) if claim.value not in _EVERYWHERE]
    return _sets(axis, mine, claims)


def _instrument(
    asked: Read, names: Iterable[Recognised], record: Record
) -> tuple[str, list[Evidence]]:
    verdict, evidence = _named(names, record, "instrument")
    amount = asked.proposal.amount
    if amount is not None and record.money:
        theirs = "; ".join(said for _, said in record.money[:3])
        evidence.append(
            Evidence("instrument", "sums of money, side by side", amount.written, theirs)
        )
    return verdict, evidence


def _period(asked: Read, record: Record) -> tuple[str, list[Evidence]]:
    mine = read_period(asked.proposal.start, asked.proposal.end)
    theirs = Period(record.start, record.end) if record.start or record.end else None
    if mine is None or theirs is None:
        return NOT_COMPARED, []
    months, told = compare_periods(mine, theirs)
    verdict = NOT_COMPARED if months is None else SHARED if months else APART
    return verdict, [Evidence("period", told, str(mine), str(theirs), record.dated_in)]


def _groups(index: Index, asked: Read, near: Near) -> tuple[str, list[Evidence]]:
    theirs = index.groups(near.number)
    claims = [
        Claim("group", name, f"{name} ({words})", near.record.passage, near.record.graph)
        for name, words in theirs.items()
    ]
    stated = [claim for claim in near.record.on("group") if claim.value not in _EVERYWHERE]
    mine = {name: f"{name} ({words})" for name, words in asked.groups.items()}
    return _sets("group", mine, [*claims, *stated])


def _sets(
    axis: str, mine: Mapping[str, str], claims: Iterable[Claim]
) -> tuple[str, list[Evidence]]:
    """Compare what both name: missing on either side is not compared, never a difference."""
    theirs = {claim.value: claim for claim in claims}
    if not mine or not theirs:
        return NOT_COMPARED, []
    one = partial(Evidence, axis)
    shared = sorted(mine.keys() & theirs.keys())
    evidence = [
        one(
            SHARED,
            mine[key],
            theirs[key].label,
            theirs[key].passage or "follows from other facts",
            theirs[key].graph,
        )
        for key in shared
    ]
    only_mine = [mine[key] for key in mine if key not in theirs]
    if only_mine:
        evidence.append(one(ONLY_YOURS, yours=_listed(only_mine)))
    stated = [claim.label for claim in theirs.values() if claim.value not in mine and claim.graph]
    if stated:
        evidence.append(one(ONLY_THEIRS, theirs=_listed(stated)))
    return SHARED if shared else APART, evidence


def _listed(names: list[str]) -> str:
    shown = "; ".join(sorted(names)[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown
