"""Things whose names or descriptions match some words, best first."""

import pytest

from kg.errors import NotFound


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("lantern", ["Lantern", "Lantern"]),
        ("qc", ["Quay Circle"]),
        ("City of Aldine", ["City of Aldin"]),
        ("youth workers", ["BEACON (youth work)"]),
        ("", []),
        ("qqqq", []),
    ],
)
def test_names_and_descriptions_are_searched(mini, text, labels):
    assert [
        hit.label.removeprefix("Harbour Paper, ") for hit in mini.find(text) if hit.score >= 60
    ][: len(labels) or 1] == labels


def test_a_whole_name_comes_before_its_beginning_and_that_before_a_part(mini):
    found = [(hit.label, hit.score) for hit in mini.find("aldin") if hit.type != "passage"]
    assert found[:4] == [
        ("Aldin", 100.0),
        ("Aldin Declaration", 90.0),
        ("Aldin meeting of the Quay Circle", 90.0),
        ("City of Aldin", 85.0),
    ]


def test_a_hidden_spelling_is_found_and_not_shown(mini):
    hit = mini.find("City of Aldine")[0]
    assert (hit.label, hit.matched) == ("City of Aldin", "City of Aldin")


def test_passages_come_after_the_things_they_speak_of(mini):
    found = [hit.iri.split("/urban-security-kg/")[1].split("/")[0] for hit in mini.find("lantern")]
    assert found == sorted(found)
    assert set(found) == {"id", "source"}


def test_only_things_of_a_class_are_found_where_one_is_named(mini):
    assert [hit.label for hit in mini.find("aldin", "declarations")] == ["Aldin Declaration"]
    with pytest.raises(NotFound, match=r"no class is called 'citty'; did you mean city"):
        mini.find("aldin", "citty")
