"""Two records in; same, different, part or version, or one purpose out: as a question."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.compare.index import Index
from kg.compare.judgement_file import Judgement
from kg.compare.judgements import about_pair
from kg.compare.naming import contains, name_score, other_numbers
from kg.compare.text import cosine
from kg.compare.things import Facts, Thing, candidates, local
from kg.vocabulary import BASE, OWL, USK

SAME = "same?"
PART = "part of or version of?"
PURPOSE = "duplicates purpose"
DIFFERENT = "different from?"
SUGGESTIONS = (SAME, PART, PURPOSE, DIFFERENT)

_NAME_HIGH = 88.0
_NAME_HELD = 70.0
_NAME_OF_BODY = 35.0
_PURPOSE_HIGH = 0.33
_PURPOSE_LOW = 0.20
_TOPIC = "call topic"
_DIFFERENT_FROM = f"{OWL}differentFrom"
_PARTS = frozenset(
    {"partOfInstrument", "partOfBody", "partOfProject", "partOfSeries", "hasMember", "produced"}
)
_VERSIONS = {f"{USK}{name}" for name in ("supersedes", "amends", "repeals", "followsUp")}


@dataclass(frozen=True)
class Pair:
    """Two things, what they may be to each other, and why.

    `settled` says who decided already: `the curators`, a person, or nobody.
    """

    one: Thing
    other: Thing
    suggestion: str
    name_score: float
    purpose_score: float | None
    reasons: tuple[str, ...]
    settled: str = ""
    judgements: tuple[Judgement, ...] = ()


def find_pairs(
    index: Index,
    things: Mapping[str, Thing],
    facts: Facts,
    judgements: Iterable[Judgement],
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Pair]:
    """Give every pair that may be one thing or is easily taken for one, in the order of IRIs.

    Candidates share telling words of a name, an address, or much of their texts.
    """
    judged = list(judgements)
    found = candidates(index, things)
    for number, ((one, other), by_text) in enumerate(found.items()):
        if progress is not None:
            progress(number, len(found))
        pair = compare_things(index, things[one], things[other], facts, judged, by_text=by_text)
        if pair is not None:
            yield pair
    if progress is not None:
        progress(len(found), len(found))


def compare_things(
    index: Index,
    one: Thing,
    other: Thing,
    facts: Facts,
    judgements: Iterable[Judgement],
    *,
    by_text: bool = True,
) -> Pair | None:
    """Return what two things may be to each other, or None when nothing suggests anything.

    `by_text` tells that their texts are worth comparing although their names are not alike.
    """
    score = name_score(one.names, other.names)
    relations = facts.of(one.iri, other.iri)
    same_page = one.pages & other.pages
    held = _holds(one, other, score)
    if not (by_text or same_page or relations or held or score >= _NAME_HIGH):
        return None
    purpose = _purpose(index, one, other)
    against = list(_contradictions(one, other))
    if facts.are_siblings(one.iri, other.iri) and not same_page:
        against.append("parts of one whole")
    told = _suggest(
        score,
        purpose,
        contained=held,
        relations=relations,
        same_page=bool(same_page),
        against=against,
    )
    if told is None:
        return None
    suggestion, why = told
    reasons = [why]
    if same_page and "address" not in why:
        reasons.append(f"one address: {min(same_page)}")
    reasons += against
    if _DIFFERENT_FROM in relations:
        apart = "; ".join(reason.removesuffix(".") for reason in facts.why(one.iri, other.iri))
        said = "the curators hold them apart (owl:differentFrom)"
        reasons.append(f"{said}: {apart}" if apart else said)
    decided = about_pair(judgements, one.iri, other.iri)
    reasons += [f"judged {j.verdict} by {j.by} on {j.at[:10]}: {j.why}" for j in decided]
    settled = "the curators" if _DIFFERENT_FROM in relations else ""
    return Pair(
        one,
        other,
        suggestion,
        score,
        None if purpose is None else round(purpose, 2),
        tuple(reasons),
        decided[-1].by if decided else settled,
        decided,
    )


def _suggest(
    score: float,
    purpose: float | None,
    *,
    contained: bool,
    relations: frozenset[str],
    same_page: bool,
    against: list[str],
) -> tuple[str, str] | None:
    """Apply the rule table of docs/overlap.md: the first line that fits, with its reason."""
    high, low = score >= _NAME_HIGH, purpose is not None and purpose < _PURPOSE_LOW
    near = purpose is not None and purpose >= _PURPOSE_HIGH
    parts = {relation for relation in relations if local(relation) in _PARTS}
    versions = relations & _VERSIONS
    told = ", ".join(sorted(map(local, parts | versions)))
    apart = _DIFFERENT_FROM in relations
    siblings = "parts of one whole" in against
    rules = [
        # What the curators hold apart is not one thing; it may still do the same.
        (apart and near and (bool(parts) or contained), (PART, "the texts are alike")),
        (apart and near, (PURPOSE, "not one thing, but the texts are alike")),
        (apart and (high or contained or same_page), (DIFFERENT, "they look alike")),
        ((siblings or "partOfEvent" in map(local, relations)) and not near, None),
        (bool(parts) and (high or near or contained), (PART, f"the landscape says so: {told}")),
        (bool(versions) and (high or near), (PART, f"the landscape says so: {told}")),
        (high and bool(against), (DIFFERENT, "one name, but what is said of them differs")),
        (high and low, (DIFFERENT, "one name, but the texts have little in common")),
        (high and near, (SAME, "one name and one purpose")),
        (high, (SAME, "one name, and nothing against it")),
        (contained and bool(against) and not near, (DIFFERENT, "one name holds the other")),
        (contained and near, (PART, "one name holds the other, and the texts are alike")),
        (same_page and near, (SAME, "one address and one purpose")),
        (same_page, (PART, "one address")),
        (near, (PURPOSE, "other names, but the texts are alike")),
    ]
    return next((told for fits, told in rules if fits), None)


def _holds(one: Thing, other: Thing, score: float) -> bool:
    """Whether one name holds the other closely, or both are organisations of one name."""
    if not contains(one.names, other.names):
        return False
    organisations = all(thing.iri.startswith(f"{BASE}id/org/") for thing in (one, other))
    return score >= _NAME_HELD or (organisations and score >= _NAME_OF_BODY)


def _purpose(index: Index, one: Thing, other: Thing) -> float | None:
    """Return how alike the texts are, or None when one of the two has none to compare.

    Call topics are told by whom they pay, in much the same words: two of them are not compared.
    """
    if not (one.record and other.record and one.record.text and other.record.text):
        return None
    if one.kind == other.kind == _TOPIC:
        return None
    if one.number is None or other.number is None:
        return None
    mine, theirs = index.vectors(one.number), index.vectors(other.number)
    return (cosine(mine[0], theirs[0]) + cosine(mine[1], theirs[1])) / 2


def _contradictions(one: Thing, other: Thing) -> Iterator[str]:
    """Give what speaks against two things being one."""
    kinds = [iri.removeprefix(f"{BASE}id/").partition("/")[0] for iri in (one.iri, other.iri)]
    if one.kind != other.kind and (kinds[0] != kinds[1] or kinds[0] == "org"):
        yield f"one is a {one.kind}, the other a {other.kind}"
    if other_numbers((one.label,), (other.label,)):
        yield "other numbers or years in their names"
    mine, theirs = one.record, other.record
    if mine is None or theirs is None:
        return
    for axis, what in (("partners", "partners"), ("instrument", "funds")):
        left = {claim.label for claim in mine.on(axis) if claim.graph}
        right = {claim.label for claim in theirs.on(axis) if claim.graph}
        if left and right and not left & right:
            yield f"other {what}: {_few(left)} / {_few(right)}"
    if mine.end and theirs.start and mine.end < theirs.start:
        yield f"one ended {mine.end[:7]}, the other began {theirs.start[:7]}"
    elif theirs.end and mine.start and theirs.end < mine.start:
        yield f"one ended {theirs.end[:7]}, the other began {mine.start[:7]}"


def _few(labels: set[str]) -> str:
    shown = sorted(labels)[:2]
    return ", ".join(shown) + (" …" if len(labels) > len(shown) else "")
