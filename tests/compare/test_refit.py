"""What judgements say about the bands: told when there are enough of them, and nothing is changed."""

from itertools import combinations

import pytest

from kg.compare.index_build import fill_index
from kg.compare.judgement_file import Judgement, write_file
from kg.compare.method import WORDING
from kg.compare.proposal import Proposal
from kg.compare.record import Record
from tests.evaluation.fit import fit_bands
from tests.evaluation.refit import refit

FACTS = {"sources": "[]", "newest": ""}
SUBJECTS = ("bridges", "cinemas", "forests", "harbours", "kitchens", "museums", "orchards")
DOINGS = ("painting", "counting", "lighting")
EXPECTED = [
    "wording: stemmed TF-IDF, character 3-5-grams, plain words, ideas of the field, themes",
    "  210 judgements stand, 210 of them on pairs that can be compared",
    "  strong would begin at 0.66 instead of 0.69",
    "  probable would begin at 0.62 instead of 0.46",
    "  worth reading would begin at 0.59 instead of 0.35",
    "  now, of the pairs in each band so many overlap by the judgements:",
    "    strong         21 of 21",
    "    probable       0 of 63",
    "    worth reading  0 of 0",
    "    nothing found  0 of 126",
    "  then, of the pairs in each band so many overlap by the judgements:",
    "    strong         21 of 21",
    "    probable       0 of 0",
    "    counting bridges / counting orchards: probable -> nothing found (judged different)",
    "    and 51 more",
    "  Nothing was changed. People judge what they are shown, so that judged pairs are nearer than others:",
    "  compare with `evaluate --set tuning` before kg/compare/method.py is edited.",
]


@pytest.fixture(scope="module")
def index():
    """Twenty-one initiatives, three on each of seven subjects; all speak of a town."""
    return fill_index(":memory:", list(records()), FACTS)


def records():
    for subject in SUBJECTS:
        for doing in DOINGS:
            name = f"{doing} {subject}"
            text = f"A town is {doing} its {subject} and asks the keepers of {subject} for advice."
            yield Record(iri=f"urn:{name.replace(' ', '-')}", label=name, kind="project", text=text)


def pairs(count):
    """Judge pairs: those on one subject overlap, the others do not."""
    for number, (one, other) in enumerate(list(combinations(records(), 2))[:count]):
        alike = one.label.split()[1] == other.label.split()[1]
        yield Judgement(
            at=f"2026-01-01T00:00:{number:06}Z",
            id=f"{number:032x}",
            one=one.iri,
            other=other.iri,
            verdict="overlapping" if alike else "different",
            by="Ann",
            why="x",
            one_label=one.label,
            other_label=other.label,
        )


def test_with_fewer_than_two_hundred_the_bands_stay(index, tmp_path, capsys):
    write_file(tmp_path / "judgements.trig", pairs(199))
    assert refit(tmp_path, index, WORDING) == 199
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "  199 judgements stand, 199 of them on pairs that can be compared",
        "  Fewer than 200: the committed bands stay. `kg judge` adds more.",
    ]


def test_after_two_hundred_it_says_where_bands_would_begin_and_what_would_move(
    index, tmp_path, capsys
):
    write_file(tmp_path / "judgements.trig", pairs(210))
    before = (tmp_path / "judgements.trig").read_bytes()
    assert refit(tmp_path, index, WORDING) == 210
    told = capsys.readouterr().out.splitlines()
    assert told[1:14] + told[-4:] == EXPECTED
    assert (tmp_path / "judgements.trig").read_bytes() == before


def test_without_pairs_that_do_not_overlap_nothing_is_fitted(index, tmp_path, capsys):
    alike = [Judgement(**{**vars(one), "verdict": "same"}) for one in pairs(210)]
    write_file(tmp_path / "judgements.trig", alike)
    refit(tmp_path, index, WORDING)
    assert capsys.readouterr().out.splitlines()[-1] == (
        "  Only 0 of them do not overlap; bands are set on those, and 50 are the least. The committed bands stay."
    )


def test_what_was_withdrawn_unsure_or_is_not_described_does_not_count(index, tmp_path):
    one, *others = pairs(4)
    changed = [
        Judgement(**{**vars(one), "withdrawn": "2026-01-02T00:00:00Z", "withdrawn_by": "Ann"}),
        Judgement(**{**vars(others[0]), "verdict": "unsure"}),
        Judgement(**{**vars(others[1]), "other": "urn:not-there"}),
        others[2],
    ]
    write_file(tmp_path / "judgements.trig", changed)
    assert refit(tmp_path, index, WORDING) == 1


def test_a_proposal_counts_when_its_file_is_at_hand(index, tmp_path):
    text = "A town is painting its bridges and asks the keepers for advice."
    folder = tmp_path / "proposals"
    folder.mkdir()
    (folder / "one.txt").write_text(text)
    (folder / "two.txt").write_text("too short")
    (one,) = pairs(1)
    judged = Judgement(**{**vars(one), "one": Proposal(text=text).iri})
    write_file(tmp_path / "judgements.trig", [judged])
    assert refit(tmp_path, index, WORDING) == 0
    assert refit(tmp_path, index, WORDING, proposals=folder) == 1


@pytest.mark.parametrize(
    ("scores", "bands"),
    [
        ([0.1] * 100, (0.14, 0.11, 0.11)),
        ([0.3, 0.25, 0.2, 0.15] + [0.1] * 16 + [0.0] * 80, (0.34, 0.16, 0.01)),
        ([0.5], (0.54, 0.51, 0.51)),
    ],
)
def test_bands_begin_where_few_of_what_does_not_overlap_reach(scores, bands):
    assert fit_bands(scores) == bands


def test_bands_need_something_that_does_not_overlap():
    with pytest.raises(ValueError, match="no unrelated pairs"):
        fit_bands([])
