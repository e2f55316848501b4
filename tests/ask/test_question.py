"""From what was typed to a query that can be run."""

import pytest

from kg.ask.question import prepare
from kg.errors import Ambiguous, BadInput, NotFound


def prepared(landscape, source, **parameters):
    return prepare(landscape.catalogue, lambda: landscape.names, source, parameters)


def test_the_text_of_a_query_is_left_as_it_is(mini):
    assert prepared(mini, "SELECT * { ?s ?p ?o }") == "SELECT * { ?s ?p ?o }"


def test_a_file_is_read(mini, tmp_path):
    path = tmp_path / "own.rq"
    path.write_text("ASK { ?s ?p 1 }")
    assert prepared(mini, str(path)) == "ASK { ?s ?p 1 }"


def test_a_file_with_a_header_takes_parameters(mini, tmp_path):
    path = tmp_path / "own.rq"
    path.write_text(
        "#+ summary: x\n#+ audience: analyst\n#+ columns: s\n#+ example: kg\n"
        "#+ parameter.s: Project, a project\nSELECT ?s { VALUES ?s { UNDEF } ?s a usk:Project }"
    )
    assert prepared(mini, str(path), s="lantern").endswith(
        "{ VALUES ?s { <https://w3id.org/urban-security-kg/id/project/lantern> } ?s a usk:Project }"
    )


def test_a_value_cannot_leave_its_place(mini, tmp_path):
    path = tmp_path / "own.rq"
    path.write_text(
        "#+ summary: x\n#+ audience: analyst\n#+ columns: s\n#+ example: kg\n"
        "#+ parameter.s: text, words\nSELECT ?s { VALUES ?s { UNDEF } }"
    )
    hostile = '" } INSERT { <a:a> <a:a> "\n\\'
    query = prepared(mini, str(path), s=hostile)
    assert query.endswith('VALUES ?s { "\\" } INSERT { <a:a> <a:a> \\"\\n\\\\" } }')
    assert [row[0].value for row in mini.store.ask(query).rows] == [hostile]


@pytest.mark.parametrize(
    ("source", "parameters", "error", "message"),
    [
        ("none.rq", {}, BadInput, "none.rq: there is no such file"),
        (
            "SELECT * {}",
            {"x": "1"},
            BadInput,
            "-p x: only a query with a header of parameters takes values",
        ),
        (
            "projects-by-fund",
            {"found": "isf"},
            BadInput,
            "-p found: the query projects-by-fund has no such parameter; it takes fund",
        ),
        (
            "amounts",
            {"x": "1"},
            BadInput,
            "-p x: the query amounts has no such parameter; it takes none",
        ),
        (
            "running-in-year",
            {"year": "19"},
            BadInput,
            "-p year=19: a year is four digits, such as 2019",
        ),
        (
            "projects-by-fund",
            {"fund": "lantern"},
            NotFound,
            "nothing is called 'lantern' among things of class FundingInstrument;"
            " `kg find` searches names and descriptions.",
        ),
        (
            "cited-facts",
            {"thing": "beacon"},
            Ambiguous,
            "'beacon' names 2 things: BEACON (street lights) (project:beacon-lights);"
            " BEACON (youth work) (project:beacon-youth)."
            " Give the name in full or the part in brackets.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(mini, source, parameters, error, message):
    with pytest.raises(error) as problem:
        prepared(mini, source, **parameters)
    assert str(problem.value) == message


def test_a_file_that_is_not_text_is_refused(mini, tmp_path):
    path = tmp_path / "own.rq"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput) as problem:
        prepared(mini, str(path))
    assert str(problem.value) == f"{path}: cannot be read as UTF-8 text (UnicodeDecodeError)"
