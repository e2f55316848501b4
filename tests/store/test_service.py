"""SERVICE: refused unless allowed; then a query joins our store with what other servers answer."""

import gc
import io
import json
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace

import pytest

import kg as package
from kg.errors import BadQuery, KgError, NoAnswer, TooLong
from kg.store.deadline import Limits
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Iri, Literal
from kg.store.service import in_its_own_order
from kg.store.virtuoso import apart
from kg.vocabulary import RDF, XSD
from tests.store import servers
from tests.store.servers import Answer, free_port, stand_in

LANTERN = "https://w3id.org/urban-security-kg/id/project/lantern"
ROWS = (
    '{"head": {"vars": ["s", "x"]}, "results": {"bindings": ['
    f'{{"s": {{"type": "uri", "value": "{LANTERN}"}}, "x": {{"type": "literal", "value": "hi"}}}},'
    '{"s": {"type": "uri", "value": "urn:other"}, "x": {"type": "literal", "value": "ho"}}]}}'
)
GOOD = Answer(body=ROWS)
REFUSED = "SERVICE would ask another server on the network; kg query --allow-service lets it"
SLOW = Answer(body=ROWS, pauses=3600)  # after every ten characters


@pytest.fixture(autouse=True)
def no_collector_in_the_threads_of_servers():
    """The engine wants its objects let go of by the thread that made them."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def store(mini):
    return EmbeddedStore(mini.directory / "graph", allow_service=True)


@pytest.fixture(scope="module")
def elsewhere():
    """A server that no one here wrote, with some words about two projects of the mini landscape."""
    with servers.oxigraph() as server:
        update = (
            "PREFIX project: <https://w3id.org/urban-security-kg/id/project/> INSERT DATA {"
            " project:lantern <urn:motto> 'Light'@en, 'Licht'@de . project:none <urn:motto> 'None'@en"
            " GRAPH <urn:g> { project:lantern <urn:budget> 5 } }"
        )
        headers = {"Content-Type": "application/sparql-update"}
        urllib.request.urlopen(urllib.request.Request(server.updates, update.encode(), headers))
        yield server.endpoint


def test_service_is_refused_by_name_unless_it_is_allowed(mini):
    with pytest.raises(BadQuery) as problem:
        mini.store.ask("SELECT * { service silent <http://127.0.0.1:1/> {} }")
    assert str(problem.value) == REFUSED


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ #\rSERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p trueSERVICE<{0}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICESILENT<{0}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p 1.Service<{0}>{{ ?s ?p ?o }} }}",
        "PREFIX : <{0}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
        "PREFIX : <{0}> PREFIX service: <a:> SELECT * {{ service:x # {{\n {{ ?s ?p ?o }} }}",
        "PREFIX ex: <{0}> SELECT * {{ SERVICEex:x {{ ?s ?p ?o }} }}",
        # The engine reads `?o < ?p` and a comment, where others see an IRI and a long text.
        "SELECT * {{ ?s ?p ?o FILTER (?o<?p#>'''\n) SERVICE <{0}> {{ ?s ?p ?o }} #'''\n}}",
        "SELECT * {{ ?s ?p ?o FILTER (?o<?p#SERVICE>\n) SERVICE <{0}> {{ ?s ?p ?o }} }}",
    ],
)
def test_no_writing_of_service_reaches_a_server(mini, query):
    with stand_in(GOOD) as server:
        with pytest.raises(BadQuery):
            list(mini.store.ask(query.format(server.url)).rows)
        assert server.asked == []


def test_the_word_may_stand_where_it_asks_nobody(mini):
    query = (
        "PREFIX service: <http://e/service/> # SERVICE\n"
        "SELECT ?service ?x { VALUES (?service ?x) { ('a SERVICE\\n' service:Service)"
        " ('''service''' <http://e/SERVICE>) ('x' service:x) } OPTIONAL { _:service a service:y } }"
    )
    assert list(mini.store.ask(query).rows) == [
        (Literal("a SERVICE\n"), Iri("http://e/service/Service")),
        (Literal("service"), Iri("http://e/SERVICE")),
        (Literal("x"), Iri("http://e/service/x")),
    ]


@pytest.mark.parametrize(
    "query", ["DROP ALL", "LOAD <http://127.0.0.1:1/>", "INSERT DATA { <a:a> <a:b> 1 }"]
)
def test_updates_are_refused_when_service_is_allowed(store, query):
    with pytest.raises(BadQuery, match=f"{query.split()[0]} changes the graph"):
        store.ask(query)


def test_a_query_joins_our_store_with_another_server(store, elsewhere):
    answer = store.ask(
        "SELECT ?label ?motto { ?p a usk:Project ; rdfs:label ?label"
        f" SERVICE <{elsewhere}> {{ ?p <urn:motto> ?motto FILTER (LANG(?motto) = 'en') }} }}"
    )
    assert list(answer.rows) == [
        (Literal("Lantern", f"{RDF}langString", "en"), Literal("Light", f"{RDF}langString", "en"))
    ]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        # A pattern that the other server does not match keeps the row of ours.
        ("SELECT ?m {{ project:lantern a usk:Project OPTIONAL {{ SERVICE <{0}> {{ project:lantern <urn:no> ?m }} }} }}", [None]),
        ("SELECT ?m {{ project:lantern a usk:Project OPTIONAL {{ SERVICE <{0}> {{ project:lantern <urn:motto> ?m }} }} }} ORDER BY ?m", ["Licht", "Light"]),
        ("SELECT (COUNT(*) AS ?m) {{ ?p a usk:Project MINUS {{ SERVICE <{0}> {{ ?p <urn:motto> ?m }} }} }}", ["2"]),
        ("SELECT ?m {{ SERVICE <{0}> {{ GRAPH ?g {{ project:lantern <urn:budget> ?m }} }} }}", ["5"]),
        ("SELECT ?m {{ SERVICE <{0}> {{ SELECT (COUNT(*) AS ?m) {{ ?s <urn:motto> ?o }} }} }}", ["3"]),
        ("SELECT ?m {{ SERVICE <{0}> {{ project:lantern <urn:motto> ?m }} SERVICE <{0}> {{ VALUES ?m {{ 'Light'@en }} }} }}", ["Light"]),
        ("PREFIX : <urn:> SELECT ?m {{ SERVICE SILENT <{0}> {{ project:lantern :motto ?m }} }} ORDER BY ?m LIMIT 1", ["Licht"]),
    ],
)  # fmt: skip
def test_service_has_the_semantics_of_the_standard(store, elsewhere, query, rows):
    answer = store.ask(query.format(elsewhere))
    assert [row[0] and row[0].value for row in answer.rows] == rows


def test_ask_and_construct_ask_other_servers_too(store, elsewhere):
    where = f"{{ SERVICE <{elsewhere}> {{ ?p <urn:motto> 'Light'@en }} }}"
    assert bool(store.ask(f"ASK {where}")) is True
    triples = list(store.ask(f"CONSTRUCT {{ ?p a <urn:Lit> }} {where}").triples)
    assert [triple[0] for triple in triples] == [Iri(LANTERN)]


def test_a_star_keeps_the_querys_order_and_the_server_is_asked_once(store):
    with stand_in(GOOD) as server:
        query = f"SELECT * {{ SERVICE SILENT <{server.url}> {{ ?s <urn:p> ?x }} ?s rdfs:label ?c }}"
        answer = store.ask(query)
        assert (answer.columns, len(list(answer.rows))) == (("s", "x", "c"), 1)
        assert [asked.body for asked in server.asked] == ["SELECT * WHERE { ?s <urn:p> ?x . }"]
    assert in_its_own_order(query).startswith("SELECT ?s ?x ?c  { SERVICE SILENT <")


def test_silent_leaves_a_server_out_that_fails(store):
    closed = f"http://127.0.0.1:{free_port()}/"
    with stand_in(
        Answer(500, "", "text/plain"), Answer(body="<html>", media_type="text/html")
    ) as s:
        for url in (s.url, s.url, closed):
            answer = store.ask(
                f"SELECT ?x ?s {{ BIND (1 AS ?x) SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"
            )
            assert list(answer.rows) == [(Literal("1", f"{XSD}integer"), None)]


FAULTS = [
    (Answer(body="<p>Hi</p>", media_type="text/html"), NoAnswer, "{} answered with a web page instead of results; is this the address of a SPARQL endpoint?"),
    (Answer(body="PDF", media_type="application/pdf"), NoAnswer, "{} answered with application/pdf instead of results; is this the address of a SPARQL endpoint?"),
    (Answer(body='{"head": {}, "boolean": true}'), NoAnswer, "{} answered with true or false instead of a table"),
    (Answer(400, "Parse error:\n line 1", "text/plain"), BadQuery, "{} cannot read this: Parse error: line 1"),
    (Answer(401, "no", "text/plain"), NoAnswer, "{} asks who you are (401), and SERVICE tells nobody"),
    (Answer(403, "<html><title>No</title><h1>Members only</h1></html>", "text/html"), NoAnswer, "{} forbids this (403): Members only"),
    (Answer(404, "", "text/plain"), NoAnswer, "there is nothing at {} (404); endpoints often end in /sparql"),
    (Answer(503, "busy", "text/plain"), NoAnswer, "{} answers with an error (503 Service Unavailable): busy"),
    (Answer(302, "", "text/plain", {"Location": "http://127.0.0.1:7/x"}), NoAnswer, "{} has moved to http://127.0.0.1:7/x; write that address"),
    (Answer(raw=b"hello\r\n\r\n"), NoAnswer, "{}: cannot be asked (invalid HTTP version)"),
    (Answer(body=ROWS[:-30]), NoAnswer, "{} sent an answer that cannot be read: Parser error at line 1"),
    (Answer(body=ROWS, length=5000), NoAnswer, "{} sent an answer that cannot be read: "),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "error", "line"), FAULTS, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("limits", [Limits(), Limits(60)], ids=["here", "in a process"])
def test_what_another_server_does_wrong_is_one_line(mini, answer, error, line, limits):
    store = open_mini(mini, limits).store
    with stand_in(answer) as server:
        with pytest.raises(KgError) as problem:
            list(store.ask(f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}").rows)
        assert type(problem.value) is error
        assert str(problem.value).startswith(line.format(server.url))
        assert "\n" not in problem.value.as_text()
    assert list(store.ask("SELECT (1 AS ?x) {}").rows) != []  # the next one is answered


def test_a_server_where_nothing_listens_is_named(store):
    url, other = (f"http://127.0.0.1:{free_port()}/sparql" for _ in range(2))
    query = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(NoAnswer) as problem:
        list(store.ask(query).rows)
    assert str(problem.value) == f"{url}: nothing listens there (connection refused)"
    both = f"SELECT * {{ {{ SERVICE <{url}> {{ ?s ?p ?o }} }} UNION {{ SERVICE <{other}> {{ ?s ?p ?o }} }} }}"
    with pytest.raises(NoAnswer) as problem:
        list(store.ask(both).rows)
    assert str(problem.value).startswith(f"one of the servers {url} and {other}: nothing listens")


def test_a_server_by_variable_is_pointed_at(store):
    query = "SELECT * {\n VALUES ?g { <http://e/> } SERVICE ?g { ?s ?p ?o } }"
    with pytest.raises(BadQuery) as problem:
        list(store.ask(query).rows)
    assert str(problem.value) == (
        "query, line 2, column 36: the server to ask has to be written:"
        " SERVICE <https://…>, and not a variable"
    )


def test_an_error_of_the_output_is_no_fault_of_a_server(store):
    class Full(io.RawIOBase):
        def writable(self):
            return True

        def write(self, _):
            raise OSError(28, "No space left on device")

    with stand_in(GOOD) as server:
        answer = store.ask(f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}")
        with pytest.raises(OSError, match="No space"):
            answer.write("application/sparql-results+json", Full())


def open_mini(mini, limits):
    return replace(mini, limits=limits, allow_service=True)


def test_in_python_a_query_that_waits_for_a_server_ends_at_its_deadline(mini):
    store = open_mini(mini, Limits(0.5)).store
    list(store.ask("SELECT (1 AS ?x) {}").rows)
    ended = pytest.raises(TooLong, match=r"the query was ended after 0\.5 seconds")
    with stand_in(SLOW) as server, ended:
        list(store.ask(f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}").rows)
    assert list(store.ask("SELECT (1 AS ?x) {}").rows) != []


def command(real, *arguments):
    return [sys.executable, "-m", "kg", "--home", str(real.home), *arguments]


def test_a_command_that_waits_for_a_server_ends_at_its_deadline(real, tmp_path):
    with stand_in(SLOW) as server:
        query = f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}"
        where = ["-o", str(tmp_path / "x.csv")]
        asked = command(real, "--timeout", "0.5", "query", "--allow-service", query, *where)
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: the query was ended after 0.5 seconds; --timeout gives it more\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_waits_for_a_server_ends_at_once_when_it_is_interrupted(real, tmp_path):
    with stand_in(SLOW) as server:
        query = f"SELECT * {{ SERVICE <{server.url}> {{ ?s ?p ?o }} }}"
        asked = command(real, "query", "--allow-service", query, "-o", str(tmp_path / "x.csv"))
        running = subprocess.Popen(asked, stderr=subprocess.PIPE, text=True)
        while not server.asked:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "\nAborted!\n")
    assert list(tmp_path.iterdir()) == []


def test_the_command_asks_other_servers_only_with_the_flag(kg, elsewhere):
    query = f"SELECT ?motto {{ ?p a usk:Project SERVICE <{elsewhere}> {{ ?q <urn:motto> ?motto }} }} ORDER BY ?motto LIMIT 1"
    refused = kg("query", query)
    assert (refused.exit_code, refused.stdout, refused.stderr) == (1, "", f"Error: {REFUSED}\n")
    asked = kg("query", "--allow-service", query, "-f", "json")
    assert [row["motto"]["value"] for row in json.loads(asked.stdout)["results"]["bindings"]] == [
        "Licht"
    ]


def test_the_shell_asks_other_servers_only_with_the_flag(kg, elsewhere):
    typed = f"ASK {{ SERVICE <{elsewhere}> {{ ?p <urn:motto> ?motto }} }};\n"
    assert kg("shell", stdin=typed).stderr == f"Error: {REFUSED}\n"
    assert kg("shell", "--allow-service", stdin=typed).stdout == "true\n"


def test_python_asks_other_servers_only_when_it_is_allowed(real, elsewhere):
    query = f"ASK {{ SERVICE <{elsewhere}> {{ ?p <urn:motto> ?motto }} }}"
    with pytest.raises(BadQuery):
        package.open(real.home).query(query)
    assert bool(package.open(real.home, allow_service=True).query(query)) is True
    limited = package.open(real.home, allow_service=True, timeout=60)
    assert bool(limited.query(query)) is True


def test_an_endpoint_is_given_service_only_when_it_is_allowed(kg):
    with stand_in(GOOD) as server, stand_in(GOOD) as other:
        where = ["--endpoint", server.url, "query"]
        query = f"SELECT * {{ SERVICE <{other.url}> {{ ?s ?p ?x }} }}"
        assert kg(*where, query).stderr == f"Error: {REFUSED}\n"
        assert server.asked == []
        assert kg(*where, "--allow-service", query).stdout.splitlines()[1] == f"{LANTERN},hi"
        (asked,) = server.asked
        assert asked.parameters()["query"] == [
            f"SELECT ?s ?p ?x  {{ SERVICE <{other.url}> {{ ?s ?p ?x }} }}"
        ]
        assert other.asked == []  # that is for the endpoint to do


def test_a_query_to_virtuoso_keeps_the_graphs_that_another_server_is_asked_for():
    query = "ASK { SERVICE <http://e/> { GRAPH ?g { ?s ?p ?o } } GRAPH ?h { ?s ?p ?o } }"
    assert apart(query, "urn:default") == (
        "ASK { SERVICE <http://e/> { GRAPH ?g { ?s ?p ?o } }"
        " GRAPH ?h { ?s ?p ?o } FILTER (?h != <urn:default>) }"
    )


def test_explain_counts_nothing_that_another_server_is_asked_for(kg):
    query = "SELECT ?x { ?x usk:ledByy ?y SERVICE <http://127.0.0.1:1/> { ?x a ?c GRAPH ?g { ?x ?p 'a' } } }"
    done = kg("query", "--allow-service", query, "--explain")
    assert done.stderr.splitlines()[:4] == [
        "    matches  of each pattern alone",
        "          0  ?x usk:ledByy ?y",
        "not counted  SERVICE <http://127.0.0.1:1/> { ?x rdf:type ?c }",
        'not counted  SERVICE <http://127.0.0.1:1/> { GRAPH ?g { ?x ?p "a" } }',
    ]
