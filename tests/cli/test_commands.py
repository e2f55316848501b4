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
READS = "changes the graph, and kg query only reads; ask with SELECT, CONSTRUCT, ASK or DESCRIBE"
SERVICE = "SERVICE would ask another server on the network; kg query --allow-service lets it"
FORMATS = "'table', 'csv', 'tsv', 'json', 'xml', 'md', 'ttl', 'nt', 'jsonld', 'rdfxml'"
HEADER = "#+ summary: x\n#+ audience: analyst\n#+ columns: s\n#+ example: kg\n"
FILES = {
    "latin.rq": b"\xff\xfe",
    "header.rq": b"#+ summary: x\n#+ nonsense\nSELECT",
    "type.rq": f"{HEADER}#+ parameter.s: thingy, x\nSELECT ?s {{ VALUES ?s {{ UNDEF }} }}".encode(),
    "place.rq": f"{HEADER}#+ parameter.s: text, x\nSELECT ?s {{ ?s ?p 1 }}".encode(),
}
# What is called, the exit code, and the last line; a query has two more below it, its line and a caret.
WRONG = [
    (["shwo", "x"], 2, "There is no command 'shwo'; did you mean show?"),
    (["query"], 2, "Missing argument 'SOURCE'."),
    (["query", "amonts"], 1, "no query 'amonts'; did you mean amounts? `kg queries` lists all 57."),
    (["query", "nowhere.rq"], 1, "nowhere.rq: there is no such file"),
    (["query", "latin.rq"], 1, "latin.rq: cannot be read as UTF-8 text (UnicodeDecodeError)"),
    (["query", "header.rq"], 1, "header.rq: the header line '#+ nonsense' is not '#+ key: value'"),
    (["query", "type.rq", "-p", "s=1"], 1, "parameter s: 'thingy' is not thing, date, year, number, text or classes of https://w3id.org/urban-security-kg/ontology# with | between"),
    (["query", "place.rq", "-p", "s=1"], 1, "place.rq: the parameter s has no place 'VALUES ?s { UNDEF }'"),
    (["query", "-"], 1, "query, line 1, column 1: there is no query; it begins with SELECT, CONSTRUCT, ASK or DESCRIBE"),
    (["query", "amounts", "-p", "fund"], 2, "Invalid value for -p: 'fund' is not NAME=VALUE, such as fund=isf"),
    (["query", "amounts", "-p", "x=1"], 1, "-p x: the query amounts has no such parameter; it takes none"),
    (["query", "projects-by-fund", "-p", "found=isf"], 1, "-p found: the query projects-by-fund has no such parameter; it takes fund"),
    (["query", "projects-by-fund", "-p", "fund=isf", "-p", "fund=erdf"], 2, "Invalid value for -p: fund is given twice"),
    (["query", "projects-by-fund", "-p", "fund="], 1, "-p fund=: a value is missing; a fund, programme or call, such as isf"),
    (["query", "projects-by-fund", "-p", "fund=horizn 2020"], 1, "nothing is called 'horizn 2020' among things of class FundingInstrument; did you mean Horizon 2020?"),
    (["query", "running-in-year", "-p", "year=19"], 1, "-p year=19: a year is four digits, such as 2019"),
    (["query", "ASK {}", "-p", "x=1"], 1, "-p x: only a query with a header of parameters takes values"),
    (["query", "cited-facts", "-p", "thing=pericles"], 1, PERICLES),
    (["query", "SELECT * WHERE { ?s ?p }"], 1, "query, line 1, column 24: '}' cannot stand here; expected a variable, an IRI or a literal"),
    (["query", "SELCT * {}"], 1, "query, line 1, column 1: 'SELCT' cannot stand here; did you mean SELECT?"),
    (["query", "SELECT * {} LIMIT"], 1, "query, line 1, column 18: the query ends; expected a number"),
    (["query", "SELECT * { ?s uskk:a ?o }"], 1, "query, line 1, column 15: the prefix 'uskk:' is not known; did you mean usk: ?"),
    (["query", "SELECT * { ?s qqq:a ?o }"], 1, "query, line 1, column 15: the prefix 'qqq:' is not known; declare it with PREFIX qqq: <…>"),
    (["query", "SELECT * { ?s ?p 'x }"], 1, "query, line 1, column 18: this quotation mark has no partner on its line; long texts stand in three"),
    (["query", "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }"], 1, "query, line 1, column 8: ?s is neither in GROUP BY nor inside an aggregate"),
    (["query", "SELECT (xsd:dat(1) AS ?x) {}"], 1, "query, line 1, column 9: there is no function xsd:dat; the casts are xsd:boolean, date, dateTime, decimal, double, float, integer, string and time"),
    (["query", "DROP ALL"], 1, f"DROP {READS}"),
    (["query", "LOAD <http://e/>"], 1, f"LOAD {READS}"),
    (["query", "INSERT DATA { <a:a> <a:b> 1 }"], 1, f"INSERT {READS}"),
    (["query", "ASK { SERVICE <http://e/> {} }"], 1, SERVICE),
    (["query", "ASK { SERVICE SILENT <http://e/> {} }", "-o", "x.csv"], 1, SERVICE),
    (["query", "--allow-service", "LOAD <http://e/>"], 1, f"LOAD {READS}"),
    (["query", "--allow-service", "INSERT { ?s ?p 1 } WHERE { SERVICE <http://e/> { ?s ?p ?o } }"], 1, f"INSERT {READS}"),
    (["query", "--allow-service", "ASK { SERVICE <e> {} }"], 1, "query, line 1, column 15: <e> is relative, and the query has no BASE to complete it"),
    (["query", "--allow-service", "ASK { SERVICE ?e {} }"], 1, "query, line 1, column 15: the server to ask has to be written: SERVICE <https://…>, and not a variable"),
    (["query", "--allow-service", "ASK { SERVICE <ftp://e/> {} }"], 1, "ftp://e/: cannot be asked (Not supported URL scheme: ftp)"),
    (["query", "--allow-service", "ASK { SERVICE {} }"], 1, "query, line 1, column 15: '{' cannot stand here; expected a variable or an IRI or SILENT"),
    (["find", "--allow-service", "x"], 2, "No such option '--allow-service'."),
    (["query", "amounts", "-f", "ttl"], 1, "--format ttl: a SELECT gives a table; take table, csv, tsv, json, xml, md"),
    (["query", "CONSTRUCT WHERE { ?s ?p ?o }", "-f", "csv"], 1, "--format csv: a CONSTRUCT or DESCRIBE gives triples; take ttl, nt, jsonld, rdfxml"),
    (["query", "ASK {}", "-f", "tsv"], 1, "--format tsv: an ASK gives true or false; take table, json or xml"),
    (["query", "ASK {}", "-f", "yaml"], 2, f"Invalid value for '-f' / '--format': 'yaml' is not one of {FORMATS}."),
    (["query", "ASK {}", "-o", "/nowhere/x.csv"], 1, "/nowhere/x.csv: cannot be written here (No such file or directory)"),
    (["query", "ASK {}", "-o", "/tmp"], 2, "Invalid value for '-o' / '--output': File '/tmp' is a directory."),
    (["query", "ASK {}", "--nonsense"], 2, "No such option '--nonsense'."),
    (["query", "ASK { << ?s ?p ?o >> ?q ?r }", "--explain"], 1, "--explain reads SPARQL 1.1 only, and this query holds more: Expected AskQuery, found '<' (at char 6), (line:1, col:7)"),
    (["query", "SELECT ?x { VALUES ?x { '\\u0001' } }", "-f", "xml", "-o", "x.xml"], 1, "XML has no way to write the character U+0001 that is in this answer; take json, csv or tsv, for triples ttl, nt or jsonld"),
    (["query", "CONSTRUCT { <a:a> <http://e/1> 1 } {}", "-f", "rdfxml", "-o", "x.rdf"], 1, "--format rdfxml: the property <http://e/1> does not end in a name, which RDF/XML needs; take ttl, nt or jsonld"),
    (["queries", "projects-by-found"], 1, "no query 'projects-by-found'; did you mean projects-by-fund? `kg queries` lists all 57."),
    (["find"], 2, "Missing argument 'TEXT'."),
    (["find", "x", "--top", "0"], 2, "Invalid value for '--top': 0 is not in the range x>=1."),
    (["show", "pericles"], 1, PERICLES),
    (["show", "pactesour"], 1, "nothing is called 'pactesour'; did you mean PACTESUR?"),
    (["show", "project:pactesuur"], 1, "the graph has no project:pactesuur; did you mean PACTESUR?"),
    (["conflicts", "pactesour"], 1, "nothing is called 'pactesour'; did you mean PACTESUR?"),
    (["export", "--graph", "all"], 1, "--graph all: each passage is a graph of its own, and ttl holds one graph only; take trig, nq or jsonld"),
    (["export", "-f", "csv"], 2, "Invalid value for '-f' / '--format': 'csv' is not one of 'ttl', 'nt', 'nq', 'trig', 'jsonld'."),
    (["shell", "x"], 2, "Got unexpected extra argument (x)"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=lambda value: str(value)[:60])
def test_what_is_wrong_is_said_exactly(kg, arguments, code, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    done = kg(*arguments, stdin="")
    lines = [line for line in done.stderr.splitlines() if not line.startswith(" ")]
    assert (done.exit_code, lines[-1]) == (code, f"Error: {message}")
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_a_wrong_query_is_shown_with_a_caret_below_the_place(kg):
    done = kg("query", "SELECT ?x {\n  ?x usk:ledBy\n}")
    assert done.stderr.splitlines()[1:] == ["  }", "  ^"]


def test_an_empty_answer_is_explained_when_asked(kg):
    done = kg("query", "SELECT ?x { ?x usk:ledByy ?y }", "--explain")
    assert done.stdout.splitlines() == ["x"]
    assert done.stderr.splitlines() == [
        "matches  of each pattern alone",
        "      0  ?x usk:ledByy ?y",
        "no data uses usk:ledByy; did you mean usk:ledBy?",
    ]


def test_a_table_in_a_terminal_says_how_many_rows_were_cut(mini):
    from kg.ask import answer

    output = io.BytesIO()
    form = answer.Form(output_format=None, width=60)
    query = "SELECT ?p { ?s ?p ?o } LIMIT 250"
    told = answer.write(mini.store, query, form, output, lambda: mini.names)
    assert told == ["200 of 250 rows shown; -f table shows all, -o FILE keeps them."]
    assert len(output.getvalue().decode().splitlines()) == 200 + 4


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


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "THING"),
        ("show", "THING", "-f", "md"),
        ("show", "THING", "-f", "json"),
        ("show", "THING", "-f", "ttl"),
        ("conflicts", "THING"),
        ("network", "--focus", "THING", "-f", "json"),
        ("network", "--path", "THING", "pactesur"),
        ("query", "roles-of", "-p", "agent=THING"),
    ],
    ids=" ".join,
)
def test_a_retired_iri_is_answered_with_what_takes_its_place(kg, arguments):
    def answer(thing):
        return kg(*(argument.replace("THING", thing) for argument in arguments))

    asked, meant = (
        answer("org:ministry-of-defence-partner-of-qroc"),
        answer("org:dutch-ministry-of-defence"),
    )
    assert (asked.exit_code, asked.stdout) == (0, meant.stdout)
    assert asked.stderr == (
        "org:ministry-of-defence-partner-of-qroc is retired;"
        f" Dutch Ministry of Defence (org:dutch-ministry-of-defence) takes its place.\n{meant.stderr}"
    )


def test_the_json_of_a_card_names_the_iris_that_it_had_by_mistake(kg):
    card = json.loads(kg("show", "Dutch Ministry of Defence", "-f", "json").stdout)
    of = "https://w3id.org/urban-security-kg/id/org/ministry-of-defence-partner-of-"
    assert card["retired"] == [f"{of}qroc", f"{of}tactics"]


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
    assert len(json.loads(kg("queries", "-f", "json").stdout)) == 57


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


COMPLETED = [
    ("bash", "kg query projects-by-f", "2", "plain,projects-by-fund\n"),
    ("bash", "kg show pericles-r", "2", "plain,PERICLES (radicalisation)\n"),
    ("bash", "kg query projects-by-fund -p ", "4", "plain,fund=\n"),
    # bash cuts a word at the sign: what comes after it is a word by itself.
    ("bash", "kg query projects-by-fund -p fund = isec", "6", "plain,isec\nplain,isec-programme\n"),
    ("zsh", "kg query projects-by-fund -p fund=isec-p", "4", "plain\nfund=isec-programme\n_\n"),
    (
        "fish",
        "kg query projects-by-fund -p fund=isec-p",
        "fund=isec-p",
        "plain,fund=isec-programme\n",
    ),
    ("bash", "kg query nonsense -p ", "4", "\n"),
    ("bash", "kg query projects-by-fund -f jsonl", "4", "plain,jsonld\n"),
]


@pytest.mark.parametrize(("program", "words", "at", "expected"), COMPLETED)
def test_the_shell_completes_queries_things_and_parameters(real, program, words, at, expected):
    import os

    environment = os.environ | {
        "_KG_COMPLETE": f"{program}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": at,
        "KG_HOME": str(real.home),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kg"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == expected


def test_info_says_what_is_known_to_be_missing(kg):
    said = kg("info").stdout.splitlines()
    at = said.index("What is known to be missing")
    told = [line.strip() for line in said[at + 1 : said.index("", at)]]
    assert len(told) > 3
    assert json.loads(kg("info", "-f", "json").stdout)["missing"] == told
