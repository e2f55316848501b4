"""The ontology's own files: languages, correspondences, versions, and the page made of them."""

import re
import runpy
from collections import Counter
from pathlib import Path

import pyoxigraph as engine

from kg import __version__
from kg.ask.names import normalise
from kg.folders import shipped
from kg.vocabulary import BASE, DCTERMS, ONTOLOGY, OWL, RDFS, SKOS, USK

QUADS = {
    path.stem: list(engine.parse(path=str(path))) for path in shipped("ontology").glob("*.ttl")
}
TERMS = {
    q.subject.value
    for q in QUADS["landscape"]
    if q.predicate.value == f"{RDFS}isDefinedBy" and q.subject.value.startswith(USK)
}
PAGE = (Path(__file__).parent.parent / "docs" / "ontology" / "index.html").read_text("utf-8")
LANGUAGES = {"en", "fr", "de", "it", "es"}


def concepts(stem: str) -> set[str]:
    return {q.subject.value for q in QUADS[stem] if q.predicate.value == f"{SKOS}inScheme"}


def test_every_term_has_an_anchor_in_the_page():
    """If not: `make ontology-docs`."""
    anchors = Counter(re.findall(r'<div class="property entity" id="([^"]+)"', PAGE))
    assert anchors == Counter(term.removeprefix(USK) for term in TERMS)


def test_the_page_asks_nothing_of_the_network():
    assert re.findall(r'\bsrc=|@import|url\(|<link[^>]+href="(?!data:)', PAGE) == []


def test_every_theme_is_labelled_once_in_each_of_five_languages():
    for stem in ("themes", "uia-themes"):
        for name in (f"{RDFS}label", f"{SKOS}prefLabel"):
            found = Counter(
                (q.subject.value, q.object.language)
                for q in QUADS[stem]
                if q.predicate.value == name and q.subject.value in concepts(stem)
            )
            assert found == Counter({(iri, of): 1 for iri in concepts(stem) for of in LANGUAGES})


def test_no_two_themes_share_a_name_in_any_language():
    named = {
        (normalise(q.object.value), q.subject.value)
        for q in QUADS["themes"]
        if q.predicate.value in {f"{RDFS}label", f"{SKOS}altLabel"}
    }
    shared = Counter(name for name, _ in named)
    assert [name for name, times in shared.items() if times > 1] == []


def test_the_correspondences_are_likenesses_of_our_own_terms():
    links = [q for q in QUADS["mappings"] if isinstance(q.subject, engine.NamedNode)]
    links = [q for q in links if q.subject.value.startswith(USK)]
    kinds = {f"{SKOS}{kind}Match" for kind in ("broad", "close", "exact", "related")}
    assert {q.predicate.value for q in links} <= kinds
    assert {q.subject.value for q in links} - TERMS == set()
    assert [str(q) for q in links if q.object.value.startswith(BASE)] == []


def test_urban_innovative_actions_has_eight_themes_each_mapped_to_ours():
    ours = concepts("themes")
    mapped = {
        q.subject.value
        for q in QUADS["uia-themes"]
        if q.predicate.value.endswith("Match") and q.object.value in ours
    }
    assert len(concepts("uia-themes")) == 8
    assert mapped == concepts("uia-themes")


def test_a_scheme_cites_a_passage_that_is_described():
    described = {
        q.subject.value
        for path in shipped("data").glob("*.trig")
        for q in engine.parse(path=str(path))
        if q.predicate.value == f"{DCTERMS}isPartOf"
    }
    cited = {q.object.value for q in QUADS["uia-themes"] if q.predicate.value == f"{DCTERMS}source"}
    assert cited - described == set()


def test_the_counts_of_the_data_set_are_those_of_what_is_built():
    """If not: `make register`."""
    counts = runpy.run_path(str(Path(__file__).parent / "counts.py"))
    assert counts["counted"]() == counts["COUNTS"].read_text(encoding="utf-8")


def test_ontology_and_data_set_bear_the_version_of_the_package():
    versions = {
        q.subject.value: q.object.value
        for stem in ("landscape", "dataset")
        for q in QUADS[stem]
        if q.predicate.value == f"{OWL}versionInfo"
    }
    assert versions == {ONTOLOGY: __version__, f"{BASE}dataset": __version__}
