"""Every question of the catalogue has exactly the expected answer on a landscape known by heart.

It is the mini landscape with a third source, `tests/fixtures/bay`, so that no answer is empty.
"""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from kg.ask.catalogue import AUDIENCES, Catalogue, read_query
from kg.ask.catalogue_text import as_markdown, one
from kg.curate.build import build, gather
from kg.errors import BadInput, NotFound
from kg.folders import shipped
from kg.landscape import Landscape
from kg.vocabulary import BASE
from tests.competency import answer
from tests.conftest import MINI

EXPECTED = Path(__file__).parent.parent / "expected"
CATALOGUE = Catalogue(shipped("queries"))
QUERIES = CATALOGUE.queries()
# What a question that cannot do without is asked with.
NEEDED = {
    "cited-facts": {"thing": "lantern 2"},
    "running-on": {"day": "2022-06-14"},
    "spellings-of": {"thing": "city of aldin"},
}


@pytest.fixture(scope="module")
def bay(tmp_path_factory):
    """The mini landscape and the third source beside it."""
    home = tmp_path_factory.mktemp("bay")
    shutil.copytree(MINI, home / "data")
    shutil.copytree(MINI.parent / "bay", home / "data", dirs_exist_ok=True)
    inputs = gather(shipped("ontology"), home / "data", shipped("queries") / "rules")
    return Landscape(home, build(inputs, home / "stores"), CATALOGUE)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_its_expected_answer(bay, query):
    expected = (EXPECTED / f"{query.name}.csv").read_text(encoding="utf-8")
    assert answer(bay, query.name, **NEEDED.get(query.name, {})) == expected
    assert len(expected.splitlines()) > 1, "an answer without rows shows nothing"


def test_no_question_without_an_answer_and_no_answer_without_a_question():
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == CATALOGUE.names()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_columns_that_its_header_names(query):
    header = next(csv.reader(io.StringIO((EXPECTED / f"{query.name}.csv").read_text("utf-8"))))
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


def test_the_questions_of_each_audience_are_numbered_without_a_gap():
    for audience in AUDIENCES:
        texts = [query.text for query in QUERIES if query.audience == audience]
        numbers = [re.findall(r"^#\+ question: (\w+)$", text, re.MULTILINE) for text in texts]
        wanted = [[f"{audience[0].upper()}{at:02}"] for at in range(1, len(texts) + 1)]
        assert sorted(numbers) == wanted


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
        ("running-on", {"day": "2019-05-30"}, 2),
        ("running-on", {"day": "2019-05-31"}, 2),
        ("running-on", {"day": "2022-01-01"}, 0),
        ("spellings-of", {"thing": "Northland"}, 2),
    ],
)
def test_a_parameter_narrows_the_answer(mini, name, parameters, rows):
    assert len(answer(mini, name, **parameters).splitlines()) - 1 == rows


@pytest.mark.parametrize(
    ("name", "parameters", "rows"),
    [
        ("declaration-to-fund", {"document": "aldin declaration"}, 2),
        ("figures-that-differ", {"about": "quay circle"}, 2),
        ("inventory-rows", {"described": "quay guide"}, 1),
        ("partners-without-working-group", {"body": "quay circle"}, 3),
        ("phases-and-milestones", {"of": "lantern 2"}, 0),
        ("planned-things", {"thing": "harbour week 2022"}, 1),
        ("survey-results", {"subject": "security by design"}, 1),
        ("working-groups", {"group": "lights group"}, 1),
    ],
)
def test_a_parameter_narrows_the_answer_in_the_bay(bay, name, parameters, rows):
    assert len(answer(bay, name, **parameters).splitlines()) - 1 == rows


@pytest.mark.parametrize(
    ("day", "running", "reason"),
    [
        ("2019-04-30", None, None),
        ("2019-05-01", "perhaps", "it may have started later"),
        ("2019-05-31", "certainly", "start and end are stated"),
        ("2021-01-01", "certainly", "start and end are stated"),
        ("2021-01-02", "perhaps", "it may have ended before"),
        ("2021-12-31", "perhaps", "it may have ended before"),
        ("2022-01-01", None, None),
    ],
)
def test_what_runs_on_a_day_is_certain_between_the_latest_start_and_the_earliest_end(
    mini, day, running, reason
):
    """Lantern runs from some day of May 2019 to some day of 2021."""
    rows = csv.DictReader(io.StringIO(answer(mini, "running-on", day=day)))
    found = {(row["running"], row["reason"]) for row in rows if row["initiativeLabel"] == "Lantern"}
    assert found == ({(running, reason)} if running else set())


def test_a_parameter_that_a_query_cannot_do_without_is_asked_for(mini):
    with pytest.raises(BadInput) as problem:
        mini.query("cited-facts")
    assert str(problem.value) == (
        "cited-facts: -p thing=… is missing; any thing by any of its names, such as pactesur"
    )
    assert "  -p day=…  a day such as 2021-03-01 (required)" in one(CATALOGUE.find("running-on"))


@pytest.mark.parametrize("day", ["2021-02-30", "2021-04-31", "2021-13-01", "2021", "1 March 2021"])
def test_a_day_that_is_none_is_refused(mini, day):
    with pytest.raises(BadInput) as problem:
        mini.query("running-on", day=day)
    assert str(problem.value) == (
        f"-p day={day}: a date is year, month and day, such as 2021-03-01"
    )


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
        ("#+ summary: x\n#+ required: day\n", "'#+ required: day' names no parameter"),
    ],
)
def test_a_broken_header_is_named(tmp_path, text, message):
    path = tmp_path / "broken.rq"
    path.write_text(text)
    with pytest.raises(BadInput) as problem:
        read_query(path)
    assert str(problem.value) == f"{path}: {message}"


def test_the_members_of_a_working_group_are_told_where_the_group_is_asked_for(bay):
    group = f"{BASE}id/body/lights-group"
    members = list(csv.DictReader(io.StringIO(answer(bay, "network-members", body=group))))
    assert [(row["role"], row["agentLabel"], row["status"]) for row in members] == [
        ("is led by", "City of Aldin", "provisional")
    ]


def test_a_guidance_that_is_only_possible_says_so_without_a_date_or_a_maker(real):
    possible = answer(real, "guidance-on", theme="security perception")
    rows = csv.DictReader(io.StringIO(possible))
    assert ("provisional", "…/source/orientation-paper/1-4-3-perceived-security") in {
        (row["status"], row["passage"]) for row in rows
    }
