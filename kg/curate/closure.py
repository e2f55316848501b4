"""Everything that follows: the reasoning rules of `queries/rules`.

Applied until nothing new comes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pyoxigraph as engine

from kg.errors import BadInput
from kg.vocabulary import INFERENCE, PREFIXES, SKOLEM

_Node = TypeVar("_Node")


def close(asserted: Iterable[engine.Quad], rules: Path) -> engine.Store:
    """Return a store in memory: the named graphs as given.

    The default graph with their triples and all that follows. Each derived triple also stands in
    the graph of the rule that found it first, so that every triple of the default graph has a graph
    that accounts for it. Rules run in the order of their names; the same input gives the same
    store.
    """
    store = engine.Store()
    store.bulk_extend(asserted)
    store.bulk_extend([engine.Quad(q.subject, q.predicate, q.object) for q in store])
    updates = [path.read_text(encoding="utf-8") for path in sorted(rules.glob("*.rq"))]
    before = -1
    while before != (before := len(store)):
        for update in updates:
            store.update(update, prefixes=PREFIXES)
    store.bulk_extend(_describe_rules(rules))
    return store


def without_blank_nodes(quads: Iterable[engine.Quad], where: str) -> Iterator[engine.Quad]:
    """Give the same quads with an IRI for each blank node (RDF 1.1 Concepts, 3.5).

    So that two builds are equal. Only the lists of property chains in the ontology need it; data
    holds no blank nodes.
    """
    dataset = engine.Dataset(quads)
    dataset.canonicalize(engine.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in dataset:
        yield engine.Quad(
            _named(quad.subject, where), quad.predicate, _named(quad.object, where), quad.graph_name
        )


def _named(term: engine.BlankNode | _Node, where: str) -> engine.NamedNode | _Node:
    return (
        engine.NamedNode(f"{SKOLEM}{where}-{term.value}")
        if isinstance(term, engine.BlankNode)
        else term
    )


def _describe_rules(rules: Path) -> Iterator[engine.Quad]:
    graph, default = engine.NamedNode(INFERENCE), engine.DefaultGraph()
    a = engine.NamedNode(PREFIXES["rdf"] + "type")
    label = engine.NamedNode(PREFIXES["rdfs"] + "label")
    part_of = engine.NamedNode(PREFIXES["dcterms"] + "isPartOf")
    for path in sorted(rules.glob("*.rq")):
        rule = engine.NamedNode(f"{INFERENCE}/{path.stem}")
        for target in (graph, default):
            yield engine.Quad(rule, a, engine.NamedNode(PREFIXES["prov"] + "Activity"), target)
            yield engine.Quad(rule, label, engine.Literal(_summary(path), language="en"), target)
            yield engine.Quad(rule, part_of, graph, target)


def _summary(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    if not first.startswith("#+ summary: "):
        raise BadInput(f"{path}: the first line of a rule is '#+ summary: …'")
    return first.removeprefix("#+ summary: ")
