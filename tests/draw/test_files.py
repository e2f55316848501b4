import csv
import io
import json
import re
from xml.etree import ElementTree

import networkx
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw import files, measured
from kg.draw.network import landscape_network
from kg.draw.projection import project
from kg.vocabulary import BASE, USK

ID = BASE + "id/"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
GEXF = "{http://www.gexf.net/1.2draft}"


def cite(passage: str) -> str:
    return passage.rpartition("/")[2]


@pytest.fixture
def graph(square):
    """The square, with a second relation between the same two and texts that XML cannot hold."""
    graph = landscape_network(square.store, square.names).copy()
    bench, lamps = ID + "project/bench", ID + "org/lamp-works"
    edge = dict(graph.edges[bench, lamps, USK + "hasPartner"])
    graph.add_edge(
        bench, lamps, key=USK + "hostedBy", **{**edge, "label": "is \x0bhosted\ud800 by <&>"}
    )
    graph.nodes[lamps]["label"] = "Lamp\x00 & \x1bWorks \U0001f4a1 ]]>"
    return graph


LABEL = "Lamp & Works \U0001f4a1 ]]>"


def read_graphml(content):
    return networkx.read_graphml(io.BytesIO(content), force_multigraph=True)


def read_gexf(content):
    return networkx.read_gexf(io.BytesIO(content))


def read_json(content):
    return networkx.node_link_graph(json.loads(content), edges="edges")


@pytest.mark.parametrize(
    ("write", "read"),
    [(files.as_graphml, read_graphml), (files.as_gexf, read_gexf), (files.as_json, read_json)],
)
def test_networkx_reads_back_every_thing_and_every_parallel_link(graph, write, read):
    found = read(write(graph, cite))
    assert (found.is_directed(), found.is_multigraph()) == (True, True)
    assert sorted(found) == sorted(graph)
    assert found.nodes[ID + "org/lamp-works"]["label"] == LABEL
    between = found[ID + "project/bench"][ID + "org/lamp-works"].values()
    assert sorted(edge["label"] for edge in between) == ["has partner", "is hosted by <&>"]
    assert sorted(edge["passages"] for edge in between) == ["one", "one"]
    assert found.number_of_edges() == graph.number_of_edges()


def test_a_thing_and_a_link_keep_all_that_is_known(graph):
    plain = files.plain(graph, cite)
    assert plain.nodes[ID + "project/bench"] == {
        "label": "BENCH",
        "type": "project",
        "family": "project",
        "first_year": 2018,
        "last_year": 2021,
        "themes": "Crime prevention",
        "planned": False,
        "links": 5,
        "colour": "#e69f00",
    }
    assert "first_year" not in plain.nodes[ID + "org/lamp-works"]
    [fair] = plain[ID + "event/square-fair"][ID + "org/lamp-works"].values()
    assert fair == {
        "label": "is organised by",
        "back": "organises",
        "relation": USK + "organisedBy",
        "family": "part",
        "weight": 1.0,
        "inferred": True,
        "provisional": True,
        "status": "provisional",
        "passages": "two",
        "passage_iris": BASE + "source/square-paper/two",
        "colour": "#8d97a5",
    }


@pytest.mark.parametrize(
    ("write", "read"),
    [(files.as_graphml, read_graphml), (files.as_gexf, read_gexf), (files.as_json, read_json)],
)
def test_measures_are_read_back_as_numbers_with_the_things_that_have_them(graph, write, read):
    found = measured.measure(graph)
    nodes = read(write(measured.with_measures(graph, found), cite)).nodes
    names = (
        "neighbours", "links", "betweenness", "pagerank", "eigenvector", "core", "community",
        "community_stability", "constraint", "bridges",
    )  # fmt: skip
    expected = {
        row["iri"]: {name: row[name] for name in names if row[name] is not None}
        for row in found.things
    }
    assert {iri: {n: nodes[iri][n] for n in names if n in nodes[iri]} for iri in nodes} == expected
    assert any("eigenvector" not in node for node in nodes.values())  # outside the largest part
    assert "measures" not in graph.nodes[ID + "project/bench"]


def test_gephi_reads_measures_as_numbers_not_as_text(graph):
    content = files.as_gexf(measured.with_measures(graph, measured.measure(graph)), cite)
    root = ElementTree.fromstring(content)  # noqa: S314 - our own
    kinds = {one.get("title"): one.get("type") for one in root.iter(f"{GEXF}attribute")}
    assert [kinds[name] for name in ("betweenness", "constraint", "core", "bridges")] == [
        "double", "double", "long", "long",
    ]  # fmt: skip


def test_gephi_finds_colours_sizes_places_and_years(graph):
    root = ElementTree.fromstring(files.as_gexf(graph, cite))  # noqa: S314 - our own
    drawn = root.find(f"{GEXF}graph")
    nodes = {node.get("id"): node for node in drawn.iter(f"{GEXF}node")}
    bench, lamps = nodes[ID + "project/bench"], nodes[ID + "org/lamp-works"]
    assert (drawn.get("mode"), drawn.get("timeformat"), drawn.get("defaultedgetype")) == (
        "dynamic",
        "date",
        "directed",
    )
    assert (bench.get("start"), bench.get("end"), lamps.get("start")) == (
        "2018-01-01",
        "2021-12-31",
        None,
    )
    assert bench.find(f"{VIZ}color").attrib == {"r": "230", "g": "159", "b": "0", "a": "1.0"}
    assert float(bench.find(f"{VIZ}size").get("value")) == 10.8
    assert set(bench.find(f"{VIZ}position").attrib) == {"x", "y", "z"}
    ids = [edge.get("id") for edge in drawn.iter(f"{GEXF}edge")]
    assert len(set(ids)) == len(ids) == graph.number_of_edges()
    assert "lastmodifieddate" not in root.find(f"{GEXF}meta").attrib


def test_a_pair_of_tables_with_the_headings_of_gephi(graph):
    nodes, edges = (
        list(csv.DictReader(io.StringIO(content.decode()))) for content in files.as_csv(graph, cite)
    )
    by_id = {row["Id"]: row for row in nodes}
    assert by_id[ID + "org/formula"]["Label"] == '\'=HYPERLINK("http://evil.example","x")'
    assert by_id[ID + "project/bench"]["planned"] == "false"
    assert [key for key in edges[0] if key[0].isupper()] == [
        "Source",
        "Target",
        "Type",
        "Id",
        "Label",
        "Weight",
    ]
    assert len({row["Id"] for row in edges}) == graph.number_of_edges()
    assert {row["Type"] for row in edges} == {"Directed"}


def test_oligrapher_gets_things_with_places_and_links_with_arrows(graph):
    made = json.loads(files.as_oligrapher(graph, cite))
    assert list(made) == ["nodes", "edges", "captions"]
    names = {node["id"]: node["name"] for node in made["nodes"].values()}
    fair = next(edge for edge in made["edges"].values() if edge["label"] == "is organised by")
    assert (names[fair["node1_id"]], names[fair["node2_id"]]) == ("Square Fair", LABEL)
    assert (fair["arrow"], fair["dash"], fair["notes"]) == ("1->2", True, "two")
    spots = {(node["x"], node["y"]) for node in made["nodes"].values()}
    assert len(spots) == len(made["nodes"])


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "csv", "oligrapher"])
def test_the_same_network_gives_the_same_bytes_and_a_projection_can_be_written(graph, form):
    write = getattr(files, f"as_{form}")
    assert write(graph, cite) == write(graph.copy(), cite)
    projection, _ = project(graph, "organisations")
    assert write(projection, cite)


@pytest.mark.parametrize("text", ["\x00", "\x1b[2J", "\ufffe", "\ud800", "\x0c"])
def test_no_character_that_xml_forbids_is_left(graph, text):
    graph.nodes[ID + "project/bench"]["label"] = f"a{text}b"
    for write in (files.as_graphml, files.as_gexf):
        content = write(graph, cite).decode()
        ElementTree.fromstring(content)  # noqa: S314 - our own
        assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", content) is None


def test_the_command_writes_the_form_that_the_name_says(real, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(cli, ["--home", str(real.home), "network", *arguments])

    gexf, pair = tmp_path / "net.gexf", tmp_path / "net.csv"
    assert run("-o", str(gexf), "--focus", "pactesur", "--steps", "1").exit_code == 0
    assert "PACTESUR" in {node["label"] for node in read_gexf(gexf.read_bytes()).nodes.values()}
    written = run("-o", str(pair))
    assert written.stderr == f"{tmp_path / 'net-nodes.csv'}\n{tmp_path / 'net-edges.csv'}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "net-edges.csv",
        "net-nodes.csv",
        "net.gexf",
    ]
    for form, read in {"graphml": read_graphml, "gexf": read_gexf, "node-link": read_json}.items():
        ran = run("--measures", "-f", form, "--focus", "pactesur", "--steps", "1")
        nodes = read(ran.stdout.encode()).nodes
        assert 0 < nodes[ID + "project/pactesur"]["betweenness"] <= 1
    refused = run("-f", "csv")
    assert (refused.exit_code, "name them with -o FILE" in refused.stderr) == (2, True)
