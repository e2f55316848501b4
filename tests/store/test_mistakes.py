"""Where a query is wrong, and what was expected there: the place is the exact one."""

import pyoxigraph
import pytest

from kg.errors import BadQuery
from kg.folders import shipped
from kg.store.grammar import first_mistake
from kg.store.mistakes import explain, located
from kg.vocabulary import PREFIXES

MISTAKES = [
    ("SELECT ?x {\n  ?x a }", "2, column 8: '}' cannot stand here; expected a variable, an IRI or a literal or a path sign"),
    ("SELECT * WHERE { ?s ?p }", "1, column 24: '}' cannot stand here; expected a variable, an IRI or a literal"),
    ("SELECT * WHERE { ?s ?p ?o", "1, column 26: the query ends; expected a clause such as FILTER or OPTIONAL or ',' or '.' or ';' or '}'"),
    ("SELCT * {}", "1, column 1: 'SELCT' cannot stand here; did you mean SELECT?"),
    ("SELECT ?x WHERE { ?x ?p ?o FITLER(?x) }", "1, column 28: 'FITLER' cannot stand here; did you mean FILTER?"),
    ("SELECT ?x, ?y { ?x ?y 1 }", "1, column 10: ',' cannot stand here; expected a variable or '(' or '{' or FROM or WHERE"),
    ("SELECT ?x { ?x ?y 'abc }", "1, column 19: this quotation mark has no partner on its line; long texts stand in three"),
    ("SELECT ?x { ?x ?y ?z } ODER BY ?x", "1, column 24: 'ODER' cannot stand here; did you mean ORDER?"),
    ("SELECT * { ?x <a b> ?y }", "1, column 15: an IRI holds no blanks: <a b>"),
    ("SELECT (COUNT(?x) ?n) {?x ?y ?z}", "1, column 19: '?n' cannot stand here; expected an operator or AS"),
    ("SELECT ?x (COUNT(?y) AS ?n) {?x ?y ?z}", "1, column 8: ?x is neither in GROUP BY nor inside an aggregate"),
    ("SELECT * { ?x 5 ?y }", "1, column 15: '5' cannot stand here; expected a property"),
    ("# nothing", "1, column 10: there is no query; it begins with SELECT, CONSTRUCT, ASK or DESCRIBE"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", "1, column 29: 'ten' cannot stand here; expected a number"),
    ("SELECT * { BIND (1 AS ?x) BIND (2 AS ?x) }", "1, column 38: ?x has a value already, so AS cannot give it another"),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", "1, column 24: ?x has a value already, so AS cannot give it another"),
    ("SELECT * FROM { ?s ?p ?o }", "1, column 15: '{' cannot stand here; expected an IRI or NAMED"),
    ("SELECT * { ?s ?p ?o } }", "1, column 23: '}' cannot stand here; expected the end of the query or GROUP or HAVING or LIMIT or OFFSET or ORDER"),
    ("SELECT * { ?s ?p ?o . OPTIONAL ?s ?q ?r }", "1, column 32: '?s' cannot stand here; expected '{'"),
    ("SELECT * { <a> ?p ?o }", "1, column 12: <a> is relative, and the query has no BASE to complete it"),
    ("SELECT ?y { ?x ?p ?y FILTER(regex(?y 'a')) }", "1, column 38: 'a' cannot stand here; expected an operator or ')' or ','"),
    ("SELECT * { VALUES (?a ?b) { (1) } }", "1, column 29: this row has 1 value for 2 variables"),
    ("SELECT * {?s ?p 'x'^^ }", "1, column 23: '}' cannot stand here; expected an IRI"),
    ("SELECT * {\n\t?é 'é' }", "2, column 5: 'é' cannot stand here; expected a property"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "message"), MISTAKES)
def test_the_place_and_what_was_expected(query, message):
    with pytest.raises(SyntaxError) as refused:
        pyoxigraph.Store().query(query, prefixes=PREFIXES)
    assert str(explain(query, str(refused.value))) == f"query, line {message}"


@pytest.mark.parametrize(
    ("line", "excerpt"),
    [
        ("SELECT ! {}", "  SELECT ! {}\n         ^"),
        ("\t'日本' ! {}", "   '日本' ! {}\n          ^"),
        ("a\u202e\u0301 ! {}", "  a \u0301 ! {}\n     ^"),
        ("x" * 200 + "!" + "y" * 200, f"  …{'x' * 64}!{'y' * 31}…\n   {' ' * 64}^"),
    ],
)
def test_a_caret_stands_below_the_place(line, excerpt):
    query = f"# first line\n{line}\n# last line"
    assert located(query, query.index("!"), "wrong").excerpt == excerpt


def test_what_only_the_engine_knows_is_said_in_its_words():
    assert str(explain("ASK { FILTER (1 = 1) }", "error at 1:2: expected one of Some reason")) == (
        "query: Some reason"
    )
    assert str(explain("ASK { << ?s ?p ?o >> ?q }", "odd\n words")) == "query: odd words"


QUERIES = [
    path for path in sorted(shipped("queries").rglob("*.rq")) if "INSERT" not in path.read_text()
]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_grammar_accepts_every_query_of_the_project(path):
    assert first_mistake(path.read_text(encoding="utf-8")) is None


def test_an_error_says_its_message_in_one_line_and_shows_the_place_below():
    assert BadQuery("a\n b", "  x\n  ^").as_text() == "a b\n  x\n  ^"
