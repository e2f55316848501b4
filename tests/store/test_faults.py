"""Whatever a server, or the way to it, does wrong is one line; a busy server is asked again."""

import base64
import gc
import io
import socket
import time

import pytest

from kg.errors import BadInput, BadQuery, KgError, NoAnswer, TooLong
from kg.store.answers import table
from kg.store.endpoint import EndpointStore
from kg.store.exchange import Exchange, check_address, read_credentials
from kg.store.interface import Blank, Iri, Literal
from kg.store.virtuoso import TrueAndFalse, apart
from kg.vocabulary import RDF, XSD
from tests.store.servers import Answer, free_port, stand_in

QUERY = "SELECT ?x { ?x a usk:Project }"
ROW = '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "a:a"}}]}}'
GOOD = Answer(body=ROW)


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """Nobody is known, and no pause is slept through."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("USER", "PASSWORD"):
        monkeypatch.delenv(f"KG_ENDPOINT_{name}", raising=False)
    slept = []
    monkeypatch.setattr("kg.store.exchange.time.sleep", slept.append)
    gc.freeze()  # what was there before is not looked through each time
    # The engine wants its objects let go of by the thread that made them: not by that of a server.
    gc.disable()
    yield slept
    gc.collect()
    gc.enable()


def ask(url, query=QUERY, **options):
    answer = EndpointStore(url, **{"timeout": 10} | options).ask(query)
    return list(getattr(answer, "rows", None) or getattr(answer, "triples", ()))


BODY = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


@pytest.mark.parametrize(
    ("answer", "error", "line"),
    [
        (
            Answer(body="<html><title>Hi</title>Welcome</html>", media_type="text/html"),
            NoAnswer,
            "{} answered with a web page instead of results; is this the address of a SPARQL endpoint?",
        ),
        (
            Answer(body="PDF", media_type="application/pdf"),
            NoAnswer,
            "{} answered with application/pdf instead of results; is this the address of a SPARQL endpoint?",
        ),
        (
            Answer(400, "Parse error:\n  line 1, '}' unexpected", "text/plain"),
            BadQuery,
            "{} cannot read this: Parse error: line 1, '}}' unexpected",
        ),
        (Answer(400, "", "text/plain"), BadQuery, "{} cannot read this and does not say why"),
        (
            Answer(401, "no", "text/plain", {"WWW-Authenticate": 'Basic realm="x"'}),
            NoAnswer,
            "{} asks who you are (401); KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD in the environment,"
            " or ~/.netrc, say it",
        ),
        (
            Answer(403, "<h1>Members only</h1>", "text/html"),
            NoAnswer,
            "{} forbids this (403): Members only",
        ),
        (
            Answer(404, "", "text/plain"),
            NoAnswer,
            "there is nothing at {} (404); endpoints often end in /sparql",
        ),
        (
            Answer(500, "<style>b {{}}</style><p>out of &lt;memory&gt;</p>", "text/html"),
            NoAnswer,
            "{} answers with an error (500 Internal Server Error): out of <memory>",
        ),
        (
            Answer(502, "", "text/plain"),
            NoAnswer,
            "{} answers with an error (502 Bad Gateway)",
        ),
        (
            Answer(308, "", "text/plain", {"Location": "ftp://e/"}),
            NoAnswer,
            "{} has moved to ftp://e/ (308)",
        ),
        (
            Answer(body=ROW, length=5000),
            NoAnswer,
            f"{{}} broke off: {5000 - len(ROW):,} bytes are missing",
        ),
        (
            Answer(raw=f"{BODY}Transfer-Encoding: chunked\r\n\r\n20\r\n{ROW[:32]}\r\n".encode()),
            NoAnswer,
            "{} broke off in the middle of its answer",
        ),
        (
            Answer(raw=f"{BODY}\r\n{ROW[:-20]}".encode()),
            NoAnswer,
            "{} sent an answer that cannot be read: ",
        ),
        (
            Answer(raw=f"{BODY}\r\n<sparql/>".encode()),
            NoAnswer,
            "{} sent an answer that cannot be read: ",
        ),
        (
            Answer(raw=b"220 mail.example ESMTP\r\n"),
            NoAnswer,
            "{} ended the connection or does not speak HTTP (220 mail.example ESMTP)",
        ),
        (
            Answer(headers={"X-SPARQL-MaxRows": "10000"}),
            NoAnswer,
            "{} cuts answers after 10,000 rows, and the parts of this one do not add up: ask for"
            " less, without ORDER BY, or have the server's limit raised",
        ),
        (
            Answer(503, "", "text/plain", {"Retry-After": "120"}),
            NoAnswer,
            "{} is busy (503, asked once); it asks to wait 120 seconds",
        ),
        (Answer(429, "", "text/plain"), NoAnswer, "{} is busy (429, asked 4 times)"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else None,
)
def test_what_a_server_does_wrong_is_one_line(answer, error, line):
    with stand_in(answer) as server, pytest.raises(error) as problem:
        ask(server.url)
    assert str(problem.value).startswith(line.format(server.url))
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/n-triples"])
def test_an_answer_that_breaks_off_while_it_is_written_is_one_line(media_type):
    is_table = "json" in media_type
    body = ROW[:-3] if is_table else "<a:a> <a:b> <a:c> .\n<a:a> <a:"
    with stand_in(Answer(body=body, media_type=media_type)) as server:
        query = QUERY if is_table else "DESCRIBE <a:a>"
        answer = EndpointStore(server.url).ask(query)
        with pytest.raises(NoAnswer, match="sent an answer that cannot be read: "):
            answer.write("text/csv" if is_table else "application/n-triples", io.BytesIO())


def test_a_cut_answer_that_cannot_be_asked_for_in_parts_is_said():
    with stand_in(Answer(headers={"X-SPARQL-MaxRows": "100"})) as server:
        with pytest.raises(NoAnswer) as problem:
            ask(server.url, "SELECT ?x FROM <a:b> { ?x a usk:Project }")
        assert ask(server.url, f"{QUERY} LIMIT 100") == []
    assert str(problem.value) == (
        f"{server.url} cuts every answer after 100 rows, and this one is longer: ask for parts"
        " with LIMIT 100 and OFFSET, or have the server's limit raised"
    )


def test_rows_of_our_own_are_written_like_those_of_the_engine():
    rows = [
        (Iri("http://e/ä"), Literal('a\tb\nc"\\', RDF + "langString", "en-gb")),
        (None, Literal("1.50", XSD + "decimal")),
        (Blank("b"), Literal("", XSD + "string")),
    ]
    made = table(("x", "y"), iter(rows))
    assert (made.columns, list(made.rows)) == (("x", "y"), rows)
    written = io.BytesIO()
    table(("x", "y"), iter(rows[1:2])).write("text/csv", written)
    assert written.getvalue() == b"x,y\r\n,1.50\r\n"


def test_nothing_that_listens():
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(NoAnswer) as problem:
        ask(url)
    assert str(problem.value) == f"{url}: nothing listens there (connection refused)"


def test_no_such_host(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoAnswer) as problem:
        ask("http://nowhere.invalid/sparql")
    assert str(problem.value) == (
        "http://nowhere.invalid/sparql: there is no host nowhere.invalid, or no network"
    )


def test_no_secure_connection():
    with stand_in(GOOD) as server, pytest.raises(NoAnswer, match="no secure connection"):
        ask(server.url.replace("http:", "https:"))


@pytest.mark.parametrize("pauses", [0.06, 30.0])
def test_a_slow_server_is_given_up_at_the_deadline(pauses, monkeypatch):
    monkeypatch.undo()  # here time passes
    begun = time.monotonic()
    with stand_in(Answer(body=ROW, pauses=pauses)) as server:
        with pytest.raises(TooLong, match="has not answered in time; --timeout gives it more"):
            ask(server.url, timeout=0.3)
        took = time.monotonic() - begun
    assert 0.3 <= took < 30  # before the second piece of the slower answer


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status, nobody):
    busy = Answer(status, "", "text/plain", {"Retry-After": "7"})
    with stand_in(busy, busy, GOOD) as server:
        assert ask(server.url) == [(Iri("a:a"),)]
        assert len(server.asked) == 3
    assert nobody == [7.0, 7.0]


def test_a_busy_server_that_does_not_say_when_is_asked_after_growing_pauses(nobody):
    busy = Answer(503, "", "text/plain", {"Retry-After": "soon"})
    with stand_in(busy, busy, busy, GOOD) as server:
        assert ask(server.url) == [(Iri("a:a"),)]
    assert nobody == sorted(nobody)
    assert 0.4 <= nobody[0] <= nobody[2] <= 2.4


def test_a_short_query_is_in_the_address_and_a_long_one_is_posted():
    with stand_in(GOOD) as server:
        ask(server.url)
        ask(server.url, QUERY + "#" * 3000)
        ask(f"{server.url}?key=1")
        methods = [asked.method for asked in server.asked]
    assert methods == ["GET", "POST", "POST"]


def test_prefixes_are_declared_without_moving_a_line_and_the_default_graph_is_named():
    with stand_in(GOOD) as server:
        ask(server.url, f"# one\n{QUERY}", default_graph="http://e/g")
        (asked,) = server.asked
    assert asked.parameters() == {
        "query": [
            "PREFIX usk: <https://w3id.org/urban-security-kg/ontology#> # one\n"
            "SELECT ?x { ?x a usk:Project }"
        ],
        "default-graph-uri": ["http://e/g"],
    }
    assert asked.headers["Accept"].startswith("application/sparql-results+json")


@pytest.mark.parametrize(
    ("form", "media_type", "body"),
    [
        ("SELECT ?x {}", "application/json", ROW),
        (
            "SELECT ?x {}",
            "text/xml; charset=utf-8",
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
            '<results><result><binding name="x"><uri>a:a</uri></binding></result></results></sparql>',
        ),
        ("SELECT ?x {}", "text/tab-separated-values", "?x\n<a:a>\n"),
        ("DESCRIBE <a:a>", "text/plain", "<a:a> <a:a> <a:a> ."),
        ("DESCRIBE <a:a>", "application/x-turtle", "<a:a> <a:a> <a:a>"),
        (
            "DESCRIBE <a:a>",
            "application/xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
            '<rdf:Description rdf:about="a:a"><a:a rdf:resource="a:a"/></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_whatever_a_server_calls_its_format_is_read(form, media_type, body):
    with stand_in(Answer(body=body + " ." * body.endswith("a>"), media_type=media_type)) as server:
        ((term, *_),) = ask(server.url, form)
    assert term == Iri("a:a")


def test_basic_authentication_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("KG_ENDPOINT_USER", "ada")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "päss:word")
    asks = Answer(401, "", "text/plain", {"WWW-Authenticate": 'Basic realm="x"'})
    with stand_in(asks, GOOD) as server:
        assert ask(server.url) == [(Iri("a:a"),)]
        first, second = server.asked
    assert "Authorization" not in first.headers
    scheme, told = second.headers["Authorization"].split()
    assert (scheme, base64.b64decode(told).decode()) == ("Basic", "ada:päss:word")


def test_credentials_come_from_netrc_by_the_name_of_the_server(tmp_path):
    path = tmp_path / ".netrc"
    path.write_text("machine data.example login ada password secret\n")
    path.chmod(0o600)
    found = read_credentials("https://data.example:8890/sparql")
    assert (found.user, found.password) == ("ada", "secret")
    assert "secret" not in repr(found)
    assert read_credentials("https://other.example/sparql") is None


def test_a_password_is_not_sent_to_where_a_server_redirects(monkeypatch):
    monkeypatch.setenv("KG_ENDPOINT_USER", "ada")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "secret")
    asks = Answer(401, "", "text/plain", {"WWW-Authenticate": 'Basic realm="x"'})
    with stand_in(asks) as other:
        moved = Answer(302, "", "text/plain", {"Location": other.url})
        with stand_in(moved) as server, pytest.raises(NoAnswer, match="401"):
            ask(server.url)
        assert [asked.headers.get("Authorization") for asked in other.asked] == [None]


def test_an_authentication_that_is_not_known_is_said(monkeypatch):
    monkeypatch.setenv("KG_ENDPOINT_USER", "ada")
    asks = Answer(401, "", "text/plain", {"WWW-Authenticate": "Negotiate"})
    with stand_in(asks) as server, pytest.raises(KgError, match=f"^{server.url}.*Negotiate"):
        ask(server.url)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("data.example/sparql", "'data.example/sparql' is not the address of a server, such as"),
        ("ftp://data.example/", "'ftp://data.example/' is not the address of a server, such as"),
        ("http://", "'http://' is not the address of a server, such as https://host/sparql"),
        ("http://[::1/", "'http://[::1/' is not the address of a server, such as"),
        ("http://e/a b", "'http://e/a b' is not the address of a server, such as"),
        (
            "https://ada:secret@data.example/sparql",
            "the address of data.example holds a name or password, which others can read;"
            " KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD in the environment, or ~/.netrc, keep them",
        ),
    ],
)
def test_what_cannot_be_an_address_is_said_without_repeating_a_password(url, line):
    with pytest.raises(BadInput) as problem:
        check_address(url)
    assert str(problem.value).startswith(line)
    assert "secret" not in str(problem.value)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (
            "SELECT * { GRAPH ?g { ?s ?p '}' } }",
            "SELECT * { GRAPH ?g { ?s ?p '}' } FILTER (?g != <http://e/d>) }",
        ),
        (
            "ASK { { GRAPH $g { ?s ?p [] } } UNION { graph a:b { { ?s ?p 1 } } } }",
            "ASK { { GRAPH $g { ?s ?p [] } FILTER ($g != <http://e/d>) }"
            " UNION { graph ?kgGraph14 { { ?s ?p 1 } } FILTER (?kgGraph14 = a:b) } }",
        ),
        ("SELECT * { GRAPH ?g { ?s ", "SELECT * { GRAPH ?g { ?s FILTER (?g != <http://e/d>) "),
        ("# GRAPH ?g {\nASK {}", "# GRAPH ?g {\nASK {}"),
    ],
)
def test_the_default_graph_is_kept_apart_from_the_named_ones(query, sent):
    assert apart(query, None) == query
    assert apart(query, "http://e/d").replace("  ", " ") == sent


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_booleans_of_virtuoso_become_true_and_false_in_pieces_of_any_size(size):
    row = (
        '{ "x": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#%s",'
        ' "value": "%s" }}\n'
    )
    text = "".join(row % pair for pair in (("boolean", 1), ("integer", 1), ("boolean", 0)))
    mended = TrueAndFalse(io.BytesIO(text.encode()))
    pieces = iter(lambda: mended.read(size), b"")
    expected = "".join(
        row % pair for pair in (("boolean", "true"), ("integer", 1), ("boolean", "false"))
    )
    assert b"".join(pieces).decode() == expected


def test_an_exchange_without_a_limit_waits(monkeypatch):
    with stand_in(Answer(body=ROW, pauses=0.0)) as server:
        assert Exchange(server.url, None).timeout is None
        assert ask(server.url, timeout=None) == [(Iri("a:a"),)]
