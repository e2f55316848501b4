"""What is seen in a query before it is evaluated: its words, its prefixes, its columns."""

import io
import json

import pytest

from kg.store.reading import columns_in_order, form_of, name_unknown_prefix, star_of
from kg.store.tokens import tokens


def test_every_kind_of_token_has_its_place():
    query = (
        'PREFIX a.b: <x:y> # c\nSELECT ?x { a.b:c\\,d%20e \'x\'@en-GB, """1\n"2""""^^_:b 1.5e3 !=$y'
    )
    assert [(t.kind, t.text) for t in tokens(query)] == [
        ("WORD", "PREFIX"), ("PNAME", "a.b:"), ("IRIREF", "<x:y>"), ("WORD", "SELECT"), ("VAR", "?x"),
        ("SIGN", "{"), ("PNAME", "a.b:c\\,d%20e"), ("STRING", "'x'"), ("LANGTAG", "@en-GB"), ("SIGN", ","),
        ("STRING", '"""1\n"2"""'), ("BAD", '"'), ("SIGN", "^^"), ("BLANK", "_:b"), ("NUMBER", "1.5e3"),
        ("SIGN", "!="), ("VAR", "$y"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "ASK { usk:a:b ?p ?o }",
        "PREFIX x: <a:> ASK { x:y ?p 'no:prefix' } # nor:here",
        "ASK { _:b ?p <nor:here> }",
        "ASK { \\u0075sk:a ?p ?o }",
    ],
)
def test_prefixes_that_are_known_or_none_pass(query):
    name_unknown_prefix(query)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("BASE <a:> PREFIX select: <b:> # ASK\nconstruct {} {}", "CONSTRUCT"),
        ("describe ?x {}", "DESCRIBE"),
        ("", ""),
    ],
)
def test_the_form_of_a_query_is_its_first_word_after_the_prologue(query, form):
    assert form_of(query) == form


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?b ?a }", ["z", "b", "a"]),
        ("SELECT DISTINCT * { ?z ?b ?a . BIND (1 AS ?c) }", ["z", "b", "a", "c"]),
        ("SELECT * { { SELECT ?q { ?q ?hidden 1 } } ?z ?p ?q }", ["q", "z", "p"]),
        ("SELECT REDUCED * { ?z ?p 1 FILTER (?never > 1) MINUS { ?minus ?p 1 } }", ["z", "p"]),
        ("PREFIX x: <a:>\n# ?comment *\nSELECT* { VALUES (?z ?a) { (1 2) } }", ["z", "a"]),
        ("SELECT * { ?b ?a 1 } ORDER BY ?a", ["b", "a"]),
        ("SELECT ?a ?b { ?b ?a 1 }", ["a", "b"]),
        ("SELECT (COUNT(*) AS ?n) { ?b ?a 1 }", ["n"]),
    ],
)
def test_columns_stand_in_the_querys_own_order_in_every_format(mini, query, columns):
    assert mini.store.ask(query).columns == tuple(columns)
    output = io.BytesIO()
    mini.store.ask(query).write("application/sparql-results+json", output)
    assert json.loads(output.getvalue())["head"]["vars"] == columns


def test_a_query_without_a_star_is_left_as_it_is():
    assert (star_of("SELECT ?x {}"), star_of("ASK { ?s ?p 1 }")) == (None, None)
    assert columns_in_order("SELECT ?b ?a {}", ["a", "b"]) == "SELECT ?b ?a {}"


def test_a_star_of_nothing_stays(mini):
    assert mini.store.ask("SELECT * { <a:a> <a:b> 1 }").columns == ()
