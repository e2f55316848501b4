"""Everything said of one thing, each fact with its passages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.ask.catalogue import command_query
from kg.ask.conflicts import Discrepancy, read_discrepancies
from kg.ask.names import Names
from kg.ask.passages import Passage, cite, read_passages
from kg.store.interface import Iri, Row, Store, Term
from kg.vocabulary import BASE, DCTERMS, INFERENCE, ONTOLOGY, OWL, RDF, RDFS, SKOS, USK, compact

_NAME_KINDS = {
    RDFS + "label": "label",
    SKOS + "altLabel": "alias",
    SKOS + "hiddenLabel": "found by, never shown",
}
_OF_THE_MACHINERY = frozenset(
    {RDF + "type", SKOS + "prefLabel", SKOS + "inScheme", RDFS + "isDefinedBy"}
)
# Rules whose results tell a reader something new; the others repeat a fact in more general words.
_TELLING_RULES = frozenset({f"{INFERENCE}/chain", f"{INFERENCE}/role", f"{INFERENCE}/transitive"})
_RECORDS = {
    USK + "FundingAllocation": "money",
    USK + "ReportedFigure": "figures",
    USK + "Participation": "parts",
    USK + "Milestone": "milestones",
    USK + "Phase": "milestones",
}


@dataclass(frozen=True)
class Fact:
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
    """A record about the thing: an allocation, a figure or a part taken.

    With its own facts.
    """

    iri: str
    kind: str
    facts: tuple[Fact, ...]

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
    says: tuple[tuple[str, str, str], ...]
    discrepancies: tuple[Discrepancy, ...]


@dataclass(frozen=True)
class _Reader:
    """What is needed to put rows of terms into words."""

    names: Names
    properties: Mapping[str, str]
    passages: Mapping[str, Passage]

    def facts(self, rows: Iterable[Row], direction: str) -> list[Fact]:
        """Return one fact for each property and value, with all graphs that hold it."""
        graphs: dict[tuple[str, Term], list[str]] = {}
        for prop, value, graph in rows:
            if not isinstance(graph, Iri) or graph.value.startswith(f"{ONTOLOGY}/"):
                continue  # what describes the data set, not the landscape
            if isinstance(prop, Iri) and value is not None:
                graphs.setdefault((prop.value, value), []).append(graph.value)
        return [
            self._fact(prop, direction, value, found) for (prop, value), found in graphs.items()
        ]

    def words(self, term: Term | None) -> str:
        """Return a term in words: a property by its label, a thing by its name."""
        if not isinstance(term, Iri):
            return term.value if term else ""
        return self.properties.get(term.value) or self.names.label(term.value)

    def _fact(self, prop: str, direction: str, value: Term, graphs: list[str]) -> Fact:
        cited = {passage for graph in graphs if (passage := cite(self.passages, graph))}
        return Fact(
            predicate=prop,
            label=self.properties.get(prop) or compact(prop).partition(":")[2],
            direction=direction,
            value=value,
            value_label=self.names.label(value.value) if isinstance(value, Iri) else value.value,
            passages=tuple(sorted(cited)),
            rules=tuple(sorted(graph for graph in graphs if graph.startswith(INFERENCE + "/"))),
        )


def read_card(store: Store, names: Names, thing: Iri) -> Card:
    """Read the card of one thing."""
    return next(read_cards(store, names, [thing]))


def read_cards(store: Store, names: Names, things: Iterable[Iri]) -> Iterator[Card]:
    """Read the cards of things one after the other; the words they share are read once.

    Facts come in the order of their words, those of the sources before derived ones.
    """
    reader = _Reader(names, _labels_of_properties(store), read_passages(store))
    for thing in things:
        yield _card(store, names, reader, thing)


def _card(store: Store, names: Names, reader: _Reader, thing: Iri) -> Card:
    bound = {"thing": thing}
    out = reader.facts(_three(store, "facts-of", bound), "out")
    incoming = reader.facts(_three(store, "facts-about", bound), "in")
    records = _records(store, reader, bound)
    facts = [
        f for f in out if f.predicate not in _NAME_KINDS and f.predicate not in _OF_THE_MACHINERY
    ]
    facts += [f for f in incoming if not _is_record(f.value)]
    return Card(
        iri=thing.value,
        label=names.label(thing.value),
        types=_types(names, out),
        description=next(
            (f.value_label for f in out if f.predicate == DCTERMS + "description"), ""
        ),
        names=tuple(sorted(_names(out), key=_by_kind)),
        facts=tuple(
            sorted((f for f in facts if f.predicate != DCTERMS + "description"), key=_reading_order)
        ),
        money=tuple(r for r in records if r.kind == "money"),
        figures=tuple(r for r in records if r.kind == "figures"),
        parts=tuple(r for r in records if r.kind == "parts"),
        milestones=tuple(r for r in records if r.kind == "milestones" and r.iri != thing.value),
        says=_said(store, reader, bound) if thing.value in reader.passages else (),
        discrepancies=tuple(read_discrepancies(store, names, reader.passages, thing)),
    )


def _is_record(value: Term) -> bool:
    """Whether it is a record, which speaks through the card's own sections."""
    return value.value.startswith(f"{BASE}id/record/")


def _said(
    store: Store, reader: _Reader, bound: Mapping[str, Iri]
) -> tuple[tuple[str, str, str], ...]:
    rows = store.select(command_query("said-in"), {"passage": bound["thing"]})
    return tuple(
        (reader.words(subject), reader.words(prop), reader.words(value))
        for subject, prop, value in rows
    )


def _names(out: Iterable[Fact]) -> Iterator[Named]:
    for fact in out:
        if kind := _NAME_KINDS.get(fact.predicate):
            yield Named(fact.value_label, kind, fact.passages)


def _by_kind(name: Named) -> tuple[str, str]:
    return name.kind, name.text


def _three(store: Store, query: str, bound: Mapping[str, Iri]) -> list[Row]:
    return store.select(command_query(query), bound)


def _reading_order(fact: Fact) -> tuple[str, bool, str, str]:
    return (fact.direction == "in" and "~") or "", fact.inferred, fact.label, fact.value_label


def _types(names: Names, out: Iterable[Fact]) -> tuple[tuple[str, str], ...]:
    stated = {
        f.value.value
        for f in out
        if f.predicate == RDF + "type" and f.value.value.startswith(USK) and not f.rules
    }
    return tuple(sorted((iri, names.label(iri)) for iri in stated))


def _labels_of_properties(store: Store) -> dict[str, str]:
    rows = store.select(command_query("properties"))
    labels = {
        prop.value: label.value for prop, label in rows if prop is not None and label is not None
    }
    return labels | {
        OWL + "differentFrom": "is not the same as",
        SKOS + "broader": "is part of theme",
        DCTERMS + "isPartOf": "is part of",
    }


def _records(store: Store, reader: _Reader, bound: Mapping[str, Iri]) -> list[Record]:
    rows_of: dict[str, list[Row]] = {}
    for record, *row in store.select(command_query("records-of"), bound):
        if isinstance(record, Iri):
            rows_of.setdefault(record.value, []).append(tuple(row))
    records = []
    for iri, rows in sorted(rows_of.items()):
        kinds = {
            _RECORDS[value.value]
            for prop, value, _ in rows
            if value is not None and value.value in _RECORDS
        }
        facts = tuple(sorted(reader.facts(rows, "out"), key=_reading_order))
        records += [Record(iri, kind, facts) for kind in sorted(kinds)]
    return records
