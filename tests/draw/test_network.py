import pytest

from kg.draw.network import landscape_network, neighbourhood, strongest
from kg.errors import BadInput
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


def test_a_link_knows_its_words_its_passages_and_how_sure_it_is(graph):
    assert graph.edges[ID + "event/square-fair", ID + "org/lamp-works", USK + "organisedBy"] == {
        "relation": USK + "organisedBy",
        "label": "is organised by",
        "back": "organises",
        "group": "part",
        "passages": (BASE + "source/square-paper/two",),
        "inferred": True,
        "provisional": True,
    }


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
