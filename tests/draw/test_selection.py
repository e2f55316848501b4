import pytest

from kg.ask.classes import find_class
from kg.draw.selection import Wanted, select
from kg.errors import BadInput, NotFound
from kg.vocabulary import BASE, USK

ID = BASE + "id/"
BENCH = ["project/bench"]
AROUND_BENCH = [
    "funding/square-call",
    "org/city-of-alder",
    "org/lamp-works",
    "org/ministry-of-squares",
    "project/bench",
]
FOUNTAIN = ["funding/square-fund", "project/fountain"]
HOSTILE = ["org/formula", "project/hostile"]
FAIR = ["event/square-fair", "org/lamp-works"]


def things(square, **wanted):
    graph = select(square.store, square.names, Wanted(**wanted)).graph
    return sorted(iri.removeprefix(ID) for iri in graph)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({"theme": "crime prevention"}, AROUND_BENCH),
        ({"kind": "project"}, sorted([*AROUND_BENCH, *FOUNTAIN, *HOSTILE])),
        ({"kind": "Projects"}, sorted([*AROUND_BENCH, *FOUNTAIN, *HOSTILE])),
        ({"kind": "usk:CityAuthority"}, ["org/city-of-alder", *BENCH]),
        ({"kind": "public authority"}, ["org/city-of-alder", "org/ministry-of-squares", *BENCH]),
        ({"kind": "conference"}, FAIR),
        ({"first": 2021, "last": 2021}, sorted({*AROUND_BENCH, *FAIR})),
        ({"last": 2020}, AROUND_BENCH),
        ({"kind": "project", "first": 2019}, AROUND_BENCH),
        ({"focus": "square fund", "steps": 1}, ["funding/square-call", *FOUNTAIN]),
        ({"focus": "square call", "steps": 1, "theme": "crime prevention"}, ["funding/square-call", *BENCH]),
        ({"top": 3, "focus": "FOUNTAIN"}, ["funding/square-call", *FOUNTAIN]),
    ],
)  # fmt: skip
def test_a_selection_keeps_what_matches_and_what_is_linked_to_it(square, wanted, kept):
    assert things(square, **wanted) == kept


def test_a_theme_includes_those_below_it(square):
    below = select(square.store, square.names, Wanted(theme="theme:crime-prevention"))
    rows = square.store.select("SELECT ?t WHERE { theme:crime-prevention skos:broader ?t }")
    for (general,) in rows:
        above = select(square.store, square.names, Wanted(theme=general.value))
        assert sorted(above.graph) == sorted(below.graph)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"kind": "projct"}, "no class is called 'projct'; did you mean project?"),
        ({"theme": "crime preventoin"}, "nothing is called 'crime preventoin' among things of class Theme; did you mean Crime prevention?"),
        ({"focus": "fountan"}, "nothing is called 'fountan'; did you mean FOUNTAIN?"),
        ({"first": 2050}, "nothing is left of the landscape (from 2050); try without --from"),
        ({"kind": "fund", "last": 1950}, "nothing is left of the landscape (type fund; to 1950); try without --type or --to"),
        ({"kind": "conference", "focus": "FOUNTAIN"}, "FOUNTAIN is not among what is left of the landscape (type conference); try without a filter or without --focus"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_or_leaves_nothing_is_said_in_a_line(square, wanted, message):
    with pytest.raises(NotFound) as problem:
        select(square.store, square.names, Wanted(**wanted))
    assert str(problem.value) == message


def test_what_matches_stays_even_if_nothing_that_is_linked_to_it_does(square):
    query = """CONSTRUCT { project:bench usk:hasPartner project:fountain . project:bench usk:hasPartner org:formula }
    WHERE {}"""
    wanted = Wanted(query=query, first=2021, kind="project", top=300)
    selected = select(square.store, square.names, wanted)
    assert (sorted(selected.graph), selected.there) == (
        [ID + "org/formula", ID + "project/bench", ID + "project/fountain"], 3
    )  # fmt: skip


def test_years_in_the_wrong_order_are_refused(square):
    with pytest.raises(
        BadInput, match="--from 2020 --to 2019: the first year comes after the last"
    ):
        select(square.store, square.names, Wanted(first=2020, last=2019))


def test_a_place_in_focus_is_joined_to_what_is_there(square):
    selected = select(square.store, square.names, Wanted(focus="place:alder", steps=2))
    links = [
        (a.removeprefix(ID), edge["label"], edge["back"], b.removeprefix(ID))
        for a, b, edge in selected.graph.edges(data=True)
        if b.endswith("alder") and "/place/" in b
    ]
    assert links == [("org/city-of-alder", "governs", "is governed by", "place/alder")]
    assert selected.remarks == (
        "Alder is a place: it is joined to who governs it or is based there, and to what takes"
        " place there or involves it.",
    )


def test_a_class_is_found_by_its_local_name(square):
    assert find_class(square.names, "CallForProposals") == USK + "CallForProposals"


SELECT = """
SELECT ?subject ?subjectLabel ?relation ?object ?weight ?date WHERE {
    VALUES (?subject ?subjectLabel ?relation ?object ?weight ?date) {
        (project:bench "A bench" usk:ledBy org:city-of-alder 2 "2018-05")
        (project:bench "A bench" usk:ledBy org:city-of-alder 3.5 "2020")
        (project:fountain UNDEF "stands beside" project:bench UNDEF UNDEF)
        (project:fountain UNDEF usk:endDate "2021" UNDEF UNDEF)
    }
}"""


def test_a_query_becomes_a_network_with_its_labels_weights_dates_and_passages(square):
    selected = select(square.store, square.names, Wanted(query=SELECT))
    edges = {
        (a.removeprefix(ID), b.removeprefix(ID)): edge
        for a, b, edge in selected.graph.edges(data=True)
    }
    assert selected.graph.nodes[ID + "project/bench"]["label"] == "A bench"
    assert edges == {
        ("project/bench", "org/city-of-alder"): {
            "relation": USK + "ledBy",
            "label": "is led by",
            "back": "leads",
            "group": "part",
            "passages": (BASE + "source/square-paper/one",),
            "inferred": False,
            "status": "",
            "weight": 5.5,
            "first_year": 2018,
            "last_year": 2020,
        },
        ("project/fountain", "project/bench"): {
            "relation": "stands beside",
            "label": "stands beside",
            "back": "is named in: stands beside",
            "group": "part",
            "passages": (),
            "inferred": True,
            "status": "",
        },
    }
    assert selected.remarks == (
        "1 row is left out: both ends of a link must be things with an IRI.",
    )


def test_years_choose_among_the_dated_links_of_a_query(square):
    assert things(square, query=SELECT, first=2020) == ["org/city-of-alder", *BENCH]
    with pytest.raises(NotFound, match="nothing is left of the query's answer"):
        things(square, query=SELECT, first=2021)


def test_triples_become_links_and_their_labels_names(square):
    query = """CONSTRUCT { ?fund usk:pays ?project . ?fund rdfs:label "The fund" . ?fund a usk:Fund }
    WHERE { ?project usk:fundedUnder ?fund . ?fund a usk:Fund }"""
    graph = select(square.store, square.names, Wanted(query=query)).graph
    assert sorted((a.removeprefix(ID), e["label"], b.removeprefix(ID)) for a, b, e in graph.edges(data=True)) == [
        ("funding/square-fund", "pays", "project/bench"),
        ("funding/square-fund", "pays", "project/fountain"),
    ]  # fmt: skip
    assert graph.nodes[ID + "funding/square-fund"]["label"] == "The fund"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK {}", "an ASK gives true or false; a network needs SELECT"),
        ("SELECT ?subject ?object WHERE { ?subject ?p ?object }", "columns subject, object, without relation; a network needs"),
        ('SELECT ?subject ?relation ?object ("many" AS ?weight) WHERE { ?subject ?relation ?object . ?object a usk:Fund }', "the column weight holds 'many', which is no number"),
    ],
)  # fmt: skip
def test_a_query_without_links_is_told_what_is_needed(square, query, message):
    with pytest.raises(BadInput, match=message):
        select(square.store, square.names, Wanted(query=query))


def test_a_query_that_finds_nothing_says_so(square):
    query = "SELECT ?subject ?relation ?object WHERE { ?subject a usk:Survey ; ?relation ?object }"
    with pytest.raises(NotFound, match="the query gives no links, so there is nothing to draw"):
        select(square.store, square.names, Wanted(query=query))
