import json

import networkx
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw.network import landscape_network, neighbourhood, network, strongest
from kg.draw.paths import as_text, find_paths, shortest
from kg.draw.queries import view_query
from kg.draw.selection import Wanted
from kg.errors import BadInput
from kg.store.interface import Iri, Literal
from kg.vocabulary import BASE, USK

ID = BASE + "id/"


@pytest.fixture(scope="module")
def graph(square):
    return landscape_network(square.store, square.names)


def short(edges):
    return sorted(
        (a.removeprefix(ID), r.removeprefix(USK), b.removeprefix(ID)) for a, b, r in edges
    )


def test_links_are_the_most_specific_that_a_passage_states_or_a_part_in_a_role_gives(graph):
    assert short(graph.edges(keys=True)) == [
        ("event/square-fair", "organisedBy", "org/lamp-works"),
        ("funding/square-call", "partOfInstrument", "funding/square-fund"),
        ("project/bench", "fundedUnder", "funding/square-call"),
        ("project/bench", "hasPartner", "org/lamp-works"),
        ("project/bench", "ledBy", "org/city-of-alder"),
        ("project/bench", "namedResponsible", "org/ministry-of-squares"),
        ("project/fountain", "fundedUnder", "funding/square-fund"),
        ("project/hostile", "hasPartner", "org/formula"),
    ]


def test_only_initiatives_organisations_offices_and_events_are_joined(real):
    drawn = {USK + kind for kind in ("Initiative", "Organisation", "Office", "Event")}
    ends = {
        end.value for row in real.store.select(view_query("landscape")) for end in (row[0], row[2])
    }
    others = {iri for iri in ends if not drawn & real.names.classes[iri]}
    assert others
    assert not others & landscape_network(real.store, real.names).nodes.keys()


def test_no_link_stands_beside_a_more_specific_one(real):
    below = "SELECT ?narrow ?general WHERE { ?narrow rdfs:subPropertyOf+ ?general }"
    graph = landscape_network(real.store, real.names)
    assert [
        (one, other, narrow.value, general.value)
        for narrow, general in real.store.select(below)
        for one, other, relation in graph.edges(keys=True)
        if relation == general.value and graph.has_edge(one, other, key=narrow.value)
    ] == []


def test_a_link_knows_its_words_its_passages_and_how_sure_it_is(graph):
    assert graph.edges[ID + "event/square-fair", ID + "org/lamp-works", USK + "organisedBy"] == {
        "relation": USK + "organisedBy",
        "label": "is organised by",
        "back": "organises",
        "group": "part",
        "passages": (BASE + "source/square-paper/two",),
        "inferred": True,
        "status": "provisional",
    }


@pytest.mark.parametrize(
    ("statuses", "together"),
    [
        (("provisional",), "provisional"),
        (("planned", "provisional"), "provisional"),
        (("provisional", None), ""),
        ((None, "planned"), ""),
    ],
)
def test_one_source_that_states_a_link_plainly_is_enough(statuses, together):
    ends = (Iri(ID + "project/bench"), Iri(USK + "hasPartner"), Iri(ID + "org/lamp-works"))
    rows = [(*ends, None, None, status and Literal(status)) for status in statuses]
    [edge] = [edge for *_, edge in network(rows, {}).edges(data=True)]
    assert edge["status"] == together


def test_a_thing_knows_its_type_its_family_its_years_and_its_themes(graph):
    assert graph.nodes[ID + "project/bench"] == {
        "label": "BENCH",
        "type": "project",
        "family": "project",
        "first_year": 2018,
        "last_year": 2021,
        "themes": (BASE + "theme/crime-prevention",),
        "planned": False,
    }


def test_only_what_begins_after_its_source_counts_as_planned(graph):
    planned = [iri.removeprefix(ID) for iri, node in graph.nodes(data=True) if node["planned"]]
    assert planned == ["event/square-fair"]


@pytest.mark.parametrize(
    ("steps", "things"),
    [
        (1, ["funding/square-call", "funding/square-fund", "project/fountain"]),
        (2, ["funding/square-call", "funding/square-fund", "project/bench", "project/fountain"]),
    ],
)
def test_a_neighbourhood_ends_after_its_steps(graph, steps, things):
    near = neighbourhood(graph, ID + "funding/square-fund", steps)
    assert sorted(iri.removeprefix(ID) for iri in near) == things


def test_a_thing_without_links_is_refused_by_name(graph):
    with pytest.raises(BadInput, match="project:alone has no link in this picture"):
        neighbourhood(graph, ID + "project/alone", 2)


def test_the_strongest_part_keeps_the_thing_in_focus(graph):
    part = strongest(graph, 3, keep=ID + "project/fountain")
    kept = sorted(iri.removeprefix(ID) for iri in part)
    assert kept == ["org/lamp-works", "project/bench", "project/fountain"]


def paths_between(square, start, end, **wanted):
    names = square.names
    ends = names.find(start).value, names.find(end).value
    return find_paths(square.store, names, Wanted(**wanted), *ends)


def test_a_path_reads_in_the_direction_in_which_it_is_walked(square):
    found = paths_between(square, "City of Alder", "Square Fund")
    assert as_text(found, square.names).splitlines() == [
        "City of Alder and Square Fund are 3 links apart: one shortest path.",
        "",
        "  City of Alder",
        "    leads [1]",
        "  BENCH",
        "    is funded under [1]",
        "  Square Call",
        "    is part of instrument [1]",
        "  Square Fund",
        "",
        "Sources",
        "  [1] Square Paper, section 1",
    ]


def test_a_place_is_joined_to_who_governs_it_and_a_remark_says_so(square):
    found = paths_between(square, "place:alder", "Lamp Works")
    assert [link.words for step in found.paths[0].steps for link in step] == [
        "is governed by",
        "leads",
        "has partner",
    ]
    assert found.remarks == (
        "Alder is a place: it is joined to who governs it or is based there, and to what takes"
        " place there or involves it.",
    )


def test_what_is_not_connected_is_said_to_be_so(square):
    found = paths_between(square, "BENCH", "org:formula")
    assert (found.count, as_text(found, square.names).partition(" and ")[2]) == (
        0,
        '=HYPERLINK("http://evil.example","x") are not connected in the landscape.',
    )


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("BENCH", "BENCH", "BENCH is named twice; a path needs two things"),
        ("BENCH", "ALONE", r"ALONE \(project:alone\) has no link in the landscape"),
    ],
)
def test_a_path_that_cannot_be_looked_for_is_refused(square, start, end, message):
    with pytest.raises(BadInput, match=message):
        paths_between(square, start, end)


def test_a_path_leads_only_through_the_part_that_is_selected(square):
    whole = paths_between(square, "City of Alder", "Square Fund")
    assert [len(path.steps) for path in whole.paths] == [3]
    part = paths_between(square, "City of Alder", "Square Call", theme="crime prevention")
    assert ([len(path.steps) for path in part.paths], part.within) == (
        [2],
        "the landscape (theme Crime prevention)",
    )
    asked = "CONSTRUCT { ?a ?r ?b } { ?a ?r ?b VALUES ?r { usk:partOfInstrument usk:hasPartner } }"
    links = paths_between(square, "Lamp Works", "Square Fund", query=asked)
    assert (links.count, as_text(links, square.names)) == (
        0,
        "Lamp Works and Square Fund are not connected in the query's answer.",
    )


def test_an_end_outside_of_the_selection_is_refused_and_the_selection_named(square):
    message = (
        r"Square Fund \(funding:square-fund\) has no link in the landscape \(theme Crime"
        r" prevention\), so no path begins or ends there; try without --theme, --type"
    )
    with pytest.raises(BadInput, match=message):
        paths_between(square, "City of Alder", "Square Fund", theme="crime prevention")


def test_the_command_looks_for_a_path_in_the_part_that_is_selected(real):
    arguments = ["--home", str(real.home), "network", "--path", "PACTESUR", "Efus"]
    ran = [CliRunner().invoke(cli, [*arguments, *more]) for more in ([], ["--to", "1950"])]
    assert [(one.exit_code, one.stderr) for one in ran] == [
        (0, ""),
        (1, "Error: nothing is left of the landscape (to 1950); try without --to\n"),
    ]


def test_of_many_shortest_paths_those_over_rare_things_come_first():
    links = [("a", "hub"), ("hub", "b"), ("a", "rare"), ("b", "rare"), *(("hub", n) for n in "xyz")]
    graph = networkx.MultiDiGraph(links)
    assert shortest(graph, "a", "b", 5) == ([("a", "rare", "b"), ("a", "hub", "b")], 2)
    assert shortest(graph, "a", "b", 1) == ([("a", "rare", "b")], 2)


def test_how_liege_is_connected_to_the_radicalisation_awareness_network(real):
    arguments = ["network", "--path", "Liège", "Radicalisation Awareness Network", "-f", "json"]
    ran = CliRunner().invoke(cli, ["--home", str(real.home), *arguments])
    found = json.loads(ran.stdout)
    things = [thing["label"] for thing in found["paths"][0]["things"]]
    steps = found["paths"][0]["steps"]
    assert (found["length"], things[:3], things[-1]) == (
        len(steps),
        ["Liège", "ECLIPSE", "Euro-Arab Foundation (FUNDEA)"],
        "Radicalisation Awareness Network (RAN)",
    )
    assert {bool(link["passages"]) for step in steps for link in step} == {True}
    assert ran.stderr.startswith("Liège is a place: ")
