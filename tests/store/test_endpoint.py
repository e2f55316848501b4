"""Two servers that no one here wrote give the same answers as the store on disk."""

import io
import json
from collections import Counter
from decimal import Decimal

import pytest
from click.testing import CliRunner

from kg.ask import answer
from kg.ask.card import read_card
from kg.ask.catalogue import Catalogue
from kg.cli.main import cli
from kg.curate.publish import publish
from kg.errors import BadQuery, NotFound
from kg.folders import shipped
from kg.landscape import Endpoint, open_landscape
from kg.store.exchange import Exchange
from kg.store.interface import Iri, Literal
from kg.store.writer import GraphStore, Updates
from kg.vocabulary import BASE, RDF, XSD
from tests.competency import parameters
from tests.store import servers

NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
QUERIES = [query.name for query in Catalogue(shipped("queries")).queries()]
SERVERS = ["oxigraph_server", pytest.param("virtuoso_server", marks=pytest.mark.virtuoso)]


@pytest.fixture(params=SERVERS, scope="module")
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def remote(server, real):
    return open_at(server, real)


def by_value(rows):
    """Rows as a multiset in which 1.50 and 1.5, 1 and true of type boolean, are equal."""
    return Counter(tuple(_value(term) for term in row) for row in rows)


def _value(term):
    if isinstance(term, Literal) and term.datatype in NUMBERS:
        return Decimal(term.value)
    if isinstance(term, Literal) and term.datatype == XSD + "boolean":
        return term.value in ("true", "1")
    return term


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_of_the_catalogue_has_the_same_answer(real, remote, name):
    query = real.catalogue.find(name)
    example = parameters(query)
    needed = {each.name: example[each.name] for each in query.parameters if each.required}
    for given in [needed] if needed == example else [needed, example]:
        ours, theirs = real.query(name, **given), remote.query(name, **given)
        assert theirs.columns == ours.columns
        assert by_value(theirs.rows) == by_value(ours.rows)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("projects-by-fund", {"fund": "isf"}),
        ("roles-of", {"agent": "efus"}),
        ("running-in-year", {"year": "2019"}),
        ("initiatives-on-theme", {"theme": "security by design"}),
        ("places-of-initiatives", {"place": "nice"}),
    ],
)
def test_a_parameter_narrows_the_answer_alike(real, remote, name, parameters):
    found = by_value(remote.query(name, **parameters).rows)
    assert found == by_value(real.query(name, **parameters).rows)
    assert found


def test_a_card_is_the_same(real, remote):
    thing = remote.names.find("pactesur")
    assert read_card(remote.store, remote.names, thing) == real.show("pactesur")


def test_what_sources_say_differently_is_the_same(real, remote):
    assert remote.conflicts("efus") == real.conflicts("efus")


def test_names_and_descriptions_are_searched_alike(real, remote):
    assert remote.find("radicalisation") == real.find("radicalisation")


def test_an_unknown_name_offers_the_nearest(remote):
    with pytest.raises(NotFound, match=r"nothing is called 'pactesour'; did you mean PACTESUR\?"):
        remote.show("pactesour")


@pytest.mark.parametrize(("thing", "answer"), [("pactesur", True), ("none", False)])
def test_an_ask_is_true_or_false(remote, thing, answer):
    asked = remote.query(f"ASK {{ project:{thing} a usk:Project }}")
    written = io.BytesIO()
    asked.write("application/sparql-results+json", written)
    assert (bool(asked), json.loads(written.getvalue())["boolean"]) == (answer, answer)


def test_a_construct_gives_the_same_triples(real, remote):
    query = "CONSTRUCT { ?p usk:ledBy ?who } WHERE { ?p usk:ledBy ?who }"
    assert set(remote.query(query).triples) == set(real.query(query).triples)


def test_turtle_is_written_as_from_the_store(real, remote):
    ours, theirs = io.BytesIO(), io.BytesIO()
    query = "CONSTRUCT WHERE { ?call usk:partOfInstrument ?fund }"
    real.query(query).write("text/turtle", ours)
    remote.query(query).write("text/turtle", theirs)
    assert sorted(theirs.getvalue().split()) == sorted(ours.getvalue().split())


def test_the_columns_of_a_star_come_as_the_query_names_them(remote):
    asked = remote.query("SELECT * { ?z a usk:Project . ?z rdfs:label ?a } LIMIT 1")
    assert asked.columns == ("z", "a")


def test_a_passage_can_be_asked_by_its_name(real, remote):
    query = (
        f"SELECT * {{ GRAPH <{BASE}source/orientation-paper/1-1-1-networks-efus> {{ ?s ?p ?o }} }}"
    )
    found = set(remote.query(query).rows)
    assert found == set(real.query(query).rows)
    assert found


def test_the_default_graph_is_not_a_passage(real, remote):
    query = "SELECT ?g { GRAPH ?g { project:pactesur a usk:Project } }"
    assert set(remote.query(query).rows) == set(real.query(query).rows)


def test_terms_come_as_they_are(remote):
    query = (
        """SELECT ?x { VALUES ?x { "a\\"b\\\\c\\n\\u05D0"@en <http://e/ä> "2019"^^xsd:gYear } }"""
    )
    assert set(remote.query(query).rows) == {
        (Literal('a"b\\c\nא', "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en"),),
        (Iri("http://e/ä"),),
        (Literal("2019", f"{XSD}gYear"),),
    }


def test_a_query_too_long_for_an_address_is_posted(remote):
    values = " ".join(f"<http://e/{number}>" for number in range(500))
    assert len(list(remote.query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}").rows)) == 500


def test_a_bad_query_is_told_in_the_words_of_the_server_with_its_line(remote):
    with pytest.raises(BadQuery) as problem:
        remote.query("SELECT ?x {\n  ?x a usk:Project .\n  ?x a }")
    place = f"{remote.endpoint.url} cannot read this: "
    said = str(problem.value).removeprefix(place)
    assert said.startswith(("error at 3:", "Virtuoso 37000 Error SP030: SPARQL compiler, line 3:"))


def test_a_place_in_the_first_line_is_that_of_what_was_typed(oxigraph_server, real):
    remote = open_landscape(real.home, endpoint=Endpoint(oxigraph_server.endpoint))
    with pytest.raises(BadQuery, match=r"cannot read this: error at 1:35: "):
        remote.query("SELECT ?x { ?x a usk:Project;; }} ")


def test_only_reading_is_sent(remote):
    with pytest.raises(BadQuery, match="DROP changes the graph"):
        remote.query("DROP ALL")


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "amounts", "-f", "json"],
        ["query", "projects-by-fund", "-p", "fund=isf", "-f", "table"],
        ["find", "efus"],
        ["show", "pactesur"],
        ["conflicts", "efus"],
    ],
    ids=" ".join,
)
def test_a_command_prints_the_same(real, server, arguments):
    home = ["--home", str(real.home)]
    ours = CliRunner().invoke(cli, [*home, *arguments])
    theirs = CliRunner().invoke(cli, [*home, *server.options(), *arguments])
    assert (theirs.exit_code, theirs.output) == (0, ours.output)


def test_info_says_what_an_endpoint_can_know(real, server):
    home = ["--home", str(real.home)]
    done = CliRunner().invoke(cli, [*home, *server.options(), "info", "-f", "json"])
    ours = json.loads(CliRunner().invoke(cli, [*home, "info", "-f", "json"]).stdout)
    theirs = json.loads(done.stdout)
    unknown = {"built_with": {}, "sha256": "", "directory": server.endpoint}
    # Virtuoso keeps one of two equal dates, such as 2019-01 and 2019-01-01.
    assert ours["quads"] - 50 < theirs["quads"] <= ours["quads"]
    assert theirs == ours | unknown | {"quads": theirs["quads"]}


def test_a_page_is_the_same_but_for_where_it_came_from(real, server, tmp_path):
    pages = []
    for options in ([], server.options()):
        path = tmp_path / f"{len(options)}.html"
        arguments = [*options, "view", "--focus", "pactesur", "--steps", "1", "-o", str(path)]
        done = CliRunner().invoke(cli, ["--home", str(real.home), *arguments])
        assert done.exit_code == 0, done.output
        pages.append(path.read_text())
    assert pages[1].replace(f"asked from {server.endpoint}", real.origin.version) == pages[0]


def test_no_store_is_built_for_an_endpoint(oxigraph_server, tmp_path):
    arguments = ["--home", str(tmp_path / "new"), *oxigraph_server.options(), "query", "ASK {}"]
    assert CliRunner().invoke(cli, arguments).stdout == "true\n"
    assert not (tmp_path / "new").exists()


@pytest.fixture(
    scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso)]
)
def small(request, mini, tmp_path_factory):
    """The mini landscape, put by Graph Store Protocol on a server that cuts after 1,000 rows."""
    folder = tmp_path_factory.mktemp("small")
    starts = {"oxigraph": servers.oxigraph, "virtuoso": lambda: servers.virtuoso(folder, rows=1000)}
    with starts[request.param]() as server:
        _put(mini, server, GraphStore)
        yield open_at(server, mini)


def test_the_whole_graph_can_be_copied_and_comes_whole(mini, small):
    assert sorted(_dump(small)) == sorted(_dump(mini))


@pytest.mark.parametrize("end", ["", "ORDER BY ?s ?p ?o", "LIMIT 2500"])
def test_an_answer_of_any_length_comes_whole(mini, small, end):
    query = f"PREFIX e: <http://e/> SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} {end}"
    found, ours = list(small.query(query).rows), list(mini.query(query).rows)
    assert len(found) == len(ours) > 2000
    assert len(set(found)) == len(found)
    assert set(found) <= set(mini.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows)


def test_triples_that_a_server_leaves_out_are_told(mini, small):
    form, output = answer.Form("nt", None), io.BytesIO()
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    told = answer.write(small.store, query, form, output, lambda: small.names)
    if len(output.getvalue().splitlines()) == len(list(mini.query(query).triples)):
        assert told == []
    else:
        assert told == [
            f"{small.endpoint.url} stops a CONSTRUCT after 1,000 triples and a DESCRIBE after 1,000"
            " things, so some may be missing here: ask with SELECT, or have its limit raised."
        ]


@pytest.mark.parametrize("end", ["LIMIT 50", "LIMIT 1000"])
def test_triples_that_come_whole_are_not_spoken_of(mini, small, end):
    found = small.query(f"CONSTRUCT WHERE {{ ?s ?p ?o }} {end}")
    assert len(list(found.triples)) == int(end.split()[1])
    assert found.told() == []


@pytest.mark.virtuoso
def test_a_part_of_a_long_answer_is_what_was_asked_for(virtuoso_server, real):
    part = open_at(virtuoso_server, real).query("SELECT * { ?s ?p ?o } LIMIT 10000")
    assert len(list(part.rows)) == 10_000


def test_publishing_again_changes_nothing(mini):
    with servers.oxigraph() as server:
        done = [_put(mini, server, writer) for writer in (GraphStore, Updates, Updates)]
        copy = sorted(_dump(open_at(server, mini)))
    ours = sorted(_dump(mini))
    assert copy == ours
    graphs = len(list(mini.store.graphs()))
    assert done == [
        f"Put {graphs} graphs with {len(ours):,} triples in place at {url}."
        for url in (server.graph_store, server.updates, server.updates)
    ]


@pytest.mark.parametrize("writer", [GraphStore, Updates])
def test_a_long_graph_is_put_in_parts_and_replaced_and_removed(server, remote, writer, monkeypatch):
    monkeypatch.setattr("kg.store.writer._BODY", 5_000)
    monkeypatch.setattr("kg.store.writer._UPDATE", 5_000)
    for name, value in server.who().items():
        monkeypatch.setenv(name, value)
    url = server.graph_store if writer is GraphStore else server.updates
    there, counts = writer(Exchange(url, 30)), []
    for number in (300, 7):
        there.replace(
            "http://e/graph", (f'<a:{n}> <a:b> "\\u05D0 \\"{n}"@en .' for n in range(number))
        )
        asked = remote.query("SELECT ?v { GRAPH <http://e/graph> { ?s ?p ?v } }")
        counts.append(len({literal.value for (literal,) in asked.rows}))
    assert Literal('א "6', RDF + "langString", "en") in {
        v for (v,) in remote.query("SELECT ?v { GRAPH <http://e/graph> { ?s ?p ?v } }").rows
    }
    there.remove("http://e/graph")
    assert counts == [300, 7]
    assert not remote.query("ASK { GRAPH <http://e/graph> { ?s ?p ?v } }")


def test_publishing_removes_our_graphs_that_are_no_more_and_no_others(mini):
    with servers.oxigraph() as server:
        for graph in (f"{BASE}source/gone", "http://e/other"):
            GraphStore(Exchange(server.graph_store, 30)).replace(graph, ["<a:a> <a:b> <a:c> ."])
        tried = _put(mini, server, None)
        before = _graphs(mini, server)
        done = _put(mini, server, GraphStore)
        after = _graphs(mini, server)
    assert tried.endswith(" and remove 1 that are no more.")
    assert before == {f"{BASE}source/gone", "http://e/other"}
    assert done.endswith(" and removed 1 that are no more.")
    assert f"{BASE}source/gone" not in after
    assert "http://e/other" in after


def test_what_publishing_says_and_would_say(real, oxigraph_server):
    tried = servers.publish(real, oxigraph_server, "--update", oxigraph_server.updates, "--dry-run")
    graphs, quads = len(list(real.store.graphs())), len(_dump(real))
    assert (tried.stdout, tried.stderr) == (
        "",
        f"Would put {graphs} graphs with {quads:,} triples in place at {oxigraph_server.updates}.\n",
    )


@pytest.mark.virtuoso
@pytest.mark.parametrize(
    ("who", "line"),
    [
        (
            {},
            "{} asks who you are (401); KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD in the"
            " environment, or ~/.netrc, say it",
        ),
        (
            {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "no"},
            "{} does not accept the user 'dba' (401)",
        ),
    ],
    ids=["nobody", "wrong password"],
)
def test_publishing_needs_to_say_who(mini, virtuoso_server, tmp_path, who, line):
    options = [*virtuoso_server.options(), "publish", "--update", virtuoso_server.updates]
    done = CliRunner().invoke(
        cli, ["--home", str(mini.home), *options], env=who | {"HOME": str(tmp_path)}
    )
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        1,
        f"Error: {line.format(virtuoso_server.updates)}",
    )


def open_at(server, landscape):
    return open_landscape(landscape.home, endpoint=Endpoint(server.endpoint, server.default_graph))


def _dump(landscape):
    output = io.BytesIO()
    landscape.store.dump(output)
    return output.getvalue().splitlines()


def _put(landscape, server, writer):
    url = server.graph_store if writer is GraphStore else server.updates
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.who().items():
            patch.setenv(name, value)
        there = writer(Exchange(url, 30)) if writer else None
        store = open_at(server, landscape).store
        source = landscape.embedded()
        return str(publish(source, store, there, server.default_graph, url, print))


def _graphs(landscape, server):
    return {
        g.value
        for (g,) in open_at(server, landscape).query("SELECT DISTINCT ?g { GRAPH ?g {} }").rows
    }
