"""A proposal is read from any input, and what is wrong with it is one line."""

import json

import pytest

from kg.compare.amounts import Amount, read_amount
from kg.compare.proposal import Proposal, read_proposal
from kg.errors import BadInput

TEXT = "Two towns protect their squares together."


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_front_matter_gives_the_fields_and_the_rest_is_the_text(tmp_path):
    path = written(
        tmp_path,
        "p.md",
        f"---\ntitle: \"Squares\"\nthemes: [security by design, 'crime']\npartners:\n  - City of Nice\n  - Efus\n"
        f"cities: Nice\nfund: ISF\nstart: 2027\nend: 2028-06\namount: EUR 1.5 million\nauthor: X\n---\n{TEXT}\n",
    )
    assert read_proposal(path, {}) == Proposal(
        title="Squares",
        text=TEXT,
        themes=("security by design", "crime"),
        partners=("City of Nice", "Efus"),
        cities=("Nice",),
        funds=("ISF",),
        start="2027",
        end="2028-06",
        amount=Amount(1_500_000.0, "EUR 1.5 million"),
        source=str(path),
    )


def test_json_gives_the_same_fields(tmp_path):
    path = written(
        tmp_path, "p.json", json.dumps({"title": "Squares", "text": TEXT, "cities": ["Nice"]})
    )
    assert read_proposal(path, {}) == Proposal("Squares", TEXT, cities=("Nice",), source=str(path))


def test_options_add_to_a_file_and_win_over_it(tmp_path):
    path = written(tmp_path, "p.txt", TEXT)
    given = {"title": "Other", "themes": ("crime",), "start": "2027-02"}
    assert read_proposal(path, given) == Proposal(
        "Other", TEXT, themes=("crime",), start="2027-02", source=str(path)
    )


def test_the_name_of_a_proposal_is_that_of_its_words():
    one, other = Proposal(text="a b  c d e"), Proposal(text="a b c\nd e")
    assert (one.iri == other.iri, one.iri == Proposal(text="a b c d f").iri) == (True, False)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("p.txt", "", "there is no text to compare"),
        ("p.txt", "three words only", "3 words are too few to compare"),
        ("p.txt", b"\x89PNG\0\0", "is not text in UTF-8"),
        ("p.txt", b"caf\xe9 caf\xe9", "is not text in UTF-8"),
        ("p.json", "[1]", "is not a JSON object"),
        ("p.json", "{", "is not JSON"),
        ("p.json", "[" * 100_000, "is not JSON"),
        ("p.json", '{"title": true}', "title is not a text: True"),
        ("p.json", '{"start": ["2027"]}', "start is not a year, month or day"),
        ("p.json", '{"end": true}', "end is not a year, month or day"),
        ("p.json", '{"amount": {"EUR": 5}}', "amount is not a sum of money"),
        ("p.json", '{"partners": ["Efus", 5]}', "partners is not a name or a list of names"),
        ("p.md", f"---\ntitle: [a, b]\n---\n{TEXT}", "title is not a text: ['a', 'b']"),
        ("p.md", f"---\nstart: [2027]\n---\n{TEXT}", "start is not a year, month or day"),
        ("p.json", '{"text": 5}', "text is not a text: 5"),
        ("p.json", '{"themes": {"a": 1}}', "themes is not a name or a list of names"),
        ("p.md", "---\ntitle: x\n", "the front matter has no closing line '---'"),
        ("p.md", "---\n???\n---\n" + TEXT, "p.md:2: '???' is not 'key: value'"),
        ("p.md", f"---\nstart: soon\n---\n{TEXT}", "start is not a year, month or day"),
        ("p.md", f"---\namount: lots\n---\n{TEXT}", "amount is not a sum of money"),
        (
            "p.md",
            f"---\nstart: 2028\nend: 2027\n---\n{TEXT}",
            "it ends (2027) before it starts (2028)",
        ),
        ("p.pdf", b"no pdf", "is no .pdf file that can be read"),
        ("p.docx", b"no docx", "is no .docx file that can be read"),
    ],
)
def test_bad_input_is_one_line(tmp_path, name, content, told):
    with pytest.raises(BadInput) as caught:
        read_proposal(written(tmp_path, name, content), {})
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_proposal(tmp_path / "none.txt", {})


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"caf\xe9 au lait, trois fois"])
def test_bytes_that_are_no_text_are_refused_from_standard_input_too(raw):
    with pytest.raises(BadInput, match=r"^standard input: is not text in UTF-8"):
        read_proposal(None, {}, raw)


def test_what_is_too_large_to_be_a_proposal_is_refused(tmp_path):
    with pytest.raises(BadInput, match="MB is no proposal"):
        read_proposal(written(tmp_path, "p.txt", b"word " * 5_000_000), {})


def test_a_word_file_is_read(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(str(tmp_path / "p.docx"))
    assert read_proposal(tmp_path / "p.docx", {}).text == TEXT


def test_a_pdf_without_text_is_said_to_be_a_scan(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfWriter()
    pages.add_blank_page(100, 100)
    pages.write(tmp_path / "p.pdf")
    with pytest.raises(BadInput, match="has pages but no text: a scan"):
        read_proposal(tmp_path / "p.pdf", {})


@pytest.mark.parametrize(
    ("written_so", "units"),
    [
        ("1500000", 1_500_000),
        ("EUR 1.5 million", 1_500_000),
        ("€845.000", 845_000),
        ("1 500 000 €", 1_500_000),
        ("1,234,567.50 EUR", 1_234_567.5),
        ("2,5 Mio", 2_500_000),
        (3, 3),
    ],
)
def test_sums_are_read_as_people_write_them(written_so, units):
    assert read_amount(written_so, "amount").units == units
