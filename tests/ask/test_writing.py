"""Whatever a term holds, each format can be read back by a library that did not write it."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ask import results
from kg.ask.question import prepare
from kg.ask.writing import write_answer
from kg.errors import BadInput
from kg.store.interface import Iri, Literal, as_sparql
from kg.vocabulary import RDF, XSD

SRX = "{http://www.w3.org/2005/sparql-results#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What is likely to go wrong: quotes, line ends, marks of direction, escapes, signs of each format.
AWKWARD = st.sampled_from(
    [
        *"\"'\\\r\n\t\b\f,;<>&{}|^`#?$@=+-. ",
        *("\x00", "\x01", "\x0b", "\x7f", "\x85", "\u2028", "\u200f", "\u202e", "\u2066", "\ufeff"),
        *("\ufffe", "\U0001f600", "e\u0301", "]]>", "\\u0041"),
    ]
)
ANY = st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(st.one_of(AWKWARD, ANY), max_size=8).map("".join)
XML_TEXTS = TEXTS.filter(
    lambda t: all(c in "\t\n\r" or " " <= c < "\ufffe" or c > "\uffff" for c in t)
)
IRIS = st.text(
    st.characters(categories=["L", "N"]) | st.sampled_from(",;'()*&=?#%-._~!$@:"), max_size=8
).map(lambda t: Iri("http://e/" + t.replace("%", "%25").replace("#", "") + "x"))
LANGUAGES = st.sampled_from(["en", "fr", "el", "ar", "en-gb", "zh-hant"])
# Each datatype with values as the engine keeps them: it writes 01 as 1 and 1.50 as 1.5.
TYPED = st.one_of(
    st.integers(-(2**63), 2**63 - 1).map(lambda n: Literal(str(n), f"{XSD}integer")),
    st.sampled_from(["-1.5", "0.25", "3", "12345.678"]).map(lambda n: Literal(n, f"{XSD}decimal")),
    st.sampled_from(["1.5", "-0.25", "INF", "NaN"]).map(lambda n: Literal(n, f"{XSD}double")),
    st.sampled_from(["0.5", "INF"]).map(lambda n: Literal(n, f"{XSD}float")),
    st.booleans().map(lambda b: Literal(str(b).lower(), f"{XSD}boolean")),
    st.dates().map(lambda d: Literal(d.isoformat(), f"{XSD}date")),
    st.datetimes().map(lambda d: Literal(f"{d:%Y-%m-%dT%H:%M:%S}".zfill(19), f"{XSD}dateTime")),
    st.sampled_from([("2019", "gYear"), ("2019-05", "gYearMonth"), ("--05-02", "gMonthDay")]).map(
        lambda pair: Literal(pair[0], XSD + pair[1])
    ),
    st.sampled_from([("12:30:00", "time"), ("P1Y2M", "duration"), ("P3D", "dayTimeDuration")]).map(
        lambda pair: Literal(pair[0], XSD + pair[1])
    ),
    st.sampled_from(["=1+1", "a b", "http://e/"]).map(lambda t: Literal(t, f"{XSD}anyURI")),
)


def terms(texts):
    return st.one_of(
        texts.map(Literal),
        st.builds(lambda t, tag: Literal(t, f"{RDF}langString", tag), texts, LANGUAGES),
        st.builds(lambda t, iri: Literal(t, iri.value), texts, IRIS),
        TYPED,
        IRIS,
    )


def tables(texts):
    return st.lists(st.tuples(*[st.none() | terms(texts)] * 2), min_size=1, max_size=4)


FUZZED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(store, table, output_format, *, raw=False):
    rows = " ".join(
        f"({' '.join('UNDEF' if term is None else as_sparql(term) for term in row)})"
        for row in table
    )
    output = io.BytesIO()
    query = f"SELECT ?b ?a {{ VALUES (?b ?a) {{ {rows} }} }}"
    write_answer(store.ask(query), output_format, output, raw=raw)
    return output.getvalue()


def text_of(term):
    return "" if term is None else term.value


@FUZZED
@given(table=tables(TEXTS))
def test_csv_is_read_back_by_the_csv_module(mini, table):
    found = written(mini.store, table, "csv", raw=True).decode()
    assert list(csv.reader(io.StringIO(found, newline=""), strict=True)) == [
        ["b", "a"],
        *([text_of(term) for term in row] for row in table),
    ]


@FUZZED
@given(table=tables(TEXTS))
def test_guarded_csv_has_no_cell_that_a_spreadsheet_would_run(mini, table):
    found = written(mini.store, table, "csv").decode()
    cells = [c for row in list(csv.reader(io.StringIO(found, newline="")))[1:] for c in row]
    for cell, term in zip(cells, [term for row in table for term in row], strict=True):
        assert cell in (text_of(term), "'" + text_of(term))
        is_number = (
            isinstance(term, Literal) and term.datatype.startswith(XSD) and cell[-1:].isalnum()
        )
        assert cell[:1] not in set("=+-@\t\r") or is_number


def as_json(term):
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype == f"{XSD}string" else found | {"datatype": term.datatype}


@FUZZED
@given(table=tables(TEXTS))
def test_json_is_read_back_by_the_json_module(mini, table):
    found = json.loads(written(mini.store, table, "json"))
    assert found["head"]["vars"] == ["b", "a"]
    assert found["results"]["bindings"] == [
        {name: as_json(term) for name, term in zip("ba", row, strict=True) if term} for row in table
    ]


@FUZZED
@given(table=tables(XML_TEXTS))
def test_xml_is_read_back_by_elementtree(mini, table):
    root = ElementTree.fromstring(written(mini.store, table, "xml"))  # noqa: S314 # our own writing
    assert [v.get("name") for v in root.iter(f"{SRX}variable")] == ["b", "a"]
    found = []
    for result in root.iter(f"{SRX}result"):
        cells = {}
        for binding in result:
            (value,) = binding
            if value.tag == f"{SRX}uri":
                cells[binding.get("name")] = Iri(value.text)
            else:
                tag = value.get(XML_LANG, "")
                plain = f"{RDF}langString" if tag else f"{XSD}string"
                cells[binding.get("name")] = Literal(
                    value.text or "", value.get("datatype", plain), tag
                )
        found.append((cells.get("b"), cells.get("a")))
    assert found == table


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("output_format", ["xml", "rdfxml"])
def test_what_xml_cannot_hold_is_refused_by_name(mini, character, output_format):
    literal = as_sparql(Literal(f"a{character}b"))
    query = f"SELECT ?x {{ VALUES ?x {{ {literal} }} }}"
    if output_format == "rdfxml":
        query = f"CONSTRUCT {{ <a:a> <a:b> {literal} }} {{}}"
    with pytest.raises(BadInput) as problem:
        write_answer(mini.store.ask(query), output_format, io.BytesIO(), raw=False)
    assert str(problem.value) == (
        f"XML has no way to write the character U+{ord(character):04X} that is in this answer;"
        " take json, csv or tsv, for triples ttl, nt or jsonld"
    )


def as_rdflib(term):
    if term is None:
        return None
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype == f"{XSD}string" else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def from_tsv(cell):
    """Read one cell by rdflib's own Turtle reader: a number or truth stands without quotes."""
    if not cell:
        return None
    graph = rdflib.Graph().parse(data=f"<a:a> <a:b> {cell} .", format="turtle")
    return next(graph.objects())


@FUZZED
@given(table=tables(TEXTS.filter(lambda t: "\x00" not in t)))
def test_tsv_cells_are_turtle_for_rdflib(mini, table):
    lines = written(mini.store, table, "tsv").decode().split("\n")
    assert (lines[0], lines[-1]) == ("?b\t?a", "")
    rdflib.NORMALIZE_LITERALS = False
    try:
        found = [tuple(from_tsv(cell) for cell in line.split("\t")) for line in lines[1:-1]]
    finally:
        rdflib.NORMALIZE_LITERALS = True
    assert found == [tuple(as_rdflib(term) for term in row) for row in table]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@FUZZED
@pytest.mark.parametrize(
    ("output_format", "reader"),
    [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
@given(data=st.data())
def test_triples_are_read_back_by_rdflib(mini, output_format, reader, data):
    texts = XML_TEXTS if output_format == "rdfxml" else TEXTS.filter(lambda t: "\x00" not in t)
    values = data.draw(st.lists(terms(texts), min_size=1, max_size=4, unique=True))
    template = " ".join(
        f"<http://e/s> <http://e/p{n}> {as_sparql(v)} ." for n, v in enumerate(values)
    )
    output = io.BytesIO()
    write_answer(
        mini.store.ask(f"CONSTRUCT {{ {template} }} {{}}"), output_format, output, raw=False
    )
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph = rdflib.Graph().parse(data=output.getvalue(), format=reader)
    finally:
        rdflib.NORMALIZE_LITERALS = True
    assert {(str(p), o) for _, p, o in graph} == {
        (f"http://e/p{n}", as_rdflib(v)) for n, v in enumerate(values)
    }


def test_rdf_xml_groups_a_subject_and_keeps_blank_nodes_apart(mini):
    output = io.BytesIO()
    query = "CONSTRUCT { <a:a> usk:ledBy _:b . _:b <http://e/p> 'x\\r'@en ; a usk:Project } {}"
    write_answer(mini.store.ask(query), "rdfxml", output, raw=False)
    graph = rdflib.Graph().parse(data=output.getvalue(), format="xml")
    (blank,) = graph.objects(rdflib.URIRef("a:a"))
    assert {str(o) for o in graph.objects(blank)} == {
        "x\r",
        "https://w3id.org/urban-security-kg/ontology#Project",
    }


def test_rdf_xml_refuses_a_property_that_ends_in_no_name(mini):
    answer = mini.store.ask("CONSTRUCT { <a:a> <http://e/12> 1 } {}")
    with pytest.raises(BadInput) as problem:
        write_answer(answer, "rdfxml", io.BytesIO(), raw=False)
    assert str(problem.value) == (
        "--format rdfxml: the property <http://e/12> does not end in a name,"
        " which RDF/XML needs; take ttl, nt or jsonld"
    )


@pytest.mark.parametrize(
    ("query", "output_format", "empty"),
    [
        ("SELECT ?x { VALUES ?x { 1 } FILTER (?x > %s) }", output_format, limit)
        for output_format in ("csv", "tsv", "json", "xml")
        for limit in (False, True)
    ]
    + [
        ("CONSTRUCT { <a:a> <a:b> ?x } { VALUES ?x { 1 } FILTER (?x > %s) }", output_format, limit)
        for output_format in ("ttl", "nt", "jsonld", "rdfxml")
        for limit in (False, True)
    ]
    + [
        ("ASK { VALUES ?x { 1 } FILTER (?x > %s) }", f, e)
        for f in ("csv", "json")
        for e in (False, True)
    ],
)
def test_an_empty_answer_is_known_in_every_format(mini, query, output_format, empty):
    answer = mini.store.ask(query % (1 if empty else 0))
    assert write_answer(answer, output_format, io.BytesIO(), raw=False) is not empty


@FUZZED
@given(typed=TEXTS)
def test_a_typed_value_is_a_term_and_never_query_text(mini, tmp_path_factory, typed):
    path = tmp_path_factory.getbasetemp() / "own.rq"
    path.write_text(
        "#+ summary: x\n#+ audience: analyst\n#+ columns: s\n#+ example: kg\n"
        "#+ parameter.s: text, words\nSELECT ?s { VALUES ?s { UNDEF } }"
    )
    query = prepare(mini.catalogue, lambda: mini.names, str(path), {"s": typed})
    assert [row[0] for row in mini.store.ask(query).rows] == [Literal(typed)]


@FUZZED
@given(table=tables(TEXTS))
def test_a_table_for_a_person_has_as_many_lines_as_rows_and_no_control_characters(mini, table):
    drawn = results.table(("b", "a"), results.cells(table, None), width=None)
    assert len(drawn.split("\n")) == len(table) + 4
    assert not any(
        c < " " or "\x7f" <= c < "\xa0" or c in "\u202e\u2066" for c in drawn.replace("\n", "")
    )
