"""Each check finds its seeded fault and spares the neighbour; findings say where, and in which form."""

import json
import re
import subprocess
import sys
import textwrap
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as engine
import pytest

from kg.curate.build import gather, read
from kg.curate.checks import read_check, read_checks, run
from kg.curate.checks_text import as_markdown
from kg.curate.closure import close
from kg.curate.positions import read_statements
from kg.curate.shapes import describe_shapes, find_misfits, read_shapes
from kg.curate.validate import Rulebook, asserted_store, validate
from kg.errors import BadInput
from kg.folders import shipped
from kg.vocabulary import PREFIXES as COMMON
from kg.vocabulary import RDF, USK
from tests.conftest import MINI

ROOT = Path(__file__).parent.parent.parent
FAULTY = Path(__file__).parent.parent / "faulty"
RULES = shipped("queries") / "rules"
RULEBOOK = Rulebook(shipped("queries") / "checks", shipped("ontology") / "shapes")
CHECKS = read_checks(RULEBOOK.checks)
SHAPES = read_shapes(RULEBOOK.shapes)
SHAPE_NAMES = [shape.name for shape in describe_shapes(SHAPES)]
MINI_INPUTS = gather(shipped("ontology"), MINI, RULES)
BACKGROUND = list(read(MINI_INPUTS))
DISJOINT = sorted(
    (q.subject.value, q.object.value)
    for q in BACKGROUND
    if q.predicate.value.endswith("owl#disjointWith")
)
PREFIXES = """\
@prefix source: <https://w3id.org/urban-security-kg/source/> .
@prefix passage: <https://w3id.org/urban-security-kg/source/harbour-paper/> .
@prefix project: <https://w3id.org/urban-security-kg/id/project/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix usk: <https://w3id.org/urban-security-kg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads_of(text: str) -> list[engine.Quad]:
    return list(engine.parse(text, format=engine.RdfFormat.TRIG))


def named(quads: list[engine.Quad]) -> set[str]:
    """The things and graphs that a file is about."""
    terms = [term for q in quads for term in (q.subject, q.object, q.graph_name)]
    return {t.value for t in terms if isinstance(t, engine.NamedNode)}


def seeded(quads: list[engine.Quad]) -> set[str]:
    return {iri for iri in named(quads) if "faulty" in iri.lower()}


# Checks


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_finds_its_seeded_fault_and_spares_the_rest_of_the_file(check):
    quads = quads_of((FAULTY / f"{check.name}.trig").read_text())
    asserted = [*BACKGROUND, *quads]
    make = {"asserted": asserted_store, "closure": lambda all_quads: close(all_quads, RULES)}
    found = {fault.thing for fault in run(check, {check.graph: make[check.graph](asserted)})}
    untouched = named(BACKGROUND)
    assert {thing for thing in found if thing in named(quads) - untouched} == seeded(quads)


@pytest.fixture(scope="module")
def misfits() -> dict[str, set[tuple[str, str]]]:
    """What the shapes find in each fault file; one run for all, so things get their file's name."""
    asserted = list(BACKGROUND)
    for name in SHAPE_NAMES:
        text = (FAULTY / f"{name}.trig").read_text()
        asserted += quads_of(re.sub(r"(?<=:)(faulty|fine)\b", rf"\1-{name}-x", text).replace(":faulty_", f":faulty-{name}-x_"))  # fmt: skip
    by_file = defaultdict(set)
    for fault in find_misfits(asserted, SHAPES):
        kind, _, file = re.match(r".*/(.+?)-((.+)-x).*|(.*)", fault.thing).groups()[:3]
        by_file[file].add((fault.check, str(kind)))
    return by_file


@pytest.mark.parametrize("name", SHAPE_NAMES)
def test_a_shape_finds_its_seeded_fault_and_no_other_shape_finds_any(misfits, name):
    assert misfits[name] == {(name, "faulty")}


def test_no_check_without_a_fault_file_and_no_fault_file_without_a_check():
    names = [*SHAPE_NAMES, *(check.name for check in CHECKS)]
    assert sorted(path.stem for path in FAULTY.glob("*.trig")) == sorted(names)


def test_each_shape_with_a_constraint_has_a_message_and_an_iri():
    constraints = {"datatype", "class", "minCount", "maxCount", "pattern", "in", "nodeKind", "or"}
    sh = "http://www.w3.org/ns/shacl#"
    outer = {s for s in SHAPES.subjects() if (s, None, None) in SHAPES and "://" in str(s)}
    constrained = {s for s, p, _ in SHAPES if str(p).removeprefix(sh) in constraints} & outer
    told = {s for s, p, _ in SHAPES if str(p) == f"{sh}message"}
    assert constrained - told == set()
    assert {s for s in told if "://" not in str(s)} == set()


@pytest.mark.parametrize(("one", "other"), DISJOINT, ids=lambda iri: iri.removeprefix(USK))
def test_each_disjointness_axiom_catches_a_seeded_fault(one, other):
    text = (
        f"<http://e/g> {{ <http://e/faulty> a <{one}> , <{other}> . <http://e/fine> a <{one}> . }}"
    )
    closure = close([*BACKGROUND, *quads_of(text)], RULES)
    check = read_check(RULEBOOK.checks / "data-disjoint-classes.rq")
    assert [fault.thing for fault in run(check, {"closure": closure})] == ["http://e/faulty"]


def test_the_real_landscape_has_no_finding_not_even_a_warning(real_report):
    assert [str(f) for f in real_report.findings] == []


@pytest.fixture(scope="module")
def real_report():
    return validate(gather(shipped("ontology"), shipped("data"), RULES), RULEBOOK)


# Places


@pytest.mark.parametrize(
    "path",
    [*sorted(shipped("data").glob("*.trig")), *sorted(shipped("ontology").glob("*.ttl"))],
    ids=lambda path: path.name,
)
def test_the_statements_of_a_file_are_those_that_the_engine_parses(path):
    statements = {(s.graph, s.subject, s.predicate, s.value) for s in read_statements(path)}
    parsed = {
        (getattr(q.graph_name, "value", ""), q.subject.value, q.predicate.value, q.object.value)
        for q in engine.parse(path=str(path))
        if "BlankNode" not in repr(q)
    }
    assert {statement for statement in statements if statement[3]} - parsed == set()
    assert parsed - statements == set()


def test_statements_know_their_lines(tmp_path):
    path = tmp_path / "x.trig"
    path.write_text(
        "@prefix : <a:> .\n# :no :statement :here .\n:g {\n  :s a :C ;\n    :p 'it''s' .\n}\n".replace(
            "''", "\\'"
        )
        + 'GRAPH <a:h> { :s :p """one\ntwo""" ,\n  "x"@en , 2.5 ; :q "é\\u00e9"^^:t . }\n<a:s> <a:p> <a:o> <a:nq> .\n'
    )
    assert [(s.graph, s.subject, s.predicate, s.value, s.subject_line, s.line) for s in read_statements(path)] == [
        ("a:g", "a:s", RDF + "type", "a:C", 4, 4),
        ("a:g", "a:s", "a:p", "it's", 4, 5),
        ("a:h", "a:s", "a:p", "one\ntwo", 7, 7),
        ("a:h", "a:s", "a:p", "x", 7, 9),
        ("a:h", "a:s", "a:p", "2.5", 7, 9),
        ("a:h", "a:s", "a:q", "éé", 7, 9),
        ("a:nq", "a:s", "a:p", "a:o", 10, 10),
    ]  # fmt: skip


@pytest.fixture
def check_file(tmp_path, monkeypatch):
    """Check a made-up file together with the mini landscape."""
    monkeypatch.chdir(tmp_path)

    def check(body: str, name: str = "own.trig"):
        path = tmp_path / name
        path.write_text(PREFIXES + textwrap.dedent(body))
        return validate(MINI_INPUTS, RULEBOOK, [path])

    return check


FINE = """\
passage:lantern {
    project:lantern a usk:Project ;
        usk:startDate "2019-05"^^xsd:gYearMonth .
}
"""


def test_a_fault_is_told_with_its_file_and_line_and_remedy(check_file):
    report = check_file(FINE.replace("2019-05", "2019-13"))
    assert [str(f) for f in report.findings if f.check == "dates"] == [
        'own.trig:9: project:lantern has a date that is none (found "2019-13"); write a day, a month or a year with its type:'
        ' "2019-01-25"^^xsd:date, "2019-01"^^xsd:gYearMonth, "2019"^^xsd:gYear [dates]'
    ]
    assert not report.passed


def test_only_the_faults_of_the_file_are_told(check_file):
    report = check_file(FINE)
    assert (report.findings, report.passed) == ((), True)


def test_a_missing_statement_is_told_where_the_thing_begins(check_file):
    report = check_file("passage:lantern {\n    project:new a usk:Project .\n}\n")
    assert [(f.line, f.check) for f in report.findings if f.severity == "Violation"] == [
        (8, "data-initiative-without-description"),
        (8, "data-initiative-without-theme"),
        (8, "label"),
    ]


def test_what_leads_nowhere_is_told_where_it_is_linked(check_file):
    report = check_file("passage:lantern {\n    project:lantern a usk:Project ;\n        usk:buildsOn project:nowhere .\n}\n")  # fmt: skip
    assert [(f.line, f.check) for f in report.findings] == [
        (9, "data-thing-without-type"),
        (9, "initiatives"),
    ]


def test_an_undescribed_graph_is_told_where_its_block_begins(check_file):
    report = check_file(FINE.replace("passage:lantern", "passage:unknown"))
    assert [(f.line, f.check) for f in report.findings] == [(7, "data-undescribed-graph")]


def test_a_file_takes_the_place_of_the_one_of_its_name(tmp_path):
    path = tmp_path / "town-leaflet.trig"
    path.write_text((MINI / path.name).read_text().replace("position 10", "position 11"))
    found = {f.check for f in validate(MINI_INPUTS, RULEBOOK, [path]).findings}
    assert "passage-position" not in found
    other = path.rename(tmp_path / "leaflet.trig")
    found = {f.check for f in validate(MINI_INPUTS, RULEBOOK, [other]).findings}
    assert "passage-position" in found


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(BadInput) as problem:
        validate(MINI_INPUTS, RULEBOOK, [tmp_path / "x.csv"])
    assert str(problem.value) == f"{tmp_path}/x.csv: data are checked as .trig or .nq files, the ontology as .ttl files"  # fmt: skip


# Headers


HEADER = {
    "summary": "Is it?",
    "problem": "{thing} is",
    "solution": "mend it",
    "severity": "Warning",
    "on": "asserted",
    "columns": "thing",
}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"solution": ""}, "the header has no '#+ solution: …' line"),
        ({"severity": "Bad"}, "'#+ severity: Bad' should be Violation or Warning"),
        ({"on": "all"}, "'#+ on: all' should be asserted or closure"),
        ({"problem": "{thing} {what}"}, "the columns lack what"),
        ({"columns": "value", "problem": "wrong"}, "the columns lack thing"),
    ],
)
def test_a_header_that_is_wrong_is_refused(tmp_path, changed, message):
    path = tmp_path / "x.rq"
    path.write_text("".join(f"#+ {key}: {value}\n" for key, value in (HEADER | changed).items()))
    with pytest.raises(BadInput) as problem:
        read_check(path)
    assert str(problem.value) == f"{path}: {message}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_columns_of_a_check_are_those_of_its_header(check):
    header = re.search(r"#\+ columns: (.*)", check.text).group(1).split(", ")
    answer = run(check, {check.graph: engine.Store()})
    assert list(answer) == []
    selected = engine.Store().query(check.text, prefixes=COMMON)
    assert [variable.value for variable in selected.variables] == header


def test_the_page_of_checks_is_the_one_that_is_generated():
    assert (ROOT / "docs" / "checks.md").read_text() == as_markdown(RULEBOOK)


# The command


@pytest.fixture
def faulty_file(ship, tmp_path, monkeypatch):
    """A file with a fault, which is checked together with the mini landscape."""
    monkeypatch.chdir(tmp_path)
    ship(MINI)
    path = tmp_path / "own.trig"
    path.write_text(PREFIXES + "passage:unknown {\n    project:lantern a usk:Project .\n}\n")
    return path


MESSAGE = (
    "the graph source:harbour-paper/unknown is no passage that a catalog describes;"
    " describe it in source:catalog as a usk:Passage of its source, or correct the name"
)


def test_the_command_prints_findings_and_fails(kg, faulty_file):
    done = kg("validate", "own.trig")
    assert (done.exit_code, done.stdout) == (1, f"own.trig:7: {MESSAGE} [data-undescribed-graph]\n")
    assert re.fullmatch(r"[\d,]+ triples, \d+ shapes, \d+ checks: 1 violation\n", done.stderr)


def test_the_command_says_that_there_is_nothing(kg, faulty_file):
    faulty_file.write_text("# nothing\n")
    done = kg("validate", "own.trig")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith(" checks: no findings\n")


def test_the_command_gives_json(kg, faulty_file):
    done = kg("validate", "own.trig", "-f", "json")
    told = json.loads(done.stdout)
    assert (told["passed"], told["findings"]) == (
        False,
        [
            {
                "file": "own.trig",
                "line": 7,
                "severity": "Violation",
                "check": "data-undescribed-graph",
                "message": MESSAGE,
                "thing": "https://w3id.org/urban-security-kg/source/harbour-paper/unknown",
            }
        ],
    )


def test_the_command_gives_junit(kg, faulty_file):
    done = kg("validate", "own.trig", "-f", "junit", "-o", "report.xml")
    suite = ElementTree.parse("report.xml").getroot()  # noqa: S314 - it is our own
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert (done.exit_code, suite.get("failures"), failed) == (1, "1", ["data-undescribed-graph"])
    assert int(suite.get("tests")) == len(suite) == len(SHAPE_NAMES) + len(CHECKS)


def test_the_command_lists_what_it_checks(kg):
    assert kg("validate", "--list").stdout == as_markdown(RULEBOOK)


def test_on_a_terminal_progress_is_shown_after_a_second(monkeypatch, capsys):
    from kg.cli import curate

    clock = iter([0.0, 0.5, 2.0, 2.5])
    monkeypatch.setattr(curate.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    show = curate._progress()
    for done, name in ((0, "shapes"), (1, "data-same-as"), (2, "")):
        show(done, 2, name)
    assert capsys.readouterr().err == "\r\x1b[K1 of 2: data-same-as\r\x1b[K"


def test_without_pyshacl_one_line_says_how_to_get_it(tmp_path):
    code = "import sys; sys.modules['pyshacl'] = None; from kg.cli.main import cli; cli()"
    done = subprocess.run(
        [sys.executable, "-c", code, "validate"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "Error: `kg validate` needs pySHACL, which is not installed: pip install 'urban-security-kg[validate]'\n",
    )
