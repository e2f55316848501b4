"""What identity looks at: things with names and addresses, how they relate, candidates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.compare.index import Index
from kg.compare.naming import pairs_by_name
from kg.compare.queries import compare_query
from kg.compare.rare_pairs import pairs_by_rare_terms
from kg.compare.record import Record
from kg.compare.text import cosine
from kg.store.interface import Iri, Store
from kg.vocabulary import BASE

_NEIGHBOURS = 8
# From so many things on, pairs of texts are found by their rare words.
MANY = 1_000
# Texts whose words are less alike than this are not looked at closer, in a large landscape.
_WORDS_ALIKE = 0.2
# Things that bear the names of others by their nature: a city and its mayor's office.
_NOT_COMPARED = ("place", "office", "record")


@dataclass(frozen=True)
class Thing:
    """What identity looks at: names, kind, links, and the record where there is one."""

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    pages: frozenset[str] = frozenset()
    number: int | None = None
    record: Record | None = None


@dataclass(frozen=True)
class Facts:
    """What the landscape itself says of pairs: relations and why, by pair and in both orders."""

    relations: Mapping[tuple[str, str], frozenset[str]]
    wholes: Mapping[str, frozenset[str]]
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, one: str, other: str) -> frozenset[str]:
        """Return the relations between two things, in either direction."""
        none: frozenset[str] = frozenset()
        return self.relations.get((one, other), none) | self.relations.get((other, one), none)

    def why(self, one: str, other: str) -> list[str]:
        """Return the curators' reasons for what they say of two things, in either direction."""
        return [self.reasons[pair] for pair in ((one, other), (other, one)) if pair in self.reasons]

    def are_siblings(self, one: str, other: str) -> bool:
        """Whether two things are parts of one whole, as the sessions of a conference are."""
        none: frozenset[str] = frozenset()
        return bool(self.wholes.get(one, none) & self.wholes.get(other, none))


def read_facts(store: Store) -> Facts:
    """Read how things of the landscape relate, as far as it says so."""
    found: dict[tuple[str, str], set[str]] = {}
    reasons: dict[tuple[str, str], str] = {}
    for one, relation, other, reason in store.select(compare_query("relations")):
        if isinstance(one, Iri) and isinstance(relation, Iri) and isinstance(other, Iri):
            found.setdefault((one.value, other.value), set()).add(relation.value)
            if reason is not None:
                reasons[one.value, other.value] = reason.value
    wholes: dict[str, set[str]] = {}
    for (part, whole), relations in found.items():
        if any(local(relation).startswith("partOf") for relation in relations):
            wholes.setdefault(part, set()).add(whole)
    return Facts(
        {pair: frozenset(relations) for pair, relations in found.items()},
        {part: frozenset(several) for part, several in wholes.items()},
        reasons,
    )


def read_things(index: Index, store: Store) -> dict[str, Thing]:
    """Read every thing that has a name, but for places, offices and records."""
    pages: dict[str, set[str]] = {}
    for thing, page in store.select(compare_query("pages")):
        if thing is not None and page is not None:
            pages.setdefault(thing.value, set()).add(_address(page.value))
    names: dict[str, list[tuple[str, str, str]]] = {}
    for iri, label, kind, text in index.all_names():
        if iri.removeprefix(f"{BASE}id/").partition("/")[0] not in _NOT_COMPARED:
            names.setdefault(iri, []).append((label, kind, text))
    things = {}
    for iri, rows in names.items():
        number = index.number_of(iri)
        things[iri] = Thing(
            iri=iri,
            label=rows[0][0],
            kind=rows[0][1],
            names=tuple(sorted({text for *_, text in rows})),
            pages=frozenset(pages.get(iri, ())),
            number=number,
            record=index.record(number) if number else None,
        )
    return things


def candidates(index: Index, things: Mapping[str, Thing]) -> dict[tuple[str, str], bool]:
    """Return the pairs worth comparing, in the order of IRIs, and whether by their texts.

    They share telling words of a name, an address, or much of their texts.
    """
    by_name = pairs_by_name({iri: thing.names for iri, thing in things.items()})
    by_text = _pairs_by_text(index, things)
    found = by_name | _pairs_by_page(things) | by_text
    return {pair: pair in by_text for pair in sorted(found)}


def local(iri: str) -> str:
    """Return the last part of a property's IRI."""
    return iri.rpartition("#")[2]


def _pairs_by_page(things: Mapping[str, Thing]) -> set[tuple[str, str]]:
    having: dict[str, list[str]] = {}
    for iri, thing in sorted(things.items()):
        for page in thing.pages:
            having.setdefault(page, []).append(iri)
    return {
        (one, other)
        for several in having.values()
        for at, one in enumerate(several)
        for other in several[at + 1 :]
    }


def _pairs_by_text(index: Index, things: Mapping[str, Thing]) -> set[tuple[str, str]]:
    """Return the pairs of described things whose texts share most: a few for each thing.

    In a large landscape, where a search for each would take hours, they share rare words.
    """
    described = {
        thing.number: thing.iri
        for thing in things.values()
        if thing.number is not None and thing.record is not None and thing.record.text
    }
    if index.total > MANY:
        found: Iterable[tuple[int, int]] = (
            (number, other)
            for number, other in pairs_by_rare_terms(index, _NEIGHBOURS)
            if cosine(index.word_vector(number), index.word_vector(other)) >= _WORDS_ALIKE
        )
    else:
        found = (
            (number, other)
            for number in described
            for other in index.candidates(index.vectors(number)[0], _NEIGHBOURS)
        )
    pairs = set()
    for number, other_number in found:
        one, other = described.get(number), _thing_of(index, things, other_number)
        if one is not None and other is not None and one != other:
            pairs.add((min(one, other), max(one, other)))
    return pairs


def _thing_of(index: Index, things: Mapping[str, Thing], number: int) -> str | None:
    iri = index.record(number).iri
    return iri if iri in things else None


def _address(page: str) -> str:
    return page.partition("://")[2].removeprefix("www.").rstrip("/").casefold()
