"""The labelled sets are what they are said to be, and quality is kept, without a model and with one."""

import json
from collections import Counter

import pytest

from kg.vocabulary import expand
from tests.evaluation.evaluate import HERE, SETS, broken, figures, finder, judge, read_set


def texts(name):
    return [one["text"] for kind in read_set(name) for one in kind]


DIFFICULTIES = {
    "heldout": ("same scope", "other setting", "one strand"),
    "disguised": ("near", "paraphrase", "other words"),
    "sentences": ("near", "paraphrase", "other words"),
}


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_a_held_out_set_is_large_enough_and_shares_nothing_with_others(name):
    overlapping, new = read_set(name)
    assert Counter(one["difficulty"] for one in overlapping) == dict.fromkeys(
        DIFFICULTIES[name], 20
    )
    assert Counter(one["language"] for one in overlapping) == dict.fromkeys(
        ("en", "fr", "de", "it", "es"), 12
    )
    assert Counter(one["field"] for one in new) == {"near": 30, "far": 30}
    everything = [text for each in SETS for text in texts(each)]
    assert len(everything) == len(set(everything))


def test_every_right_answer_is_in_the_landscape(checker):
    right = {expand(iri) for name in SETS for one in read_set(name)[0] for iri in one["expects"]}
    assert sorted(iri for iri in right if checker.index.number_of(iri) is None) == []


@pytest.mark.parametrize("name", ["wording", "multilingual"])
def test_quality_is_not_below_the_committed_floors(real, name):
    checker = real.checker(None if name == "wording" else name)
    overlapping, new = read_set("heldout")
    find = finder(checker.index, checker.method, checker.meaning)
    found = figures(judge(find, overlapping), judge(find, new))
    assert broken(found, json.loads((HERE / "floors.json").read_text())[name]) == []


def test_a_figure_below_its_floor_is_named():
    floors = {"recall_at_3": 0.8, "false_alarms": 0.1}
    assert broken({"recall_at_3": 0.7, "false_alarms": 0.2}, floors) == [
        "recall at 3 is 0.70, below 0.8",
        "false alarms are 0.20, above 0.1",
    ]
    assert broken({"recall_at_3": 0.8, "false_alarms": 0.1}, floors) == []
