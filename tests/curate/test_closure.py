"""What follows from what is stated, which graph accounts for it, and the bounds of dates."""

import pyoxigraph as engine
import pytest

from kg.curate.build import gather, read
from kg.curate.closure import close, without_blank_nodes
from kg.folders import shipped
from kg.vocabulary import USK
from tests.conftest import MINI

RULES = shipped("queries") / "rules"
PREFIX = "@prefix usk: <https://w3id.org/urban-security-kg/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "


@pytest.mark.parametrize(
    ("stated", "bounds"),
    [
        (
            'usk:date "2018-03-08"^^xsd:date',
            {"earliestDate": "2018-03-08", "latestDate": "2018-03-08"},
        ),
        ('usk:startDate "2019"^^xsd:gYear', {"earliestDate": "2019-01-01"}),
        ('usk:endDate "2019"^^xsd:gYear', {"latestDate": "2019-12-31"}),
        ('usk:endDate "2019-04"^^xsd:gYearMonth', {"latestDate": "2019-04-30"}),
        ('usk:endDate "2019-02"^^xsd:gYearMonth', {"latestDate": "2019-02-28"}),
        ('usk:endDate "2020-02"^^xsd:gYearMonth', {"latestDate": "2020-02-29"}),
        ('usk:endDate "2100-02"^^xsd:gYearMonth', {"latestDate": "2100-02-28"}),
        ('usk:endDate "2000-02"^^xsd:gYearMonth', {"latestDate": "2000-02-29"}),
        ('usk:startDate "soon"', {}),
    ],
)
def test_a_stated_time_gives_its_first_and_last_day(stated, bounds):
    asserted = engine.parse(f"{PREFIX} <a:x> {stated} .", format=engine.RdfFormat.TURTLE)
    graph = engine.NamedNode("a:g")
    quads = [engine.Quad(q.subject, q.predicate, q.object, graph) for q in asserted]
    closed = close(quads, RULES).quads_for_pattern(
        engine.NamedNode("a:x"), None, None, engine.DefaultGraph()
    )
    derived = {q.predicate.value.removeprefix(USK): q.object.value for q in closed}
    assert {
        name: day
        for name, day in derived.items()
        if name.endswith("Date") and name[0] in "el" and name != "endDate"
    } == bounds


@pytest.mark.parametrize(
    ("caveat", "follows"),
    [
        ("", True),
        ("usk:provisional false ;", True),
        ("usk:provisional true ;", False),
        ('usk:dateStatus "planned" ;', False),
        ('usk:dateStatus "provisional" ;', False),
        ('usk:dateStatus "stated" ;', True),
    ],
)
def test_a_part_taken_is_a_plain_link_only_if_it_is_neither_provisional_nor_planned(
    caveat, follows
):
    turtle = f"""{PREFIX} @prefix w3org: <http://www.w3.org/ns/org#> .
        <a:role> w3org:roleProperty usk:ledBy .
        <a:part> {caveat} usk:participationIn <a:group> ; usk:participant <a:city> ; usk:hasRole <a:role> ."""
    asserted = engine.parse(turtle, format=engine.RdfFormat.TURTLE)
    graph = engine.NamedNode("a:g")
    closed = close((engine.Quad(*q.triple, graph) for q in asserted), RULES)
    link = [engine.NamedNode(iri) for iri in ("a:group", f"{USK}ledBy", "a:city")]
    assert bool(list(closed.quads_for_pattern(*link, engine.DefaultGraph()))) == follows


@pytest.mark.parametrize(
    ("relation", "involved"),
    [
        ("usk:governs", ["a:land", "a:town"]),
        ("usk:authorityOf", ["a:land", "a:town"]),
        ("usk:basedIn", []),
    ],
)
def test_what_an_authority_takes_part_in_involves_its_place_and_where_another_has_its_office_not(
    relation, involved
):
    turtle = f"""{PREFIX} <a:project> usk:hasPartner <a:agent> .
        <a:agent> {relation} <a:town> . <a:town> usk:locatedIn <a:land> ."""
    graph = engine.NamedNode("a:g")
    stated = engine.parse(turtle, format=engine.RdfFormat.TURTLE)
    quads = list(read(gather(shipped("ontology"), MINI, RULES)))
    quads += [engine.Quad(*q.triple, graph) for q in stated]
    link = [engine.NamedNode(iri) for iri in ("a:project", f"{USK}involvesPlace")]
    found = close(quads, RULES).quads_for_pattern(*link, None, engine.DefaultGraph())
    assert sorted(quad.object.value for quad in found) == involved


def test_every_triple_of_the_default_graph_has_a_graph_that_accounts_for_it(mini):
    assert not mini.store.ask("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")


def test_what_a_passage_states_is_not_also_called_derived(mini):
    both = """ASK {
        GRAPH ?passage { ?s ?p ?o } ?passage a usk:Passage .
        GRAPH ?rule { ?s ?p ?o } FILTER STRSTARTS(STR(?rule), STR(source:inference))
    }"""
    assert not mini.store.ask(both)


def test_blank_nodes_get_the_same_names_each_time():
    text = "<a:a> <a:b> [ <a:c> [ <a:d> 1 ] ] ."
    named = [
        sorted(
            map(str, without_blank_nodes(engine.parse(text, format=engine.RdfFormat.TURTLE), "x"))
        )
        for _ in range(2)
    ]
    assert named[0] == named[1]
    assert "_:" not in "".join(named[0])
