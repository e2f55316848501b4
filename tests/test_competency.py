"""The competency questions: each question of the catalogue has exactly the expected answer on the shipped landscape."""

import pytest

from kg.ask.catalogue import AUDIENCES, Catalogue
from kg.folders import shipped
from tests.competency import SHIPPED, answer, parameters

QUERIES = Catalogue(shipped("queries")).queries()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_has_its_expected_answer(real, query):
    expected = (SHIPPED / f"{query.name}.csv").read_text(encoding="utf-8")
    assert answer(real, query.name, **parameters(query)) == expected


def test_there_are_at_least_forty_questions_spread_over_the_three_users():
    assert len(QUERIES) >= 40
    assert min(sum(q.audience == audience for q in QUERIES) for audience in AUDIENCES) >= 12


def test_every_expected_answer_has_its_question():
    assert sorted(path.stem for path in SHIPPED.glob("*.csv")) == sorted(q.name for q in QUERIES)
