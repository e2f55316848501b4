"""No published IRI disappears: what is registered is in the ontology or in the data, for ever."""

import runpy
from pathlib import Path

from kg.vocabulary import DCTERMS, OWL

REGISTER = runpy.run_path(str(Path(__file__).parent / "register.py"))
REGISTERED = REGISTER["registered"]()
QUADS = list(REGISTER["quads"](data=True))


def test_the_register_is_sorted_and_names_each_iri_once():
    assert sorted(set(REGISTERED)) == REGISTERED


def test_no_registered_iri_has_disappeared():
    """A mistaken one stays, with owl:deprecated and dcterms:isReplacedBy."""
    assert sorted(set(REGISTERED) - REGISTER["in_files"](data=True)) == []


def test_what_is_deprecated_names_what_replaces_it():
    deprecated = {q.subject.value for q in QUADS if q.predicate.value == f"{OWL}deprecated"}
    replaced = {
        q.subject.value: q.object.value
        for q in QUADS
        if q.predicate.value == f"{DCTERMS}isReplacedBy"
    }
    assert sorted(deprecated - replaced.keys()) == []
    assert sorted(set(replaced.values()) - REGISTER["in_files"](data=True)) == []


def test_every_iri_of_the_ontology_is_registered():
    """If not: `make register`, once the name is right; it cannot be mended afterwards."""
    assert sorted(REGISTER["in_files"](data=False) - set(REGISTERED)) == []
