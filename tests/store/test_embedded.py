"""The store on disk answers every kind of query, and says where a query cannot be read."""

import io
import json

import pytest

from kg.errors import BadQuery
from kg.store.binding import bind_several
from kg.store.interface import Blank, Iri, Literal, Triples, as_sparql
from kg.vocabulary import XSD


def test_a_select_keeps_the_columns_in_their_order(mini):
    answer = mini.store.ask("SELECT ?z ?a { VALUES (?a ?z) { (1 'x'@en) (UNDEF <a:b>) } }")
    assert answer.columns == ("z", "a")
    assert list(answer.rows) == [
        (
            Literal("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en"),
            Literal("1", f"{XSD}integer"),
        ),
        (Iri("a:b"), None),
    ]


def test_an_ask_is_true_or_false(mini):
    assert [
        bool(mini.store.ask(f"ASK {{ project:{p} a usk:Project }}")) for p in ("lantern", "none")
    ] == [True, False]


def test_a_term_that_stands_in_many_rows_of_a_select_is_one_object(mini):
    query = """SELECT ?x ?y { VALUES (?x ?y) { (<a:b> "<a:b>") (UNDEF "c"@en) (<a:b> "c") ("c"@en 1) } }"""
    rows = mini.store.select(query)
    assert rows == list(mini.store.ask(query).rows)
    assert rows[0][0] is rows[2][0]
    assert rows[1][1] is rows[3][0]


@pytest.mark.parametrize(
    ("terms", "values"),
    [
        ([Iri("a:b")], "VALUES ?x { <a:b> }"),
        ([Iri("a:b> } #"), Literal('"')], 'VALUES ?x { <a:b\\u003E\\u0020\\u007D\\u0020#> "\\"" }'),
        ([], "VALUES ?x {  }"),
    ],
)
def test_an_open_place_takes_several_terms(terms, values):
    query = "SELECT * { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }"
    assert bind_several(query, "x", terms) == f"SELECT * {{ {values} VALUES ?y {{ UNDEF }} }}"


def test_a_query_without_the_open_place_is_refused():
    with pytest.raises(ValueError, match="the query has no place 'VALUES"):
        bind_several("SELECT * { ?x ?p ?o }", "x", [Iri("a:b")])


def test_a_construct_gives_triples(mini):
    answer = mini.store.ask("CONSTRUCT { <a:a> <a:b> [] } {}")
    assert isinstance(answer, Triples)
    ((subject, predicate, thing),) = answer.triples
    assert (subject, predicate, type(thing)) == (Iri("a:a"), Iri("a:b"), Blank)


def test_a_store_writes_json_as_the_standard_has_it(mini):
    output = io.BytesIO()
    mini.store.ask("SELECT ?x { VALUES ?x { 'ä' } }").write(
        "application/sparql-results+json", output
    )
    assert json.loads(output.getvalue()) == {
        "head": {"vars": ["x"]},
        "results": {"bindings": [{"x": {"type": "literal", "value": "ä"}}]},
    }


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x {\n  ?x a usk:Project ;; }", None),
        (
            "SELECT ?x {\n  ?x a }",
            "query, line 2, column 8: '}' cannot stand here; expected a variable, an IRI or a literal or a path sign",
        ),
        (
            "SELECT ?x { ?x a uskk:Project }",
            "query, line 1, column 18, the prefix 'uskk:' is not known; did you mean usk: ?",
        ),
        (
            "SELECT ?x {\n ?x qqq:y 1 }",
            "query, line 2, column 5, the prefix 'qqq:' is not known; declare it with PREFIX qqq: <…>",
        ),
        (
            "PREFIX usk: <a:b>\nINSERT DATA { <a:a> <a:b> 1 }",
            "INSERT changes the graph, and kg query only reads; ask with SELECT, CONSTRUCT, ASK or DESCRIBE",
        ),
        (
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            "SERVICE would ask another server on the network; kg query --allow-service lets it",
        ),
        ("ASK { ?s ?p 'SERVICE' . ?service ?p <a:LOAD> # INSERT\n }", None),
    ],
)
def test_what_is_wrong_with_a_query_is_said_with_its_place(mini, query, message):
    if message is None:
        assert mini.store.ask(query) is not None
        return
    with pytest.raises(BadQuery) as problem:
        mini.store.ask(query)
    assert str(problem.value).replace(": the prefix", ", the prefix").startswith(message)


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Iri("http://e/a b>"), "<http://e/a\\u0020b\\u003E>"),
        (Literal('a"b\\c\nd'), '"a\\"b\\\\c\\nd"'),
        (Literal("x", language="en"), '"x"@en'),
        (Literal("1", f"{XSD}integer"), f'"1"^^<{XSD}integer>'),
    ],
)
def test_a_term_is_written_so_that_it_cannot_end_early(term, written):
    assert as_sparql(term) == written
