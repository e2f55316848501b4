"""Everything said of one thing, each fact with its passages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from kg.ask.catalogue import command_query
from kg.ask.conflicts import Discrepancy, read_discrepancies_about
from kg.ask.names import Names
from kg.ask.passages import Passage, cite, read_passages
from kg.store.binding import bind_several
from kg.store.interface import Iri, Row, Store, Term
from kg.vocabulary import DCTERMS, INFERENCE, ONTOLOGY, OWL, RDFS, SKOS, USK, compact

# Some servers cut an answer after 10,000 rows; a hundred things have less than half as many.
_AT_A_TIME = 100
_NAME_KINDS = {
    RDFS + "label": "label",
    SKOS + "altLabel": "alias",
    SKOS + "hiddenLabel": "found by, never shown",
}
_OF_THE_DATA_SET = f"{ONTOLOGY}/"  # what describes it, and not the landscape
_RULES = f"{INFERENCE}/"
# Rules whose results tell a reader something new; the others repeat a fact in more general words.
_TELLING_RULES = frozenset({f"{INFERENCE}/chain", f"{INFERENCE}/role", f"{INFERENCE}/transitive"})
_DESCRIPTION = DCTERMS + "description"
_DIFFERENT_FROM = OWL + "differentFrom"
_RECORDS = {
    USK + "FundingAllocation": "money",
    USK + "ReportedFigure": "figures",
    USK + "Participation": "parts",
    USK + "Milestone": "milestones",
    USK + "Phase": "phases",
}


class Fact(NamedTuple):
    """One statement: its predicate, its direction (`out` from the thing, `in` to it), its value.

    And who says so.
    """

    predicate: str
    label: str
    direction: str
    value: Term
    value_label: str
    passages: tuple[Passage, ...]
    rules: tuple[str, ...]
    reason: str = ""  # the curators', where they say why they state it

    @property
    def inferred(self) -> bool:
        """Whether no passage states the fact: it follows from others."""
        return not self.passages

    @property
    def telling(self) -> bool:
        """Whether a reader learns something.

        Stated, or derived from two facts and not merely put in general words.
        """
        return bool(self.passages) or any(rule in _TELLING_RULES for rule in self.rules)


@dataclass(frozen=True)
class Named:
    """A name of the thing, its kind, and the passages that print it."""

    text: str
    kind: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Record:
    """A record about the thing, with its own facts.

    An allocation, a figure, a part taken, or a milestone or phase of a work plan.
    """

    iri: str
    kind: str
    facts: tuple[Fact, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that state its facts, each once and in order."""
        return tuple(sorted({passage for fact in self.facts for passage in fact.passages}))

    def value(self, name: str) -> str:
        """Return the label of the record's value of a property of the ontology, or nothing."""
        return ", ".join(fact.value_label for fact in self.facts if fact.predicate == USK + name)


@dataclass(frozen=True)
class Card:
    """All that the graph holds of one thing."""

    iri: str
    label: str
    types: tuple[tuple[str, str], ...]
    description: str
    names: tuple[Named, ...]
    facts: tuple[Fact, ...]
    money: tuple[Record, ...]
    figures: tuple[Record, ...]
    parts: tuple[Record, ...]
    milestones: tuple[Record, ...]
    phases: tuple[Record, ...]
    says: tuple[tuple[str, str, str], ...]
    discrepancies: tuple[Discrepancy, ...]


@dataclass(frozen=True)
class _Reader:
    """What is needed to put rows of terms into words."""

    names: Names
    properties: Mapping[str, str]
    passages: Mapping[str, Passage]
    cited: dict[str, Passage | None] = field(default_factory=dict)
    reasons: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def facts(self, rows: Iterable[Row], direction: str) -> dict[str, list[Fact]]:
        """Return the facts of each thing, which stands before property, value and graph.

        One for each property and value, with all graphs that hold it.
        """
        graphs: dict[tuple[str, str, Term], dict[str, None]] = {}
        for thing, prop, value, graph in rows:
            if thing is None or prop is None or value is None or graph is None:
                continue
            if not graph.value.startswith(_OF_THE_DATA_SET):
                graphs.setdefault((thing.value, prop.value, value), {})[graph.value] = None
        facts: dict[str, list[Fact]] = {}
        for (of, about, value), found in graphs.items():
            facts.setdefault(of, []).append(self._fact(of, about, direction, value, found))
        return facts

    def words(self, term: Term | None) -> str:
        """Return a term in words: a property by its label, a thing by its name."""
        if not isinstance(term, Iri):
            return term.value if term else ""
        return self.properties.get(term.value) or self.names.label(term.value)

    def _fact(self, of: str, prop: str, direction: str, value: Term, graphs: Iterable[str]) -> Fact:
        ends = (of, value.value) if direction == "out" else (value.value, of)
        cited = [passage for graph in graphs if (passage := self._cite(graph))]
        return Fact(
            predicate=prop,
            label=self.properties.get(prop) or compact(prop).partition(":")[2],
            direction=direction,
            value=value,
            value_label=self.names.label(value.value) if isinstance(value, Iri) else value.value,
            passages=tuple(sorted(cited) if len(cited) > 1 else cited),
            rules=tuple(sorted([graph for graph in graphs if graph.startswith(_RULES)])),
            reason=self.reasons.get((ends[0], prop, ends[1]), ""),
        )

    def _cite(self, graph: str) -> Passage | None:
        if graph not in self.cited:
            self.cited[graph] = cite(self.passages, graph)
        return self.cited[graph]


def read_card(store: Store, names: Names, thing: Iri) -> Card:
    """Read the card of one thing."""
    return next(read_cards(store, names, [thing]))


def read_cards(store: Store, names: Names, things: Iterable[Iri]) -> Iterator[Card]:
    """Read the cards of things one after the other, many with one question.

    Facts come in the order of their words, those of the sources before derived ones.
    """
    reader = _Reader(names, _labels_of_properties(store), read_passages(store))
    waiting = iter(things)
    while some := list(islice(waiting, _AT_A_TIME)):
        types = _types(store, names, some)
        said_of, said_about = _rows(store, "facts-of", some), _rows(store, "facts-about", some)
        reader.reasons.update(_reasons(store, [*said_of, *said_about]))
        out, incoming = reader.facts(said_of, "out"), reader.facts(said_about, "in")
        records = _records(store, reader, some)
        disputed = read_discrepancies_about(store, names, reader.passages, some)
        for thing in some:
            iri = thing.value
            said, recorded = out.get(iri, []), records.get(iri, [])
            yield Card(
                iri=iri,
                label=names.label(iri),
                types=tuple(sorted(types.get(iri, ()))),
                description=next((f.value_label for f in said if f.predicate == _DESCRIPTION), ""),
                names=tuple(sorted(_names(said), key=_by_kind)),
                facts=_in_reading_order(said, incoming.get(iri, [])),
                money=_of_kind("money", recorded),
                figures=_of_kind("figures", recorded),
                parts=_of_kind("parts", recorded),
                milestones=tuple(sorted(_of_kind("milestones", recorded), key=_date_of)),
                phases=_of_kind("phases", recorded),
                says=_said(store, reader, thing) if iri in reader.passages else (),
                discrepancies=tuple(disputed.get(iri, ())),
            )


def _in_reading_order(out: Iterable[Fact], incoming: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that are neither names nor the description."""
    facts = [f for f in out if f.predicate not in _NAME_KINDS and f.predicate != _DESCRIPTION]
    return tuple(sorted([*facts, *incoming], key=_reading_order))


def _of_kind(kind: str, records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(record for record in records if record.kind == kind)


def _date_of(milestone: Record) -> str:
    return milestone.value("date") or milestone.value("startDate")


def _said(store: Store, reader: _Reader, passage: Iri) -> tuple[tuple[str, str, str], ...]:
    rows = store.select(command_query("said-in"), {"passage": passage})
    return tuple(
        (reader.words(subject), reader.words(prop), reader.words(value))
        for subject, prop, value in rows
    )


def _names(out: Iterable[Fact]) -> Iterator[Named]:
    for fact in out:
        if kind := _NAME_KINDS.get(fact.predicate):
            yield Named(fact.value_label, kind, fact.passages)


def _by_kind(name: Named) -> tuple[str, str, tuple[Passage, ...]]:
    # A name in two languages is two names; their passages tell them apart.
    return name.kind, name.text, name.passages


def _rows(store: Store, query: str, things: Iterable[Iri]) -> list[Row]:
    return store.select(bind_several(command_query(query), "thing", things))


def _reasons(store: Store, rows: Iterable[Row]) -> dict[tuple[str, str, str], str]:
    """Return why the curators hold things apart, by the statements of some rows."""
    apart = {row[0] for row in rows if row[1] == Iri(_DIFFERENT_FROM) and isinstance(row[0], Iri)}
    found = _rows(store, "reasons", sorted(apart)) if apart else []
    return {
        (one.value, prop.value, other.value): reason.value
        for one, prop, other, reason in found
        if one is not None and prop is not None and other is not None and reason is not None
    }


def _reading_order(fact: Fact) -> tuple[str, bool, str, str]:
    return (fact.direction == "in" and "~") or "", fact.inferred, fact.label, fact.value_label


def _types(store: Store, names: Names, things: Iterable[Iri]) -> dict[str, list[tuple[str, str]]]:
    types: dict[str, list[tuple[str, str]]] = {}
    for thing, of in _rows(store, "types-of", things):
        if thing is not None and of is not None:
            types.setdefault(thing.value, []).append((of.value, names.label(of.value)))
    return types


def _labels_of_properties(store: Store) -> dict[str, str]:
    rows = store.select(command_query("properties"))
    labels = {
        prop.value: label.value for prop, label in rows if prop is not None and label is not None
    }
    return labels | {
        _DIFFERENT_FROM: "is not the same as",
        OWL + "annotatedSource": "statement from",
        OWL + "annotatedProperty": "statement",
        OWL + "annotatedTarget": "statement to",
        RDFS + "comment": "reason",
        SKOS + "broader": "is part of theme",
        DCTERMS + "isPartOf": "is part of",
        DCTERMS + "isReplacedBy": "is replaced by",
    }


def _records(store: Store, reader: _Reader, things: Iterable[Iri]) -> dict[str, list[Record]]:
    """Return the records that concern each of some things, by their IRIs."""
    wanted = set(things)
    facts_of = reader.facts(_rows(store, "records-of", things), "out")
    about: dict[str, list[Record]] = {}
    for iri, facts in sorted(facts_of.items()):
        kinds = {_RECORDS[f.value.value] for f in facts if f.value.value in _RECORDS}
        in_order = tuple(sorted(facts, key=_reading_order))
        records = [Record(iri, kind, in_order) for kind in sorted(kinds)]
        ends = {f.value for f in facts if f.predicate != USK + "describes"}
        for thing in wanted & ends:
            about.setdefault(thing.value, []).extend(records)
    return about
