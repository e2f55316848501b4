"""Every question of the catalogue has exactly the expected answer on the mini landscape."""

import csv
import io
import re
from pathlib import Path

import pytest

from kg.ask import writing
from kg.ask.catalogue import AUDIENCES, Catalogue, read_query
from kg.ask.catalogue_text import as_markdown
from kg.ask.question import prepare
from kg.errors import BadInput, NotFound
from kg.folders import shipped

EXPECTED = Path(__file__).parent.parent / "expected"
CATALOGUE = Catalogue(shipped("queries"))
QUERIES = CATALOGUE.queries()


def answer_as_csv(landscape, name, **parameters):
    query = prepare(landscape.catalogue, lambda: landscape.names, name, parameters)
    output = io.BytesIO()
    writing.write_answer(landscape.store.ask(query), "csv", output, raw=True)
    text = output.getvalue().decode().replace("\r\n", "\n")
    return text.replace("https://w3id.org/urban-security-kg/", "…/")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_its_expected_answer(mini, query):
    assert answer_as_csv(mini, query.name) == (EXPECTED / f"{query.name}.csv").read_text()


def test_no_question_without_an_answer_and_no_answer_without_a_question():
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == CATALOGUE.names()


def test_each_user_has_at_least_four_questions():
    for audience in AUDIENCES:
        assert len([query for query in QUERIES if query.audience == audience]) >= 4


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_columns_that_its_header_names(mini, query):
    header = next(csv.reader(io.StringIO(answer_as_csv(mini, query.name))))
    assert tuple(header) == query.columns


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_example_of_a_query_runs_and_finds_something_in_the_shipped_landscape(
    kg, query, tmp_path, monkeypatch
):
    import shlex

    monkeypatch.chdir(tmp_path)
    done = kg(*shlex.split(query.example)[1:])
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert done.exit_code == 0, done.output
    assert len((done.stdout + written).splitlines()) > 1


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_stands_in_the_folder_of_its_audience_and_orders_its_rows(query):
    assert (shipped("queries") / query.audience / f"{query.name}.rq").is_file()
    assert re.search(r"^ORDER BY ", query.text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "parameters", "rows"),
    [
        ("projects-by-fund", {"fund": "hf"}, 1),
        ("projects-by-fund", {"fund": "bridge"}, 1),
        ("roles-of", {"agent": "quay circle"}, 2),
        ("roles-of", {"agent": "Sea Office"}, 0),
        ("running-in-year", {"year": "2020"}, 1),
        ("running-in-year", {"year": "2018"}, 2),
        ("running-in-year", {"year": "2022"}, 0),
        ("initiatives-on-theme", {"theme": "security by design"}, 1),
        ("initiatives-on-theme", {"theme": "urban planning and design"}, 1),
        ("places-of-initiatives", {"place": "northland"}, 3),
    ],
)
def test_a_parameter_narrows_the_answer(mini, name, parameters, rows):
    assert len(answer_as_csv(mini, name, **parameters).splitlines()) - 1 == rows


def test_the_readme_of_the_queries_is_made_from_their_headers():
    readme = (shipped("queries") / "README.md").read_text(encoding="utf-8")
    assert readme == as_markdown(QUERIES) + "\n"


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(NotFound) as problem:
        CATALOGUE.find("projects-by-found")
    assert str(problem.value) == (
        "no query 'projects-by-found'; did you mean projects-by-fund?"
        f" `kg queries` lists all {len(QUERIES)}."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ summary\nSELECT", "the header line '#+ summary' is not '#+ key: value'"),
        ("#+ summary: x\nSELECT", "the header has no '#+ audience: …' line"),
    ],
)
def test_a_broken_header_is_named(tmp_path, text, message):
    path = tmp_path / "broken.rq"
    path.write_text(text)
    with pytest.raises(BadInput) as problem:
        read_query(path)
    assert str(problem.value) == f"{path}: {message}"
