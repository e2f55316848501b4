"""The shipped data keep the contract of data/README.md."""

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pyoxigraph as engine
import pytest

from kg.errors import Ambiguous
from kg.folders import shipped
from kg.vocabulary import BASE, CATALOG, CURATION, DCTERMS, OWL, RDF, RDFS, SKOS, SOURCE, USK

QUADS = [
    quad for path in sorted(shipped("data").glob("*.trig")) for quad in engine.parse(path=str(path))
]
TERMS = {
    quad.subject.value
    for path in sorted(shipped("ontology").glob("*.ttl"))
    for quad in engine.parse(path=str(path))
    if isinstance(quad.subject, engine.NamedNode)
}
IN_CATALOG = [quad for quad in QUADS if quad.graph_name.value == CATALOG]
IN_PASSAGES = [
    q
    for q in QUADS
    if q.graph_name.value != CATALOG and not q.graph_name.value.startswith(CURATION)
]
SOURCES = {
    "cities-against-radicalisation": "001",
    "mayors-conference-2018": "000",
    "orientation-paper": "004",
    "security-democracy-cities-2024": "002",
    "summit-of-mayors-2017": "003",
}
SHARED = (
    Path(os.environ.get("KG_SHARED", Path(__file__).parent.parent.parent / "shared")) / "sources"
)
needs_sources = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the texts of the sources, named by KG_SHARED"
)


def described(kind: str) -> set[str]:
    return {
        q.subject.value
        for q in IN_CATALOG
        if q.predicate.value == RDF + "type" and q.object.value == USK + kind
    }


def source_of(quad: engine.Quad) -> str:
    return quad.graph_name.value.removeprefix(SOURCE).partition("/")[0]


def things(quad: engine.Quad) -> list[str]:
    terms = [t.value for t in (quad.subject, quad.object) if isinstance(t, engine.NamedNode)]
    return [iri for iri in terms if iri.startswith(f"{BASE}id/")]


def test_the_inventory_has_its_76_rows_in_eight_sections():
    rows = described("InventoryRow")
    sections = [q for q in IN_CATALOG if q.predicate.value == USK + "section"]
    assert Counter(q.object.value for q in sections if q.subject.value in rows) == {
        "Existing Strategies & Policies": 11,
        "Existing Legislation": 4,
        "Upcoming Legislation": 2,
        "Programmes & Funding Opportunities": 13,
        "Networks, working groups, associations": 17,
        "Awards & Best Practices": 2,
        "Data & Studies": 10,
        "Projects": 17,
    }


def test_the_first_cell_of_each_row_of_the_inventory_finds_what_the_row_describes(real):
    described_by: dict[str, set[str]] = {}
    for q in IN_CATALOG:
        if q.predicate.value == USK + "describes":
            described_by.setdefault(q.subject.value, set()).add(q.object.value)
    titles = {
        q.subject.value: q.object.value
        for q in IN_CATALOG
        if q.predicate.value == DCTERMS + "title" and q.subject.value in described("InventoryRow")
    }
    assert titles.keys() == described("InventoryRow")
    ambiguous = []
    for row, title in titles.items():
        try:
            assert real.names.find(title).value in described_by[row]
        except Ambiguous:
            ambiguous.append(title)
    assert sorted(ambiguous) == [
        "Cohesion Policy funds, FP 7 and H2020 for 2013-2020",
        "PERICLES",
        "PRoTECT",
    ]


def test_no_blank_node_and_nothing_outside_a_graph():
    assert [
        q for q in QUADS if "BlankNode" in repr(q) or isinstance(q.graph_name, engine.DefaultGraph)
    ] == []


def test_every_graph_is_a_described_passage_of_a_described_source():
    graphs = {q.graph_name.value for q in QUADS} - {CATALOG}
    passages = described("Passage") | described("InventoryRow")
    documents = described("SourceDocument")
    part_of = {
        q.subject.value: q.object.value
        for q in IN_CATALOG
        if q.predicate.value == DCTERMS + "isPartOf"
    }
    assert graphs - passages == set()
    assert {p for p in passages if part_of.get(p) not in documents | passages} == set()


def test_every_passage_has_a_label_and_a_place_of_its_own():
    passages = described("Passage") | described("InventoryRow")
    of = {
        name: {q.subject.value for q in IN_CATALOG if q.predicate.value == name}
        for name in (RDFS + "label", USK + "position")
    }
    assert passages - of[RDFS + "label"] == set()
    assert passages - of[USK + "position"] == set()
    places = Counter(
        (q.subject.value.removeprefix(SOURCE).partition("/")[0], q.object.value)
        for q in IN_CATALOG
        if q.predicate.value == USK + "position"
    )
    assert [place for place, times in places.items() if times > 1] == []


def test_only_terms_that_the_ontology_defines_are_used():
    used = {q.predicate.value for q in QUADS} | {
        q.object.value for q in QUADS if isinstance(q.object, engine.NamedNode)
    }
    own = {
        iri
        for iri in used
        if iri.startswith((USK, f"{BASE}theme/", f"{BASE}role/", f"{BASE}figure-kind/"))
    }
    assert own - TERMS == set()


def test_everything_named_has_a_type_and_exactly_one_english_label():
    typed = {q.subject.value for q in QUADS if q.predicate.value == RDF + "type"}
    labels = Counter(
        q.subject.value
        for q in QUADS
        if q.predicate.value == RDFS + "label" and q.object.language == "en"
    )
    retired = {q.subject.value for q in QUADS if q.predicate.value == OWL + "deprecated"}
    mentioned = {iri for quad in QUADS for iri in things(quad)} - retired
    assert mentioned - typed == set()
    unnamed = {iri for iri in mentioned if "/id/record/" not in iri and labels[iri] != 1}
    assert unnamed == set()


def test_labels_are_the_curators_and_no_two_things_share_one():
    of_things = [
        q for q in QUADS if q.predicate.value == RDFS + "label" and "/id/" in q.subject.value
    ]
    assert {q.graph_name.value for q in of_things} == {f"{CURATION}names"}
    shared = Counter(q.object.value for q in of_things)
    assert [label for label, times in shared.items() if times > 1] == []


def test_slugs_are_lower_case_ascii_words():
    slugs = {iri.rpartition("/")[2] for quad in QUADS for iri in things(quad)}
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_dates_have_a_precision_that_the_contract_allows():
    dated = [
        q
        for q in QUADS
        if q.predicate.value
        in {USK + n for n in ("date", "startDate", "endDate", "deadline", "asOf")}
    ]
    allowed = {"date": r"\d{4}-\d\d-\d\d", "gYear": r"\d{4}", "gYearMonth": r"\d{4}-\d\d"}
    wrong = [
        str(q)
        for q in dated
        if not re.fullmatch(
            allowed.get(q.object.datatype.value.rpartition("#")[2], "never"), q.object.value
        )
    ]
    assert wrong == []


def test_every_allocation_of_the_five_documents_has_an_amount_and_the_words_that_state_it():
    of_documents = [q for q in IN_PASSAGES if source_of(q) in SOURCES]
    allocations = {
        q.subject.value
        for q in of_documents
        if q.object == engine.NamedNode(USK + "FundingAllocation")
    }
    having = {
        name: {q.subject.value for q in of_documents if q.predicate.value == USK + name}
        for name in ("amount", "asWritten", "qualifier")
    }
    assert {name: allocations - subjects for name, subjects in having.items()} == {
        "amount": set(),
        "asWritten": set(),
        "qualifier": set(),
    }


def test_a_reading_is_read_in_a_described_passage():
    passages = described("Passage") | described("InventoryRow")
    assert {
        q.object.value for q in QUADS if q.predicate.value == USK + "readIn"
    } - passages == set()


def test_no_mail_address_and_no_telephone_number():
    texts = [q.object.value for q in QUADS if isinstance(q.object, engine.Literal)]
    links = [q.object.value for q in QUADS if isinstance(q.object, engine.NamedNode)]
    assert [t for t in texts + links if re.search(r"\S@\S+\.\S|\+\d{2}[\d ()/-]{7,}", t)] == []


def test_links_lead_to_the_web():
    pages = {q.object.value for q in QUADS if q.predicate.value.endswith("foaf/0.1/page")}
    assert [page for page in pages if not re.match(r"https?://[\w.-]+", page)] == []


def normalised(text: str) -> str:
    """The text without tags, stars and kinds of quotes and dashes, in lower case and single spaces."""
    plain = unicodedata.normalize("NFC", re.sub(r"</?[a-zA-Z][^>]*>", "", text)).replace("*", "")
    for kinds, one in (("’‘", "'"), ("“”«»", '"'), ("–\u2011", "-"), ("\u00a0", " ")):
        plain = re.sub(f"[{kinds}]", one, plain)
    return " ".join(plain.split()).lower()


def text_of(source: str) -> str:
    (path,) = SHARED.glob(f"{SOURCES[source]}_*.txt")
    return normalised(path.read_text(encoding="utf-8"))


@needs_sources
@pytest.mark.parametrize("source", sorted(SOURCES))
def test_names_and_quoted_words_stand_in_the_source_letter_by_letter(source):
    text = text_of(source)
    verbatim = {
        SKOS + "altLabel",
        SKOS + "hiddenLabel",
        USK + "asWritten",
        USK + "capacity",
        USK + "holderName",
        DCTERMS + "title",
    }
    quoted = [
        q.object.value
        for q in IN_PASSAGES
        if q.predicate.value in verbatim and q.graph_name.value.startswith(f"{SOURCE}{source}/")
    ]
    assert [words for words in quoted if normalised(words).strip() not in text] == []


@needs_sources
def test_first_cells_of_the_inventory_stand_in_the_source_letter_by_letter():
    rows = described("InventoryRow")
    cells = [
        q.object.value
        for q in IN_CATALOG
        if q.predicate.value == DCTERMS + "title" and q.subject.value in rows
    ]
    text = text_of("orientation-paper")
    assert [words for words in cells if normalised(words) not in text] == []


def runs_of_nine(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", normalised(text))
    return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}


@needs_sources
def test_no_sentence_of_a_source_is_copied():
    in_sources = set().union(*(runs_of_nine(text_of(source)) for source in SOURCES))
    copied = [
        (q.subject.value, q.object.value)
        for q in QUADS
        if isinstance(q.object, engine.Literal) and q.predicate.value != DCTERMS + "title"
        if runs_of_nine(q.object.value) & in_sources
    ]
    assert copied == []
