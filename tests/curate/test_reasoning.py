"""The shipped landscape under two reasoners that no one here wrote: owlrl and HermiT."""

import owlready2
import owlrl
import pyoxigraph as engine
import pytest
import rdflib

from kg.curate.build import gather, read
from kg.curate.closure import close
from kg.folders import shipped
from kg.vocabulary import BASE, OWL, RDF, USK

INPUTS = gather(shipped("ontology"), shipped("data"), shipped("queries") / "rules")
ASSERTED = list(read(INPUTS))
TYPE = engine.NamedNode(f"{RDF}type")


def as_triples(quads) -> set[engine.Triple]:
    return {engine.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}


def of_the_project(subject: str, predicate: str, value: str) -> bool:
    """Whether a statement is about a thing of the landscape, in a term of the ontology."""
    is_type = predicate == f"{RDF}type" and value.startswith(USK)
    return subject.startswith(f"{BASE}id/") and (is_type or predicate.startswith(USK))


def is_text(triple: engine.Triple) -> bool:
    of_ours = triple.predicate.value.startswith(USK)
    return isinstance(triple.object, engine.Literal) and not of_ours


@pytest.fixture(scope="module")
def reference() -> rdflib.Graph:
    """The shipped landscape as OWL 2 RL closes it."""
    graph = rdflib.Graph()
    # Without names and descriptions, in terms that are not the project's: they take half of the
    # time. Were anything to follow from one of them, it would be missing in the comparison.
    triples = [t for t in as_triples(ASSERTED) if not is_text(t)]
    text = engine.serialize(triples, format=engine.RdfFormat.N_TRIPLES)
    graph.parse(data=text.decode(), format="nt")
    # The roles of participations are a rule of the project's own; the reference is told their result.
    graph.update(
        """INSERT { ?x ?p ?y } WHERE {
            ?r usk:participationIn ?x ; usk:participant ?y ; usk:hasRole/w3org:roleProperty ?p
            MINUS { ?r usk:provisional true }
            MINUS { ?r usk:dateStatus ?status FILTER (?status IN ("planned", "provisional")) }
        }""",
        initNs={"usk": USK, "w3org": "http://www.w3.org/ns/org#"},
    )
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def test_the_closure_is_that_of_owlrl_on_the_projects_own_terms(reference):
    theirs = {
        (str(s), str(p), str(o)) for s, p, o in reference if of_the_project(str(s), str(p), str(o))
    }
    closed = close(ASSERTED, INPUTS.rules).quads_for_pattern(
        None, None, None, engine.DefaultGraph()
    )
    ours = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in closed
        if of_the_project(q.subject.value, q.predicate.value, q.object.value)
        and q.predicate.value not in (f"{USK}earliestDate", f"{USK}latestDate")
    }
    assert ours == theirs


def test_no_two_of_our_own_things_are_inferred_to_be_one(reference):
    same = reference.subject_objects(rdflib.OWL.sameAs)
    assert [pair for pair in same if pair[0] != pair[1] and str(pair[0]).startswith(BASE)] == []


def hermit(folder, *more: engine.Triple) -> owlready2.World:
    """Reason over the shipped landscape and some triples more; return the world with what HermiT found."""
    triples = as_triples(ASSERTED) | set(more)
    # Every thing of the landscape is declared, because owlready2 hands HermiT only declared individuals.
    named = {t.subject for t in triples if "/id/" in str(t.subject) or "/theme/" in str(t.subject)}
    triples |= {
        engine.Triple(thing, TYPE, engine.NamedNode(f"{OWL}NamedIndividual")) for thing in named
    }
    path = folder / "landscape.nt"
    path.write_bytes(engine.serialize(triples, format=engine.RdfFormat.N_TRIPLES))
    world = owlready2.World()
    with world.get_ontology(path.as_uri()).load():
        owlready2.sync_reasoner_hermit(world, ignore_unsupported_datatypes=True, debug=0)
    assert len(list(world.individuals())) == len(named)
    return world


@pytest.mark.java
def test_hermit_finds_the_landscape_consistent_and_every_class_satisfiable(tmp_path):
    assert list(hermit(tmp_path).inconsistent_classes()) == []


@pytest.mark.java
def test_hermit_finds_a_city_that_is_its_own_authority(tmp_path):
    fault = engine.Triple(
        engine.NamedNode(f"{BASE}id/org/city-of-nice"), TYPE, engine.NamedNode(f"{USK}City")
    )
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        hermit(tmp_path, fault)
