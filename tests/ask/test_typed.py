"""What is typed at a prompt: when Enter runs it, where a piped statement ends, and what it is."""

import pytest

from kg.ask.suggest import Suggestions
from kg.ask.typed import Command, Question, is_finished, read_statement, split_statements
from kg.errors import BadInput


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("", True),
        ("\\f json", True),
        ("amounts", True),
        ("ASK {}", True),
        ("ASK {", False),
        ("PREFIX a: <b:>", False),
        ("SELECT ?x", False),
        ("DESCRIBE project:pactesur", True),
        ("DROP ALL", True),
        ("SELECT ?x\n{ ?x a 1 }", False),
        ("SELECT ?x\n{ ?x a 1 }\n", True),
        ("SELECT ?x\n{ ?x a 1 }\nLIMIT 3;", True),
        ("SELECT ?x\n{ ?x a ;", False),
        ("SELECT ?x\n{\n", False),
        ("SELECT ?x\n{\n\n", True),
        ("SELECT ?x { ?x a '}' . # }", False),
    ],
)
def test_enter_runs_what_is_finished(text, finished):
    assert is_finished(text) is finished


def test_a_pipe_is_split_at_semicolons_empty_lines_commands_and_names():
    typed = (
        "\\f json\nASK {}\n\nSELECT ?x { ?x a ; }\nLIMIT 1;\namounts\nASK {\n\n}\n\n\nASK { } # end"
    )
    assert [part.strip() for part in split_statements(typed.splitlines(keepends=True))] == [
        "\\f json",
        "ASK {}",
        "SELECT ?x { ?x a ; }\nLIMIT 1;",
        "amounts",
        "ASK {\n\n}",
        "ASK { } # end",
    ]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (" \n", None),
        ("\\show  city of nice ", Command("show", "city of nice")),
        ("\\q", Command("q", "")),
        ("ASK {} ;\n", Question("ASK {} ", {})),
        ("amounts;", Question("amounts", {})),
        ("roles-of -p agent='city of nice'", Question("roles-of", {"agent": "city of nice"})),
        ("roles-of agent=nice", Question("roles-of", {"agent": "nice"})),
    ],
)
def test_a_statement_is_a_command_a_name_or_a_query(text, statement):
    assert read_statement(text) == statement


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("amounts 'x", "amounts 'x: a quotation mark has no partner"),
        ("amounts x", "amounts takes values as -p NAME=VALUE, and 'x' is none"),
    ],
)
def test_a_name_with_something_else_behind_it_is_refused(text, message):
    with pytest.raises(BadInput) as problem:
        read_statement(text)
    assert str(problem.value) == message


@pytest.mark.parametrize(
    ("text", "word", "choices"),
    [
        ("\\e", "\\e", ["\\explain"]),
        ("\\f js", "js", ["json", "jsonld"]),
        ("\\queries am", "am", ["amounts"]),
        ("\\show lan", "lan", ["lantern"]),
        ("am", "am", ["amounts"]),
        ("sel", "sel", ["SELECT"]),
        ("projects-by-fund -p f", "f", ["fund="]),
        ("projects-by-fund -p fund=har", "fund=har", ["fund=harbour-fund"]),
        ("running-in-year -p year=20", "year=20", []),
        ("running-in-year -p none=20", "none=20", []),
        ("cited-facts -p thing=quay", "thing=quay", ["thing=quay-circle"]),
        ("SELECT ?one ?other { ?o", "?o", ["?one", "?other"]),
        ("SELECT * { ?p usk:partOfI", "usk:partOfI", ["usk:partOfInstrument"]),
        ("SELECT * {\n?p a usk:Proj", "usk:Proj", ["usk:Project"]),
        ("SELECT * { project:lan", "project:lan", ["project:lantern"]),
        ("SELECT * { ?p dct", "dct", ["dcterms:"]),
        ("SELECT * { OPT", "OPT", ["OPTIONAL"]),
    ],
)
def test_tab_completes_what_may_follow(mini, text, word, choices):
    assert Suggestions(mini).after(text) == (word, choices)
