"""The shapes in `ontology/shapes`: what they are called, and what of the data does not fit them."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as engine
import rdflib
from rdflib.namespace import RDF, SH

from kg.curate.checks import Check, Fault
from kg.errors import KgError
from kg.findings import VIOLATION
from kg.vocabulary import BASE, compact

SHAPE = BASE + "shape/"


def read_shapes(folder: Path) -> rdflib.Graph:
    """Return the shapes of a folder as one graph."""
    shapes = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        shapes.parse(path)
    return shapes


def node_shapes(shapes: rdflib.Graph) -> int:
    """Return how many classes, or groups of classes, have a shape."""
    return sum(1 for _ in shapes.subjects(RDF.type, SH.NodeShape))


def describe_shapes(shapes: rdflib.Graph) -> list[Check]:
    """Return each named shape that can find a fault as a check, by name."""
    checks = []
    for shape in shapes.subjects(SH.message, unique=True):
        told = shapes.value(shape, SH.message)
        severity = _local(shapes.value(shape, SH.severity)) or VIOLATION
        what = str(shapes.value(shape, SH.name))
        checks.append(Check(_name(shape), what, what, str(told), severity))
    return sorted(checks, key=lambda check: check.name)


def find_misfits(asserted: Iterable[engine.Quad], shapes: rdflib.Graph) -> Iterator[Fault]:
    """Give what does not fit the shapes.

    In the union of all passages with the ontology, and without inference: ranges would give a type
    to what an IRI that leads nowhere names.
    """
    try:
        from pyshacl import validate
    except ImportError as problem:
        raise KgError(
            "`kg validate` needs pySHACL, which is not installed:"
            " pip install 'urban-security-kg[validate]'"
        ) from problem

    # rdflib logs a traceback for each literal that is no date; a shape finds it and says where.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    triples = {engine.Triple(quad.subject, quad.predicate, quad.object) for quad in asserted}
    text = engine.serialize(triples, format=engine.RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=text, format="nt")
    _, results, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(results, rdflib.Graph):
        raise KgError(f"the shapes cannot be used: {results}")
    seen = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        fault = _fault(results, result, shapes)
        if fault not in seen:
            seen.add(fault)
            yield fault


def _fault(results: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph) -> Fault:
    shape = results.value(result, SH.sourceShape)
    thing = str(results.value(result, SH.focusNode))
    path = shapes.value(shape, SH.path)
    # A count that is wrong has no value, and what does not fit as a whole has itself.
    value = results.value(result, SH.value) if path is not None else None
    what, told = shapes.value(shape, SH.name), str(shapes.value(shape, SH.message))
    found = f'has {what} (found "{compact(str(value))}")' if value is not None else f"is {what}"
    return Fault(
        _name(shape),
        _local(results.value(result, SH.resultSeverity)),
        f"{compact(thing)} {found}; {told[:1].lower()}{told[1:].removesuffix('.')}",
        thing,
        str(path) if isinstance(path, rdflib.URIRef) else "",
        str(value or ""),
    )


def _name(shape: rdflib.term.Node | None) -> str:
    return str(shape).removeprefix(SHAPE)


def _local(term: rdflib.term.Node | None) -> str:
    return str(term or "").rpartition("#")[2]
