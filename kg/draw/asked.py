"""The answer to anybody's query as a network: a SELECT of links, or a CONSTRUCT."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.ask.names import Names
from kg.draw.network import describe, join, read_labels
from kg.draw.queries import view_query
from kg.errors import BadInput
from kg.store.interface import Iri, Literal, Row, Selection, Store, Term, Triples
from kg.vocabulary import RDF, RDFS

if TYPE_CHECKING:
    import networkx

_NEEDED = ("subject", "relation", "object")
_WHAT_IS_NEEDED = (
    "a network needs SELECT ?subject ?relation ?object (and, if you like, ?subjectLabel,"
    " ?relationLabel, ?objectLabel, ?weight, ?date), or a CONSTRUCT"
)
_YEAR = re.compile(r"\d{4}")


@dataclass
class _Words:
    """What a query itself says of things and relations, which counts before the ontology."""

    labels: dict[str, str] = field(default_factory=dict)

    def read(self, term: Term | None, label: Term | None) -> None:
        if isinstance(term, Iri | Literal) and isinstance(label, Literal) and label.value:
            self.labels.setdefault(term.value, label.value)


def asked_network(
    store: Store, names: Names, query: str
) -> "tuple[networkx.MultiDiGraph[str], tuple[str, ...]]":
    """Return the answer to a query as a network in the form of `landscape_network`.

    And what a person should be told besides. Edges have `weight` where the query gives one, the sum
    over its rows, and `first_year` and `last_year` where it gives dates. A link cites the passages
    that state it. Raise BadInput when the answer does not hold links.
    """
    import networkx

    answer = store.ask(query)
    if isinstance(answer, Selection):
        links = _rows_of(answer)
    elif isinstance(answer, Triples):
        links = _triples_of(answer)
    else:
        raise BadInput(f"an ASK gives true or false; {_WHAT_IS_NEEDED}")
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    words, labels = _Words(), read_labels(store)
    left_out = sum(not _add(graph, words, link, labels) for link in links)
    _cite(store, graph)
    describe(graph, store, names)
    for iri in graph.nodes:
        if iri in words.labels:
            graph.nodes[iri]["label"] = words.labels[iri]
    return graph, _remarks(left_out)


def _rows_of(answer: Selection) -> Iterator[dict[str, Term | None]]:
    missing = [name for name in _NEEDED if name not in answer.columns]
    if missing:
        raise BadInput(
            f"the query gives the columns {', '.join(answer.columns)}, without"
            f" {' and '.join(missing)}; {_WHAT_IS_NEEDED}"
        )
    for row in answer.rows:
        yield dict(zip(answer.columns, row, strict=True))


def _triples_of(answer: Triples) -> Iterator[dict[str, Term | None]]:
    for subject, relation, value in sorted(answer.triples, key=repr):
        if relation.value == RDFS + "label":
            yield {"subject": subject, "subjectLabel": value}
        elif relation.value != RDF + "type":
            yield {"subject": subject, "relation": relation, "object": value}


def _add(
    graph: "networkx.MultiDiGraph[str]",
    words: _Words,
    link: Mapping[str, Term | None],
    labels: Mapping[str, str],
) -> bool:
    """Add one link of the answer; return whether it joins two things that have an IRI."""
    for name in _NEEDED:
        words.read(link.get(name), link.get(f"{name}Label"))
    subject, relation, thing = (link.get(name) for name in _NEEDED)
    if relation is None and thing is None:
        return True
    if not (isinstance(subject, Iri) and isinstance(thing, Iri)) or relation is None:
        return False
    edge = join(graph, subject.value, relation.value, thing.value, {**labels, **words.labels})
    edge["status"] = ""
    if (passage := link.get("passage")) and passage.value not in edge["passages"]:
        edge["passages"] += (passage.value,)
    if weight := link.get("weight"):
        edge["weight"] = edge.get("weight", 0.0) + _number(weight)
    if (date := link.get("date")) and (year := _YEAR.match(date.value)):
        years = [int(year[0]), edge.get("first_year"), edge.get("last_year")]
        known = [one for one in years if one is not None]
        edge["first_year"], edge["last_year"] = min(known), max(known)
    return True


def _number(weight: Term) -> float:
    try:
        return float(weight.value)
    except ValueError as problem:
        raise BadInput(f"the column weight holds '{weight.value}', which is no number") from problem


def _cite(store: Store, graph: "networkx.MultiDiGraph[str]") -> None:
    """Give links that the graph itself holds the passages that state them."""
    for relation in sorted({relation for *_, relation in graph.edges(keys=True)}):
        if not relation.startswith(("http://", "https://")):
            continue
        for subject, thing, passage in _stated(store, relation):
            if graph.has_edge(subject, thing, key=relation):
                edge: dict[str, Any] = graph.edges[subject, thing, relation]
                if passage not in edge["passages"]:
                    edge["passages"] += (passage,)
    for *_, edge in graph.edges(data=True):
        edge["inferred"] = not edge["passages"]


def _stated(store: Store, relation: str) -> Iterable[tuple[str, str, str]]:
    rows: list[Row] = store.select(view_query("links"), {"relation": Iri(relation)})
    for row in rows:
        subject, thing, passage = (term.value if term else "" for term in row)
        yield subject, thing, passage


def _remarks(left_out: int) -> tuple[str, ...]:
    if not left_out:
        return ()
    rows = "row is" if left_out == 1 else "rows are"
    return (f"{left_out:,} {rows} left out: both ends of a link must be things with an IRI.",)
