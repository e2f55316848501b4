"""The graph as files: sorted, the same bytes every time, read back by rdflib."""

import hashlib
import io
import json

import pytest
import rdflib

from kg.ask import export as module
from kg.ask.export import export
from kg.errors import BadInput
from kg.store import files
from kg.vocabulary import BASE, INFERENCE, SOURCE

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")


def exported(landscape, output_format, graph="default", *, described=False):
    output = io.BytesIO()
    export(landscape.store, output_format, graph, output, described=described)
    return output.getvalue()


def test_the_whole_as_sorted_n_quads_has_the_checksum_of_the_store(mini):
    lines = sorted(exported(mini, "nq", "all").splitlines(keepends=True))
    manifest = json.loads((mini.directory / "manifest.json").read_text())
    assert hashlib.sha256(b"".join(lines)).hexdigest() == manifest["sha256"]


@pytest.fixture(scope="module")
def held(mini):
    """How many statements the store holds, of those that each choice of graphs takes."""
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    counts = {"default": 0, "stated": 0, "others": 0}
    for *_, name in mini.graph().quads():
        stated = str(name).startswith(SOURCE) and not str(name).startswith(INFERENCE)
        counts["default" if name in (None, default) else "stated" if stated else "others"] += 1
    return {
        "default": counts["default"],
        "passages": counts["stated"],
        "all": sum(counts.values()),
    }


@pytest.mark.parametrize(
    ("output_format", "graph", "reader"),
    [
        ("ttl", "default", "turtle"),
        ("nt", "default", "nt"),
        ("nq", "passages", "nquads"),
        ("trig", "all", "trig"),
        ("trig", "default", "trig"),
        ("jsonld", "passages", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_reads_from_each_format_what_the_store_holds(
    mini, held, output_format, graph, reader
):
    found = rdflib.Dataset().parse(data=exported(mini, output_format, graph), format=reader)
    assert sum(1 for _ in found.quads()) == held[graph]


def test_two_exports_are_the_same_bytes_and_types_come_first(mini):
    once, again = (exported(mini, "trig", "all", described=True) for _ in range(2))
    assert once == again
    assert b"project:lantern a usk:Project" in once


def test_sorting_outside_of_memory_gives_the_same_bytes(mini, monkeypatch):
    whole = exported(mini, "nq", "all")
    monkeypatch.setattr(files, "_LINES_IN_MEMORY", 100)
    assert exported(mini, "nq", "all") == whole


def test_the_description_counts_what_is_there(mini):
    graph = rdflib.Graph().parse(data=exported(mini, "ttl", described=True), format="turtle")
    plain = rdflib.Graph().parse(data=exported(mini, "ttl"), format="turtle")
    dataset = rdflib.URIRef(f"{BASE}void#dataset")
    assert graph.value(dataset, VOID.triples).toPython() == len(plain)
    partitions = {
        graph.value(part, VOID["class"]): graph.value(part, VOID.entities).toPython()
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert partitions[rdflib.URIRef(f"{BASE}ontology#Project")] == 3


def test_the_description_stands_in_a_graph_of_its_own_where_there_are_graphs(mini):
    lines = exported(mini, "nq", "default", described=True).splitlines()
    assert {line.rsplit(b" ", 2)[1] for line in lines if b"void#dataset" in line} == {
        f"<{BASE}void>".encode()
    }


@pytest.mark.parametrize("output_format", ["ttl", "nt"])
@pytest.mark.parametrize("graph", ["passages", "all"])
def test_a_format_of_one_graph_refuses_several(mini, output_format, graph):
    with pytest.raises(BadInput) as problem:
        exported(mini, output_format, graph)
    assert str(problem.value) == (
        f"--graph {graph}: each passage is a graph of its own, and {output_format} holds one"
        " graph only; take trig, nq or jsonld"
    )


def test_a_line_that_is_not_as_the_engine_writes_is_not_passed_over():
    with pytest.raises(ValueError, match="Unexpected line of N-Quads"):
        list(files.read_lines([b"<a:a>  <a:b> <a:c> .\n"]))


def test_the_formats_and_graphs_are_those_of_the_command(kg):
    said = kg("export", "-h").stdout
    assert f"[{'|'.join(module.FORMATS)}]" in said
    assert f"[{'|'.join(module.GRAPHS)}]" in said
