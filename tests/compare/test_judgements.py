"""Judgements are added, withdrawn and exchanged, and nothing is lost."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from kg.compare import judgements
from kg.compare.judgement_file import read_file, write_file
from kg.errors import BadInput, NotFound

A, B, C = ("urn:a", "A"), ("urn:b", "B"), ("urn:c", "C")


def told(home):
    return [
        (j.one, j.other, j.verdict, j.by, j.why, j.stands) for j in judgements.read_judgements(home)
    ]


def test_a_judgement_is_kept_with_who_and_why(tmp_path):
    judgements.judge(tmp_path, A, B, "different", 'Ann "Q"', "Two\nlines")
    assert told(tmp_path) == [("urn:a", "urn:b", "different", 'Ann "Q"', "Two\nlines", True)]


def test_the_same_person_judges_a_pair_once_in_either_order(tmp_path):
    judgements.judge(tmp_path, A, B, "different", "Ann", "x")
    with pytest.raises(BadInput, match="judged these two already"):
        judgements.judge(tmp_path, B, A, "same", "Ann", "x")
    judgements.judge(tmp_path, B, A, "same", "Bob", "y")
    assert len(told(tmp_path)) == 2


def test_undo_keeps_the_history(tmp_path):
    made = judgements.judge(tmp_path, A, B, "different", "Ann", "x")
    judgements.undo(tmp_path, made.id[:8], "Bob")
    assert told(tmp_path) == [("urn:a", "urn:b", "different", "Ann", "x", False)]
    assert judgements.about(judgements.read_judgements(tmp_path), "urn:a") == ()
    with pytest.raises(BadInput, match="was withdrawn"):
        judgements.undo(tmp_path, made.id)
    with pytest.raises(NotFound, match="no judgement begins with 'zz'"):
        judgements.undo(tmp_path, "zz")


@pytest.mark.parametrize(
    ("one", "verdict", "by", "why", "message"),
    [
        (B, "same", "Ann", "x", "is one thing; a judgement needs two"),
        (A, "alike", "Ann", "x", "is not a verdict"),
        (A, "same", " ", "x", "says who made it"),
    ],
)
def test_a_judgement_that_says_too_little_is_refused(tmp_path, one, verdict, by, why, message):
    with pytest.raises(BadInput, match=message):
        judgements.judge(tmp_path, one, B, verdict, by, why)


def test_a_damaged_file_is_told_by_its_line_and_left_as_it_is(tmp_path):
    judgements.judge(tmp_path, A, B, "different", "Ann", "x")
    path = tmp_path / "judgements.trig"
    damaged = path.read_text() + "<urn:x> broken\n"
    path.write_text(damaged)
    with pytest.raises(BadInput, match=r"judgements\.trig"):
        judgements.judge(tmp_path, A, C, "same", "Ann", "x")
    assert path.read_text() == damaged


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    judgements.judge(tmp_path, A, B, "different", "Ann", "x")
    before = (tmp_path / "judgements.trig").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadInput, match="No space left on device"):
        judgements.judge(tmp_path, A, C, "same", "Ann", "x")
    assert (tmp_path / "judgements.trig").read_bytes() == before
    assert [
        p.name
        for p in tmp_path.iterdir()
        if p.name.startswith(".judgements.trig.") and not p.name.endswith("lock")
    ] == []


def test_two_processes_at_once_lose_nothing(tmp_path):
    code = (
        "import sys; from pathlib import Path; from kg.compare import judgements\n"
        "for n in range(15): judgements.judge(Path(sys.argv[1]), (f'urn:{sys.argv[2]}{n}', 'x'), ('urn:b', 'B'), 'same', 'Ann', 'w')"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("p", "q")
    ]
    assert [one.wait() for one in both] == [0, 0]
    assert len(told(tmp_path)) == 30


def test_judgements_are_exchanged_and_conflicts_listed(tmp_path):
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    judgements.judge(mine, A, B, "different", "Ann", "x")
    judgements.judge(theirs, B, A, "same", "Bob", "y")
    judgements.judge(theirs, A, C, "overlapping", "Bob", "z")
    write_file(tmp_path / "out.trig", judgements.read_judgements(theirs))
    new, conflicts = judgements.take_in(mine, tmp_path / "out.trig")
    assert (new, [(a.verdict, b.verdict) for a, b in conflicts]) == (2, [("different", "same")])
    assert judgements.take_in(mine, tmp_path / "out.trig") == (0, [])
    assert len(read_file(mine / "judgements.trig")) == 3


def test_a_judgement_on_a_proposal_shows_in_its_check(judging, tmp_path):
    text = "Cities share concepts with the Berlin police on how to protect public space in nine countries."
    path = tmp_path / "p.txt"
    path.write_text(text)
    done = judging(
        "judge", str(path), "safeci", "overlapping", "--by", "Ann", "--why", "Same exchange"
    )
    assert done.exit_code == 0, done.output
    assert "Judged overlapping by Ann on" in judging("check", "--text", text).stdout


@pytest.fixture
def judged(judging):
    """Judge two pairs of which SafeCi is one thing."""
    for one, other, verdict in (
        ("safeci", "pactesur", "complementary"),
        ("pactesur-2", "safeci", "successor"),
    ):
        done = judging("judge", one, other, verdict, "--by", "Ann Bee", "--why", "Police; cities")
        assert done.exit_code == 0, done.output
    return judging


@pytest.mark.parametrize(
    ("form", "heading", "mark"), [("text", "\nJudged\n", "  "), ("md", "\n## Judged\n\n", "- ")]
)
def test_a_card_tells_what_people_judged_from_its_own_side(judged, form, heading, mark):
    told = judged("show", "safeci", "-f", form).stdout.partition(heading)[2]
    today = datetime.now(UTC).date().isoformat()
    assert told.splitlines() == [
        f"{mark}complements PACTESUR, by Ann Bee on {today}: Police; cities",
        f"{mark}is followed by PACTESUR 2, by Ann Bee on {today}: Police; cities",
    ]


def test_a_card_in_json_has_its_judgements(judged):
    shown = json.loads(judged("show", "safeci", "-f", "json").stdout)["judgements"]
    listed = json.loads(judged("judgements", "-f", "json").stdout)
    assert (len(shown), shown) == (2, listed)
    assert json.loads(judged("show", "urbana", "-f", "json").stdout)["judgements"] == []


def test_a_card_is_shown_although_the_judgements_are_damaged(judging, real):
    before = judging("show", "safeci").stdout
    (real.home / "judgements.trig").write_text("<urn:x> broken\n")
    done = judging("show", "safeci")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (0, before, 1)
    assert "What was judged is not shown: " in done.stderr
    assert (real.home / "judgements.trig").read_text() == "<urn:x> broken\n"


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--text", "Cities protect squares against vehicle attacks with barriers"),
        ("duplicates", "--type", "Project"),
        ("judgements",),
        ("judge", "safeci", "pactesur", "same", "--by", "Ann", "--why", "x"),
    ],
)
def test_damaged_judgements_are_one_line_and_stay_as_they_are(judging, real, command):
    (real.home / "judgements.trig").write_text("<urn:x> broken\n")
    done = judging(*command)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "judgements.trig:1: the judgements cannot be read" in done.stderr
    assert (real.home / "judgements.trig").read_text() == "<urn:x> broken\n"


def test_without_judgements_a_card_reads_nothing_of_the_comparing_wing(real):
    code = (
        "import sys; from kg.cli.main import cli; cli(sys.argv[1:], standalone_mode=False);"
        "print([name for name in sys.modules if name.startswith('kg.compare')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--home", str(real.home), "show", "safeci"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "[]\n"
