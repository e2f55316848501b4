"""Write ontology/dataset-counts.ttl: how much the data set holds, counted from what is built of it.

`make register` runs it; a test says when it has to be run.
"""

from collections import Counter
from pathlib import Path

import pyoxigraph as engine

from kg.curate.build import gather, read
from kg.curate.closure import close
from kg.vocabulary import BASE, RDF, USK

ROOT = Path(__file__).parent.parent
COUNTS = ROOT / "ontology" / "dataset-counts.ttl"
HEAD = """\
# How much the data set holds: stated and derived triples, each once, and how many of them for each class and property of ours. Made by `make register`.
@prefix usk: <https://w3id.org/urban-security-kg/ontology#> .
@prefix void: <http://rdfs.org/ns/void#> .

<https://w3id.org/urban-security-kg/dataset>
"""


def counted() -> str:
    """Return the text of the file, counted from the shipped ontology and data."""
    inputs = gather(ROOT / "ontology", ROOT / "data", ROOT / "queries" / "rules")
    store = close(read(inputs), inputs.rules)
    triples = list(store.quads_for_pattern(None, None, None, engine.DefaultGraph()))
    subjects = {q.subject for q in triples}
    classes = Counter(q.object.value for q in triples if q.predicate.value == f"{RDF}type")
    properties = Counter(q.predicate.value for q in triples)
    entities = [s for s in subjects if getattr(s, "value", "").startswith(f"{BASE}id/")]
    numbers = {
        "classes": len(classes),
        "distinctObjects": len({q.object for q in triples}),
        "distinctSubjects": len(subjects),
        "entities": len(entities),
        "properties": len(properties),
        "triples": len(triples),
    }
    lines = [
        f"    void:classPartition\n{_parts(classes, 'class', 'entities')}",
        *(f"    void:{name} {number}" for name, number in sorted(numbers.items())),
        f"    void:propertyPartition\n{_parts(properties, 'property', 'triples')}",
        f'    void:uriRegexPattern "^{BASE}id/"',
    ]
    return HEAD + " ;\n".join(lines) + " .\n"


def _parts(counts: Counter[str], kind: str, unit: str) -> str:
    """Return a list of blank nodes: a term of ours, and how often it is used."""
    own = {term.removeprefix(USK): n for term, n in counts.items() if term.startswith(USK)}
    return " ,\n".join(
        f"        [ void:{kind} usk:{term} ; void:{unit} {n} ]" for term, n in sorted(own.items())
    )


def main() -> None:
    """Write the file; it is part of what is counted, so count until it is the same twice."""
    while (text := counted()) != (COUNTS.read_text(encoding="utf-8") if COUNTS.exists() else ""):
        COUNTS.write_text(text, encoding="utf-8")
    print(f"{COUNTS.relative_to(ROOT)} holds the counts")


if __name__ == "__main__":
    main()
