"""Which things the user's imports speak of."""

from pathlib import Path

from kg.errors import BadInput
from kg.vocabulary import BASE, RDF

_FORMATS = {".trig", ".nq", ".ttl", ".nt"}


def read_imported(home: Path) -> set[str]:
    """Return the things of the landscape's namespace to which a file in `imports` gives a type."""
    import pyoxigraph  # late: only imports need it

    found: set[str] = set()
    for path in sorted((home / "imports").glob("*")):
        if path.suffix not in _FORMATS:
            continue
        try:
            for quad in pyoxigraph.parse(path=str(path)):
                subject = getattr(quad.subject, "value", "")
                if quad.predicate.value == f"{RDF}type" and subject.startswith(f"{BASE}id/"):
                    found.add(subject)
        except (SyntaxError, OSError) as problem:
            raise BadInput(f"{path}: cannot be read ({problem})") from problem
    return found
