"""A prompt that keeps the store open: from a pipe, and from a terminal's keys."""

import os
import signal
import threading
from contextlib import nullcontext
from dataclasses import replace

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.ask.suggest import Suggestions
from kg.ask.typed import is_finished
from kg.cli import shell as module
from kg.cli.prompt import open_prompt
from kg.cli.shell import Session
from kg.errors import BadInput
from kg.store.deadline import Limits


def test_statements_of_a_pipe_are_answered_in_turn_and_errors_do_not_end_it(kg):
    done = kg(
        "shell",
        stdin="ASK {}\n\nSELECT {\n}\n\nSELECT ?x\n{ VALUES ?x { 1 } }\nLIMIT 5;\n\\x\n\\q\nASK {};\n",
    )
    assert done.stdout.splitlines() == ["true", "x", "1"]
    assert done.stderr.splitlines() == [
        "Error: query, line 1, column 8: '{' cannot stand here;"
        " expected a variable or '(' or '*' or DISTINCT or REDUCED",
        "  SELECT {",
        "         ^",
        "Error: there is no \\x; \\help lists what there is",
    ]
    assert done.exit_code == 1


def test_a_format_holds_for_the_kind_of_answer_it_fits(kg):
    typed = "\\f json\n\\f nt\nSELECT (1 AS ?x) {};\nCONSTRUCT { <a:a> <a:b> 1 } {};\n\\f\nSELECT (1 AS ?x) {};\n"
    done = kg("shell", stdin=typed)
    assert done.stdout.splitlines() == [
        '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1",'
        '"datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}',
        '<a:a> <a:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        "x",
        "1",
    ]
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("\\help", "A query in SPARQL, or a name of the catalogue with its values: projects-by-fund -p fund=isf"),
        ("\\queries", "For the analyst"),
        ("\\queries amounts", "amounts: Which sums of money do the sources name, from where and for what, in which words, and are they only planned?"),
        ("\\show pactesur", "PACTESUR"),
        ("\\find qqqqqq", "Nothing matches 'qqqqqq'."),
        ("ASK { ?x a usk:Project };\n\\explain", "true"),
        ("projects-by-fund -p fund=isf", "project,projectLabel,through,throughLabel,fund,fundLabel,lead,leadLabel,start,passage,passageLabel"),
    ],
)  # fmt: skip
def test_commands_of_the_prompt(kg, typed, line):
    done = kg("shell", stdin=f"{typed}\n")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, line)


def test_find_at_the_prompt_lists_what_matches(kg):
    assert "PACTESUR" in kg("shell", stdin="\\find pactesur\n").stdout


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("\\f yaml", "\\f yaml: take one of table, csv, tsv, json, xml, md, ttl, nt, jsonld, rdfxml, or nothing"),
        ("\\explain", "\\explain explains the last query, and there is none yet"),
        ("amonts", "no query 'amonts'; did you mean amounts? `kg queries` lists all 57."),
        ("DROP ALL", "DROP changes the graph, and kg query only reads; ask with SELECT, CONSTRUCT, ASK or DESCRIBE"),
        ("\\show pericles", "'pericles' names 2 things: PERICLES (radicalisation) (project:pericles-radicalisation);"
         " PERICLES (vehicle-ramming) (project:pericles-vehicle-ramming). Give the name in full or the part in brackets."),
    ],
)  # fmt: skip
def test_what_is_wrong_at_the_prompt_is_one_line(kg, typed, line):
    done = kg("shell", stdin=f"{typed}\n")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"Error: {line}\n")


@pytest.fixture
def keys():
    with create_pipe_input() as given:
        yield given


def prompted(keys, suggest, history):
    """What a prompt returns; in a thread, for the tests with a browser leave a loop in this one."""
    prompt = open_prompt(history, suggest, is_finished, keys=keys, screen=DummyOutput())
    return prompt.prompt(in_thread=True)


def test_enter_opens_a_line_until_the_query_is_finished(keys, mini, tmp_path):
    keys.send_text("SELECT ?x {\r?x a 1\r}\r\rnot reached\r")
    typed = prompted(keys, Suggestions(mini).after, tmp_path / "home" / "history")
    assert typed == "SELECT ?x {\n?x a 1\n}\n"


def test_alt_enter_opens_a_line_at_any_time(keys, mini, tmp_path):
    keys.send_text("ASK {}\x1b\rLIMIT 1;\r")
    typed = prompted(keys, Suggestions(mini).after, tmp_path / "home" / "history")
    assert typed == "ASK {}\nLIMIT 1;"


def test_tab_completes_and_what_was_typed_is_kept_in_the_history(keys, mini, tmp_path):
    def suggest(text):
        keys.send_text("\r")  # once the word is completed
        return Suggestions(mini).after(text)

    history = tmp_path / "history"
    keys.send_text("amou\t")
    assert prompted(keys, suggest, history) == "amounts"
    assert history.read_text().splitlines()[-1] == "+amounts"


def test_what_a_person_types_is_answered_until_they_leave(mini, monkeypatch, capsysbinary):
    typed = iter(["ASK {}", KeyboardInterrupt, "", EOFError])

    class Prompt:
        def prompt(self, _):
            given = next(typed)
            if not isinstance(given, str):
                raise given
            return given

    monkeypatch.setattr(module, "_prompt", lambda _: Prompt())
    session = Session(mini)
    assert session.run(module._typed(session)) is True
    assert capsysbinary.readouterr().out.splitlines() == [
        b"\\help says what can be typed, \\q leaves.",
        b"true",
    ]


LONG = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER (?x = ?y && ?z != ?x) }"


@pytest.mark.parametrize("stays", [True, False])
def test_ctrl_c_gives_up_the_query_and_at_a_prompt_the_next_is_answered(mini, capsysbinary, stays):
    session = Session(replace(mini, limits=Limits(3600, None)))
    session.run(["ASK {}"])
    interrupt = threading.Timer(1, os.kill, [os.getpid(), signal.SIGINT])
    interrupt.start()
    with nullcontext() if stays else pytest.raises(KeyboardInterrupt):
        assert session.run([LONG, "SELECT (1 AS ?x) {}"], stays=stays) is False
    said = capsysbinary.readouterr()
    assert said.out == (b"true\nx\r\n1\r\n" if stays else b"true\n")
    assert said.err == (b"\nThe query is given up; \\q leaves.\n" if stays else b"")


def test_the_prompt_keeps_its_history_at_home(mini):
    assert module._prompt(Session(mini)).history.filename == str(mini.home / "shell-history")


def test_without_prompt_toolkit_the_remedy_is_said(mini, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "kg.cli.prompt", None)
    with pytest.raises(BadInput) as problem:
        module._prompt(Session(mini))
    assert str(problem.value) == (
        "the prompt needs prompt_toolkit: pip install 'urban-security-kg[shell]'; from a pipe, kg shell works without"
    )
