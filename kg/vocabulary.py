"""Namespaces and IRIs: the names that the project and the common vocabularies use."""

from functools import lru_cache
from typing import Final

BASE: Final = "https://w3id.org/urban-security-kg/"
ONTOLOGY: Final = BASE + "ontology"
USK: Final = ONTOLOGY + "#"
SOURCE: Final = BASE + "source/"
CATALOG: Final = SOURCE + "catalog"
CURATION: Final = SOURCE + "curation/"
INFERENCE: Final = SOURCE + "inference"
SKOLEM: Final = BASE + ".well-known/genid/"

DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

KINDS: Final = (
    "award",
    "body",
    "document",
    "event",
    "funding",
    "knowledge",
    "law",
    "office",
    "org",
    "place",
    "project",
    "record",
    "series",
)

PREFIXES: Final[dict[str, str]] = {
    **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
    "curation": CURATION,
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "eli": "http://data.europa.eu/eli/ontology#",
    "figure": BASE + "figure-kind/",
    "foaf": FOAF,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "role": BASE + "role/",
    "schema": "https://schema.org/",
    "skos": SKOS,
    "source": SOURCE,
    "theme": BASE + "theme/",
    "usk": USK,
    "verdict": BASE + "verdict/",
    "void": "http://rdfs.org/ns/void#",
    # The W3C Organization Ontology; the prefix `org` is taken by the landscape's organisations.
    "w3org": "http://www.w3.org/ns/org#",
    "xsd": XSD,
}


def expand(compact: str) -> str | None:
    """Return the IRI that a compact IRI such as `project:pactesur` stands for.

    Or None if its prefix is unknown.
    """
    prefix, colon, local = compact.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return None


@lru_cache(maxsize=10_000)
def compact(iri: str) -> str:
    """Return an IRI in its shortest known form, or unchanged when no prefix fits."""
    best = max(
        (prefix for prefix in PREFIXES if iri.startswith(PREFIXES[prefix])),
        key=_length,
        default=None,
    )
    return iri if best is None else f"{best}:{iri[len(PREFIXES[best]) :]}"


def _length(prefix: str) -> int:
    return len(PREFIXES[prefix])
