"""Why an answer is empty: what the landscape does not have, and what each pattern matches alone."""

import pytest

from kg.ask.explain import as_text, explain
from kg.ask.hints import hints
from kg.errors import BadQuery


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { ?s usk:fundedUnderr ?o }", ["no data uses usk:fundedUnderr; did you mean usk:fundedUnder?"]),
        ("ASK { ?s a usk:Projekt }", ["no data uses usk:Projekt; did you mean usk:Project?"]),
        ("ASK { ?s usk:qqqqqqq ?o }", ["no data uses usk:qqqqqqq"]),
        (
            "PREFIX u: <https://w3id.org/urban-security-kg/ontology#> ASK { ?s u:ledBBy u:ledBBy }",
            ["no data uses usk:ledBBy; did you mean usk:ledBy?"],
        ),
        (
            "ASK { <https://w3id.org/urban-security-kg/id/project/lantren> ?p ?o }",
            ["the graph has no project:lantren; did you mean Lantern?"],
        ),
        ("ASK { project:lantern usk:ledBy 'usk:nothing' . ?s <http://e/other> ?o }", []),
    ],
)  # fmt: skip
def test_what_the_landscape_does_not_have_is_named_with_the_nearest(mini, query, said):
    assert hints(mini.store, query, lambda: mini.names) == said


def test_each_pattern_is_counted_alone_in_the_order_of_the_text(mini):
    query = """PREFIX u: <https://w3id.org/urban-security-kg/ontology#>
        BASE <http://e/>
        SELECT ?p { ?p a u:Project . OPTIONAL { ?p u:nothing <x> }
            GRAPH ?g { ?p rdfs:label|skos:altLabel 'Lantern'@en }
            FILTER NOT EXISTS { ?p u:ledBy [ a u:Organisation ] }
            { SELECT * { ?x (usk:partOfInstrument)+ ?y } } }"""
    assert as_text(explain(mini.store, query)).splitlines() == [
        "    matches  of each pattern alone",
        "          3  ?p rdf:type usk:Project",
        "          0  ?p usk:nothing <http://e/x>",
        '          2  GRAPH ?g { ?p rdfs:label|skos:altLabel "Lantern"@en }',
        "          1  ?p usk:ledBy _:b1",
        "          3  _:b1 rdf:type usk:Organisation",
        "not counted  ?x usk:partOfInstrument+ ?y",
    ]


def test_what_a_construct_writes_is_no_pattern(mini):
    query = "CONSTRUCT { ?s a usk:Nothing } WHERE { ?s a usk:Project }"
    assert [pattern.text for pattern in explain(mini.store, query)] == ["?s rdf:type usk:Project"]


def test_a_query_without_patterns_is_said(mini):
    assert as_text(explain(mini.store, "SELECT (1 AS ?x) {}")) == "The query has no triple pattern."


def test_what_rdflib_cannot_read_is_said(mini):
    with pytest.raises(BadQuery) as problem:
        explain(mini.store, "ASK { << ?s ?p ?o >> ?q ?r }")
    assert str(problem.value).startswith(
        "--explain reads SPARQL 1.1 only, and this query holds more: "
    )
