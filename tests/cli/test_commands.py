"""What a person sees of each command, above all when something is wrong: one line."""

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kg.cli.main import cli


def test_without_arguments_ten_lines_say_what_can_be_done_first():
    done = CliRunner().invoke(cli, [])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[2] == (
        "  kg info                          what is in the landscape, and from which sources"
    )


def test_a_select_is_csv_in_a_pipe(kg):
    assert kg("query", "SELECT ?a { VALUES ?a { 1 'x,y' } }").stdout_bytes == b'a\r\n1\r\n"x,y"\r\n'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded_unless_raw(kg, start):
    query = f"SELECT ?a {{ VALUES ?a {{ {json.dumps(start + '1+1')} }} }}"
    guarded = list(csv.reader(io.StringIO(kg("query", query).stdout, newline="")))
    raw = list(csv.reader(io.StringIO(kg("query", query, "--raw").stdout, newline="")))
    assert (guarded, raw) == ([["a"], [f"'{start}1+1"]], [["a"], [f"{start}1+1"]])


def test_a_negative_number_is_not_guarded(kg):
    assert kg("query", "SELECT ?a { VALUES ?a { -5 } }").stdout.splitlines() == ["a", "-5"]


def test_an_ask_prints_true_or_false(kg):
    assert kg("query", "ASK {}").stdout == "true\n"


def test_a_construct_is_turtle(kg):
    done = kg("query", "CONSTRUCT { project:a usk:ledBy org:b } {}")
    assert "project:a usk:ledBy org:b" in done.stdout


def test_a_query_is_read_from_standard_input(kg):
    assert kg("query", "-", stdin="SELECT (1 AS ?x) {}").stdout.splitlines() == ["x", "1"]


def test_a_table_shows_labels_and_counts_its_rows_on_standard_error(kg):
    done = kg("query", "SELECT ?p { VALUES ?p { project:pactesur } }", "-f", "table")
    assert done.stdout.splitlines()[3] == "│ PACTESUR │"
    assert done.stderr == "1 row\n"


def test_a_table_shows_iris_when_asked(kg):
    done = kg("query", "SELECT ?p { VALUES ?p { project:pactesur } }", "-f", "table", "--iris")
    assert done.stdout.splitlines()[3] == "│ project:pactesur │"


def test_markdown_keeps_its_columns_when_a_text_holds_a_bar(kg):
    done = kg("query", "SELECT ?p { VALUES ?p { 'a|b' } }", "-f", "md")
    assert done.stdout.splitlines()[2] == "| a\\|b |"


def test_control_characters_do_not_reach_the_terminal(kg):
    done = kg("query", "SELECT ?p { VALUES ?p { 'a\\u001B[31mb\\u202Ec' } }", "-f", "table")
    assert done.stdout.splitlines()[3] == "│ a [31mb c │"


def test_output_is_written_to_a_file_whole(kg, tmp_path):
    done = kg("query", "SELECT (1 AS ?x) {}", "-o", str(tmp_path / "x.csv"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.csv", "x\n1\n")]


def test_a_failure_leaves_a_file_as_it_was(kg, tmp_path):
    (tmp_path / "x.csv").write_text("before")
    assert kg("query", "SELECT", "-o", str(tmp_path / "x.csv")).exit_code == 1
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


PERICLES = (
    "'pericles' names 2 things: PERICLES (radicalisation) (project:pericles-radicalisation);"
    " PERICLES (vehicle-ramming) (project:pericles-vehicle-ramming)."
    " Give the name in full or the part in brackets."
)


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["show", "pericles"], 1, f"Error: {PERICLES}"),
        (["show", "pactesour"], 1, "Error: nothing is called 'pactesour'; did you mean PACTESUR?"),
        (
            ["show", "project:pactesuur"],
            1,
            "Error: the graph has no project:pactesuur; did you mean PACTESUR?",
        ),
        (["shwo", "x"], 2, "Error: There is no command 'shwo'; did you mean show?"),
        (["query"], 2, "Error: Missing argument 'SOURCE'."),
        (
            ["query", "amounts", "-p", "fund"],
            2,
            "Error: Invalid value for -p: 'fund' is not NAME=VALUE, such as fund=isf",
        ),
        (
            ["query", "SELECT * WHERE { ?s ?p }"],
            1,
            "Error: query, line 1, column 25, at the end: this cannot stand here;"
            " expected LATERAL or SERVICE",
        ),
        (["query", "nowhere.rq"], 1, "Error: nowhere.rq: there is no such file"),
        (
            ["query", "amounts", "-f", "ttl"],
            1,
            "Error: --format ttl: a SELECT gives a table; take table, csv, tsv, json, xml, md",
        ),
        (
            ["query", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "-f", "csv"],
            1,
            "Error: --format csv: a CONSTRUCT or DESCRIBE gives triples; take ttl, nt, jsonld, rdfxml",
        ),
        (
            ["query", "ASK {}", "-f", "tsv"],
            1,
            "Error: --format tsv: an ASK gives true or false; take table, json or xml",
        ),
        (
            ["query", "ASK {}", "-f", "yaml"],
            2,
            "Error: Invalid value for '-f' / '--format': 'yaml' is not one of"
            " 'table', 'csv', 'tsv', 'json', 'xml', 'md', 'ttl', 'nt', 'jsonld', 'rdfxml'.",
        ),
        (
            ["query", "ASK {}", "-o", "/nowhere/x.csv"],
            1,
            "Error: /nowhere/x.csv: cannot be written here (No such file or directory)",
        ),
        (
            ["query", "DROP ALL"],
            1,
            "Error: DROP changes the graph, and kg query only reads;"
            " ask with SELECT, CONSTRUCT, ASK or DESCRIBE",
        ),
        (
            ["queries", "projects-by-found"],
            1,
            "Error: no query 'projects-by-found'; did you mean projects-by-fund? `kg queries` lists all 12.",
        ),
    ],
)
def test_what_is_wrong_is_one_line(kg, arguments, code, line):
    done = kg(*arguments)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (code, line)
    assert done.stdout == ""


def test_find_lists_what_matches_best_first(kg):
    found = json.loads(kg("find", "radicalisation awareness network", "-f", "json").stdout)
    assert found[0] == {
        "iri": "https://w3id.org/urban-security-kg/id/body/radicalisation-awareness-network",
        "label": "Radicalisation Awareness Network (RAN)",
        "type": "network",
        "matched": found[0]["matched"],
        "score": found[0]["score"],
    }


def test_find_says_when_nothing_matches(kg):
    done = kg("find", "qqqqqq")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing matches 'qqqqqq'.\n")


def test_show_gives_a_card_as_text_markdown_json_and_turtle(kg):
    assert kg("show", "pactesur").stdout.splitlines()[:2] == [
        "PACTESUR",
        "project · project:pactesur",
    ]
    assert kg("show", "pactesur", "-f", "md").stdout.splitlines()[0] == "# PACTESUR"
    assert json.loads(kg("show", "pactesur", "-f", "json").stdout)["label"] == "PACTESUR"
    assert "project:pactesur a " in kg("show", "pactesur", "-f", "ttl").stdout


def test_info_names_the_sources_and_the_store(kg, real):
    said = kg("info").stdout
    assert "  Orientation Paper (2019-05-02; Partnership on Security in Public Spaces;" in said
    assert str(real.directory) in said
    assert json.loads(kg("info", "-f", "json").stdout)["directory"] == str(real.directory)


def test_build_prints_the_folder_of_the_store(kg, real):
    assert kg("build").stdout == f"{real.directory}\n"


def test_queries_lists_the_catalogue_by_audience(kg):
    heads = [line for line in kg("queries").stdout.splitlines() if line.startswith("For the")]
    assert heads == ["For the analyst", "For the researcher", "For the secretariat"]
    assert len(json.loads(kg("queries", "-f", "json").stdout)) == 12


def test_queries_shows_one_whole(kg):
    said = kg("queries", "projects-by-fund").stdout
    assert "  -p fund=…  a fund, programme or call, such as isf" in said
    assert "SELECT DISTINCT ?project" in said


def test_a_home_that_is_a_file_is_said(tmp_path):
    (tmp_path / "home").touch()
    done = CliRunner().invoke(cli, ["--home", str(tmp_path / "home"), "info"])
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2,
        f"Error: Invalid value for '--home': Directory '{tmp_path}/home' is a file.",
    )


def test_a_broken_pipe_ends_quietly(real):
    command = f"{sys.executable} -m kg --home {real.home} query edges | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("subject,subjectLabel,relation")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kg query projects", "plain,projects-by-fund\n"),
        ("kg show sherp", "plain,SHERPA\n"),
    ],
)
def test_the_shell_completes_queries_and_things(real, words, expected):
    import os

    environment = os.environ | {
        "_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": "2",
        "KG_HOME": str(real.home),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kg"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == expected
