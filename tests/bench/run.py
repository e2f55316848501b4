"""Measure what is promised, each figure beside a peer in the same run: CPU seconds and ratios."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

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


def cpu(command: Sequence[str], environment: dict[str, str]) -> float:
    """Return the CPU seconds, user and system, of one finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def in_turn(
    one: Callable[[], float], other: Callable[[], float], runs: int = RUNS
) -> tuple[float, float, float]:
    """Return the medians of two measurements taken in turn, and that of their ratios."""
    one(), other()  # warm the caches
    pairs = [(one(), other()) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def verdict(what: str, value: float, unit: str, limit: float) -> bool:
    """Print one figure beside its limit; return whether it is kept."""
    kept = value <= limit
    print(f"  {'kept  ' if kept else 'BROKEN'}  {what}: {value:.2f} {unit} (at most {limit:g})")
    return kept


def measure_query(home: Path, environment: dict[str, str]) -> bool:
    """Compare `kg query` of a catalogue query with a bare process that asks the same."""
    from kg.ask.catalogue import Catalogue
    from kg.folders import shipped
    from kg.landscape import open_landscape
    from kg.store.binding import bind
    from kg.vocabulary import PREFIXES

    store = open_landscape(home).directory / "graph"
    (home / "prefixes").write_text(
        "".join(f"{p} {iri}\n" for p, iri in PREFIXES.items()), encoding="utf-8"
    )
    kept = True
    for name in ("amounts", "projects-by-fund"):
        query = Catalogue(shipped("queries")).find(name)
        text = bind(query.text, {parameter.name: None for parameter in query.parameters})
        (home / "query.rq").write_text(text, encoding="utf-8")
        bare = [
            sys.executable,
            "-c",
            BARE,
            str(store),
            str(home / "query.rq"),
            str(home / "prefixes"),
        ]
        ours, theirs, ratio = in_turn(
            lambda name=name: cpu([*KG, "query", name], environment),  # type: ignore[misc]
            lambda bare=bare: cpu(bare, environment),  # type: ignore[misc]
        )
        print(f"kg query {name}: {ours * 1000:.0f} ms CPU; bare process: {theirs * 1000:.0f} ms")
        kept &= verdict("ratio", ratio, "times", 1.6)
    return kept


def measure_build(environment: dict[str, str]) -> bool:
    """Compare building the store with reading the same files by rdflib, which derives nothing."""
    code = (
        "import rdflib; from kg.folders import shipped; d = rdflib.Dataset();"
        "[d.parse(p, format='trig') for f in ('ontology', 'data') for p in shipped(f).glob('*.t*')]"
    )
    ours, theirs, ratio = in_turn(
        lambda: cpu([*KG, "build", "--force"], environment),
        lambda: cpu([sys.executable, "-c", code], environment),
        5,
    )
    print(
        f"kg build: {ours:.2f} s CPU; rdflib reading the same files: {theirs:.2f} s (ratio {ratio:.2f})"
    )
    return verdict("building the store", ours, "s CPU", 3)


def measure_page(home: Path, environment: dict[str, str]) -> bool:
    """Measure the landscape page: time to write it, its size, and the time until its nodes are drawn."""
    page = home / "landscape.html"
    written = statistics.median(
        cpu([*KG, "view", "landscape", "-o", str(page)], environment) for _ in range(5)
    )
    print("kg view landscape")
    kept = verdict("written in", written, "s CPU", 1.5)
    kept &= verdict("size", page.stat().st_size / 1e6, "MB", 1)
    try:
        ours, peer = drawn(page), drawn(default_page(home))
    except FileNotFoundError as missing:
        print(f"  not measured: the time until it is drawn ({missing})")
        return kept
    print(
        f"  the page of pyvis' defaults, physics on, same network: {peer:.2f} s until its first picture"
    )
    return kept & verdict("drawn after", ours, "s", 1)


def default_page(home: Path) -> Path:
    """Write the same network with pyvis as it comes, its files inlined."""
    from pyvis.network import Network

    from kg.landscape import open_landscape

    graph = open_landscape(home).network()
    peer = Network(cdn_resources="in_line", directed=True)
    for node, about in graph.nodes(data=True):
        peer.add_node(node, label=about["label"])
    for subject, thing in graph.edges():
        peer.add_edge(subject, thing)
    path = home / "default.html"
    path.write_text(peer.generate_html(), encoding="utf-8")
    return path


def drawn(page: Path) -> float:
    """Return the seconds from opening a page in headless Chromium until its canvas is painted."""
    from playwright.sync_api import sync_playwright

    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        raise FileNotFoundError("the Debian package chromium is not installed")
    painted = (
        "() => { const c = document.querySelector('canvas'); if (!c || !c.width) return false;"
        " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " for (let i = 3; i < d.length; i += 4) if (d[i]) return performance.now(); return false; }"
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"]
        )
        times = []
        for _ in range(5):
            tab = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
            tab.route("http*://**", lambda route: route.abort())
            tab.goto(page.as_uri(), wait_until="commit")
            times.append(tab.wait_for_function(painted, timeout=60_000).json_value() / 1000)
            tab.context.close()
        browser.close()
    return statistics.median(times)


def main() -> None:
    """Measure everything in a home of its own; exit 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {**os.environ, "KG_HOME": folder}
        kept = [
            measure_build(environment),
            measure_query(home, environment),
            measure_page(home, environment),
        ]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
