"""Measure what is promised, each figure beside a peer in the same run; exit 1 when one is broken.

CPU seconds are user and system time of whole processes. The catalogue at a million triples is
measured by `tests.bench.queries`, the quality of `kg check` by `make evaluate`.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import overlap, pages  # noqa: E402
from tests.bench.figures import Figure, cpu, least_cpu  # noqa: E402

RUNS = 15
KG = [sys.executable, "-m", "kg"]
# The peer of a query: the least that a Python command line on this engine can do.
BARE = """
import sys, click, pyoxigraph
query = open(sys.argv[2], encoding="utf-8").read()
prefixes = dict(line.split() for line in open(sys.argv[3], encoding="utf-8"))
store = pyoxigraph.Store.read_only(sys.argv[1])
found = store.query(query, prefixes=prefixes)
found.serialize(sys.stdout.buffer, pyoxigraph.QueryResultsFormat.CSV)
"""
# The peer of building: rdflib reads the same files, and derives nothing.
READING = (
    "import rdflib; from kg.folders import shipped; d = rdflib.Dataset();"
    "[d.parse(p, format='trig') for f in ('ontology', 'data') for p in shipped(f).glob('*.t*')]"
)


def in_turn(
    one: Callable[[], float], other: Callable[[], float], runs: int = RUNS
) -> tuple[float, float, float]:
    """Return the least of two measurements taken in turn, and their ratio.

    What else the machine does only ever adds to a measurement.
    """
    one(), other()  # warm the caches
    pairs = [(one(), other()) for _ in range(runs)]
    mine, theirs = min(a for a, _ in pairs), min(b for _, b in pairs)
    return mine, theirs, mine / theirs


def building(environment: dict[str, str]) -> Iterator[Figure]:
    """Give the time that a store takes to be built."""
    built = least_cpu([*KG, "build", "--force"], environment, 5)
    peer = least_cpu([sys.executable, "-c", READING], environment, 3)
    yield Figure(
        "building the store", built, "s CPU", 3, f"rdflib reads the same files: {peer:.2f}"
    )


def asking(home: Path, environment: dict[str, str]) -> Iterator[Figure]:
    """Compare `kg query` of a catalogue query with a bare process that asks the same."""
    from kg.ask.catalogue import Catalogue
    from kg.folders import shipped
    from kg.landscape import open_landscape
    from kg.store.binding import bind
    from kg.vocabulary import PREFIXES

    store = open_landscape(home).directory
    assert store is not None
    prefixes, text = home / "prefixes", home / "query.rq"
    prefixes.write_text("".join(f"{p} {iri}\n" for p, iri in PREFIXES.items()), encoding="utf-8")
    bare = [sys.executable, "-c", BARE, str(store / "graph"), str(text), str(prefixes)]
    for name in ("amounts", "projects-by-fund"):
        query = Catalogue(shipped("queries")).find(name)
        open_places = {parameter.name: None for parameter in query.parameters}
        text.write_text(bind(query.text, open_places), encoding="utf-8")
        ours = [*KG, "query", name]
        mine, theirs, ratio = in_turn(
            lambda ours=ours: cpu(ours, environment),  # type: ignore[misc]
            lambda: cpu(bare, environment),
        )
        peer = f"{mine * 1000:.0f} ms, a bare process {theirs * 1000:.0f} ms"
        yield Figure(f"kg query {name}", ratio, "times", 1.6, peer)


def main() -> None:
    """Measure everything in a home of its own; print a line for each figure as it is known."""
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "KG_HOME": folder, "PYTHONPATH": path}
        # Modules are compiled once, as by an installation, and not at each start.
        environment |= {"PYTHONPYCACHEPREFIX": str(home / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        measured = chain(
            building(environment),
            asking(home, environment),
            pages.figures(home, environment),
            overlap.figures(home, environment),
        )
        for figure in measured:
            print(figure, flush=True)
            broken += not figure.kept
    print(f"{broken} broken" if broken else "all kept")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
