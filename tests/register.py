"""Add the IRIs that are new to docs/iri-register.txt; none is ever taken out.

`python tests/register.py` registers those of the ontology, with `--data` those of the data as well.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as engine

ROOT = Path(__file__).parent.parent
REGISTER = ROOT / "docs" / "iri-register.txt"
BASE = "https://w3id.org/urban-security-kg/"
HEAD = "# Every IRI that was published: none may disappear (see data/README.md, Slugs). Made by `make register`.\n"


def quads(*, data: bool) -> Iterator[engine.Quad]:
    """Give what the files of the ontology say, and those of the data if they are asked for."""
    for path in [*ROOT.glob("ontology/*.ttl"), *(ROOT.glob("data/*.trig") if data else ())]:
        yield from engine.parse(path=str(path))


def in_files(*, data: bool) -> set[str]:
    """Return the project's own IRIs of which something is said."""
    named = {q.subject.value for q in quads(data=data) if isinstance(q.subject, engine.NamedNode)}
    return {iri for iri in named if iri.startswith(BASE)}


def registered() -> list[str]:
    """Return the IRIs of the register in its order."""
    lines = REGISTER.read_text(encoding="utf-8").splitlines() if REGISTER.exists() else []
    return [line for line in lines if not line.startswith("#")]


def main() -> None:
    """Add what is new and say how much it was."""
    before = set(registered())
    after = before | in_files(data="--data" in sys.argv[1:])
    REGISTER.write_text(HEAD + "".join(f"{iri}\n" for iri in sorted(after)), encoding="utf-8")
    print(f"{REGISTER.relative_to(ROOT)}: {len(after)} IRIs, {len(after - before)} of them new")


if __name__ == "__main__":
    main()
