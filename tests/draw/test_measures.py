"""Each measure against a published or hand-worked example."""

import json
import os
import subprocess
import sys

import networkx
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw import measured, measures
from kg.draw.communities import adjusted_rand, communities
from kg.draw.network import landscape_network
from kg.draw.projection import project
from kg.errors import NotFound
from kg.vocabulary import BASE, USK

ID = BASE + "id/"


def unweighted(graph):
    plain = networkx.Graph(graph.edges())
    plain.add_nodes_from(graph)
    return measures.simple(plain)


@pytest.fixture(scope="module")
def karate():
    """W. W. Zachary (1977), doi:10.1086/jar.33.4.3629752."""
    return unweighted(networkx.karate_club_graph())


def rounded(values, digits):
    return {node: None if value is None else round(value, digits) for node, value in values.items()}


def test_betweenness_of_the_marriages_of_florentine_families():
    # S. Wasserman and K. Faust, Social Network Analysis (1994), table 5.1, marriage.
    graph = unweighted(networkx.florentine_families_graph())
    graph.add_node("Pucci")
    with_pucci = 15 * 14 / (14 * 13)  # the table divides by the pairs of all 16 families
    assert {n: round(v * with_pucci, 3) for n, v in measures.betweenness(graph).items()} == {
        "Acciaiuoli": 0.0, "Albizzi": 0.212, "Barbadori": 0.093, "Bischeri": 0.104, "Castellani": 0.055,
        "Ginori": 0.0, "Guadagni": 0.255, "Lamberteschi": 0.0, "Medici": 0.522, "Pazzi": 0.0, "Peruzzi": 0.022,
        "Pucci": 0.0, "Ridolfi": 0.114, "Salviati": 0.143, "Strozzi": 0.103, "Tornabuoni": 0.092,
    }  # fmt: skip


def test_betweenness_in_a_two_mode_network_of_women_and_events():
    # S. P. Borgatti and D. S. Halgin, "Analyzing affiliation networks" (2011), table 2, of the data
    # of A. Davis and others, Deep South (1941).
    graph = networkx.davis_southern_women_graph()
    sides = set(graph.graph["top"]), set(graph.graph["bottom"])
    found = rounded(measures.betweenness(measures.simple(graph), sides), 2)
    first = ("E8", "E9", "E7", "Nora Fayette", "Evelyn Jefferson", "Theresa Anderson")
    assert {n: found[n] for n in first} == {
        "E8": 0.24, "E9": 0.23, "E7": 0.13, "Nora Fayette": 0.11, "Evelyn Jefferson": 0.10, "Theresa Anderson": 0.09,
    }  # fmt: skip


def test_the_middle_of_a_two_mode_star_has_all_the_betweenness_it_can():
    star = unweighted(networkx.star_graph(4))
    assert measures.betweenness(star, ({0}, {1, 2, 3, 4}))[0] == 1.0


def test_pagerank_of_eleven_pages():
    # The example of Wikipedia, "PageRank", from 345Kai and Stannered (2007), in per cent.
    pages = networkx.DiGraph(
        ["BC", "CB", "DA", "DB", "EB", "ED", "EF", "FB", "FE", "GB", "GE", "HB", "HE", "IB", "IE", "JE", "KE"]
    )  # fmt: skip
    found = measures.pagerank(pages)
    assert {page: round(100 * value, 1) for page, value in found.items()} == {
        "A": 3.3, "B": 38.4, "C": 34.3, "D": 3.9, "E": 8.1, "F": 3.9, "G": 1.6, "H": 1.6, "I": 1.6, "J": 1.6, "K": 1.6,
    }  # fmt: skip
    assert round(sum(found.values()), 9) == 1.0


def test_eigenvector_of_a_path_and_none_outside_the_largest_part():
    # By hand: of the path a-b-c the largest eigenvalue is √2, its vector (1, √2, 1) / 2.
    graph = unweighted(networkx.Graph([("a", "b"), ("b", "c"), ("y", "z")]))
    assert rounded(measures.eigenvector(graph), 6) == {
        "a": 0.5, "b": 0.707107, "c": 0.5, "y": None, "z": None,
    }  # fmt: skip


def test_the_innermost_core_of_the_karate_club(karate):
    core = measures.cores(karate)
    assert [member for member in core if core[member] == 4] == [0, 1, 2, 3, 7, 8, 13, 30, 32, 33]


def test_the_one_bridge_of_the_karate_club(karate):
    assert measures.bridges(karate) == [(0, 11)]


def test_constraint_by_hand():
    # A star: the middle spreads over four, (1/4)² each; an end has one contact only.
    star = measures.constraint(unweighted(networkx.star_graph(4)))
    # A triangle: half of each link's weight goes to each, and half of that half comes round again.
    triangle = measures.constraint(unweighted(networkx.complete_graph(3)))
    assert (star[0], star[1], triangle[0]) == (4 * 0.25**2, 1.0, 2 * (0.5 + 0.5 * 0.5) ** 2)
    alone = measures.simple(networkx.Graph([("a", "b")]))
    alone.add_node("c")
    assert measures.constraint(alone) == {"a": 1.0, "b": 1.0, "c": None}


def test_constraint_counts_the_weight_of_links():
    weighted = networkx.Graph()
    weighted.add_edge("a", "b", weight=3)
    weighted.add_edge("a", "c", weight=1)
    assert measures.constraint(measures.simple(weighted))["a"] == 0.75**2 + 0.25**2


def test_communities_of_the_karate_club(karate):
    # The highest modularity there is, 0.4198 with four communities: U. Brandes and others, "On
    # modularity clustering" (2008), doi:10.1109/TKDE.2007.190689.
    found = communities(karate)
    assert (found.count, round(found.modularity, 4)) == (4, 0.4198)
    assert (found.number[0] == found.number[1], found.number[0] == found.number[33]) == (
        True,
        False,
    )
    assert 0.8 < found.agreement < 0.9
    assert (found.stability[0], found.stability[9]) == (
        pytest.approx(0.95, abs=0.01),
        pytest.approx(0.40, abs=0.01),
    )


def test_two_cliques_are_found_by_every_seed():
    graph = unweighted(networkx.barbell_graph(5, 0))
    found = communities(graph)
    assert (found.number, found.agreement) == (
        {**dict.fromkeys(range(5), 1), **dict.fromkeys(range(5, 10), 2)},
        1.0,
    )
    assert set(found.stability.values()) == {1.0}


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        ([1, 1, 2, 2], [5, 5, 3, 3], 1.0),
        # By hand: 1 pair in both, 2 and 1 pairs in each, of 6: (1 - 1/3) / (3/2 - 1/3).
        ([1, 1, 2, 2], [1, 1, 2, 3], 4 / 7),
        # By hand: no pair in both, 2 and 2 pairs in each, of 6: (0 - 2/3) / (2 - 2/3).
        ([1, 1, 2, 2], [1, 2, 1, 2], -0.5),
    ],
)
def test_the_adjusted_rand_index(one, other, index):
    assert adjusted_rand(one, other) == pytest.approx(index)


def test_parallel_relations_and_directions_count_as_one_link():
    network = networkx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b"), ("a", "a")])
    assert list(measures.simple(network).edges(data=True)) == [("a", "b", {"weight": 1.0})]


@pytest.fixture(scope="module")
def graph(square):
    return landscape_network(square.store, square.names)


def test_a_table_holds_the_measures_of_each_thing(graph):
    first = measured.measure(graph).things[0]
    assert first == {
        "iri": ID + "project/bench",
        "label": "BENCH",
        "type": "project",
        "neighbours": 4,
        "links": 4,
        "links_by_relation": {"has partner": 1, "is funded under": 1, "is led by": 1, "is listed with responsible": 1},
        "betweenness": 0.472222,  # by hand: 17 of the 36 pairs of others
        "pagerank": first["pagerank"],
        "eigenvector": first["eigenvector"],
        "core": 1,
        "community": first["community"],
        "community_stability": 1.0,
        "constraint": 0.25,
        "bridges": 4,
    }  # fmt: skip


def test_a_network_from_one_kind_to_another_is_measured_as_two_mode():
    network = networkx.MultiDiGraph()
    network.add_edges_from(
        [("p", "a"), ("p", "b"), ("q", "b")], label="has partner", back="is partner in"
    )
    for iri in network:
        network.add_node(iri, label=iri, type="")
    found = measured.measure(network)
    # By hand: p lies between a and b and between a and q; with two on each side, nobody can do more.
    assert (found.two_mode, {row["iri"]: row["betweenness"] for row in found.things}) == (
        True,
        {"b": 1.0, "p": 1.0, "a": 0.0, "q": 0.0},
    )


def test_organisations_are_joined_by_the_projects_that_they_share(graph):
    projection, remarks = project(graph, "organisations")
    assert sorted(iri.removeprefix(ID) for iri in projection) == [
        "org/city-of-alder", "org/formula", "org/lamp-works", "org/ministry-of-squares",
    ]  # fmt: skip
    joined = [
        (a.removeprefix(ID), b.removeprefix(ID), e["weight"], e["newman"], e["through"])
        for a, b, e in projection.edges(data=True)
    ]
    through = (ID + "project/bench",)
    assert joined == [
        ("org/city-of-alder", "org/lamp-works", 1.0, 0.5, through),
        ("org/city-of-alder", "org/ministry-of-squares", 1.0, 0.5, through),
        ("org/lamp-works", "org/ministry-of-squares", 1.0, 0.5, through),
    ]
    assert remarks == (
        "This is a one-mode projection: whatever k share makes k(k-1)/2 links, a project of forty"
        " partners 780. Here BENCH alone, shared by 3, makes 3 of 3 links; the weight newman"
        " counts such links for less.",
        "Parts taken that are only provisional or planned, and left out here: 1.",
    )


@pytest.mark.parametrize(
    ("status", "joined"),
    [("", [("event/square-fair", "project/bench")]), ("planned", []), ("provisional", [])],
)
def test_initiatives_are_joined_by_an_organisation_that_is_in_both_for_certain(
    graph, status, joined
):
    part = (ID + "event/square-fair", ID + "org/lamp-works", USK + "organisedBy")
    network = graph.copy()
    network.edges[part]["status"] = status
    projection, _ = project(network, "initiatives")
    assert [(a.removeprefix(ID), b.removeprefix(ID)) for a, b in projection.edges()] == joined


def test_a_projection_of_what_nobody_takes_part_in_is_refused():
    with pytest.raises(NotFound, match="nobody takes part in anything here"):
        project(networkx.MultiDiGraph(), "organisations")


COMMANDS = [
    ["network", "--measures", "-f", "json"],
    ["network", "--measures", "-f", "csv", "--project", "organisations", "--focus", "pactesur", "--steps", "3"],
    ["network", "-f", "gexf"],
    ["network", "-f", "graphml", "--query", "CONSTRUCT WHERE { ?a usk:hasPartner ?b }"],
    ["network", "--path", "Liège", "RAN", "-f", "json"],
]  # fmt: skip
NEAR = ["network", "--measures", "--focus", "pactesur", "--steps", "1"]
RUN = """
import sys, json
from click.testing import CliRunner
from kg.cli.main import cli
for command in json.loads(sys.argv[2]):
    print(CliRunner().invoke(cli, ["--home", sys.argv[1], *command]).stdout)
"""


def run(real, command):
    return CliRunner().invoke(cli, ["--home", str(real.home), *command])


@pytest.fixture(scope="module")
def outputs(real):
    """What the commands print here; the seed of hashes is another one at each start."""
    return [run(real, command).stdout for command in COMMANDS]


def test_runs_with_other_hash_seeds_give_the_same(real, outputs):
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(real.home), json.dumps(COMMANDS)],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    assert len(done.stdout) > 100_000
    assert done.stdout.decode() == "".join(f"{output}\n" for output in outputs)


def test_the_command_gives_a_table_csv_and_json(real):
    table, as_csv, as_json = (
        run(real, [*NEAR, *more]) for more in ([], ["-f", "csv"], ["-f", "json"])
    )
    told = json.loads(as_json.stdout)
    assert list(told) == ["two_mode", "communities", "bridges", "things"]
    first = table.stdout.splitlines()[3].removeprefix("│ ")
    assert (table.exit_code, first.startswith(told["things"][0]["label"])) == (0, True)
    heading = as_csv.stdout.splitlines()[0].split(",")
    assert heading[:6] == ["iri", "label", "type", "neighbours", "links", "betweenness"]
    assert run(real, [*NEAR, "-f", "oligrapher"]).exit_code == 2
