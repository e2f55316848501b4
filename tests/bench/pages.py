"""Measure pages: writing and size, when Chromium has drawn them, how fast 2,000 things pan.

Beside each the same network as pyvis draws it by itself: physics on, and no cards.
"""

import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, least_cpu

CHROMIUM = Path("/usr/bin/chromium")
THINGS = 2000
PATIENCE = 30  # seconds that a page of pyvis' own gets
# The pixels of a canvas are not all blank.
PAINTED = """() => {
  const canvas = document.querySelector('canvas');
  if (!canvas || !canvas.width) return false;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 3; i < data.length; i += 4) if (data[i]) return performance.now();
  return false;
}"""
PAN = """() => new Promise(done => {
  let frames = 0; const start = performance.now();
  const step = () => {
    const at = network.getViewPosition();
    network.moveTo({ position: { x: at.x + 3, y: at.y }, scale: network.getScale() });
    frames += 1;
    const spent = performance.now() - start;
    if (spent < 2000) requestAnimationFrame(step); else done(frames / spent * 1000);
  };
  requestAnimationFrame(step);
})"""
DEFAULT = (
    "import sys; from pathlib import Path; from kg.landscape import open_landscape;"
    "from tests.bench.pages import write_default;"
    "write_default(open_landscape(Path(sys.argv[1])).network(), Path(sys.argv[2]))"
)


def figures(home: Path, environment: dict[str, str]) -> Iterator[Figure]:
    """Give what is promised of the pages of the shipped landscape and of a network of 2,000."""
    page, default = home / "landscape.html", home / "default.html"
    written = least_cpu(
        [sys.executable, "-m", "kg", "view", "landscape", "-o", str(page)], environment
    )
    peer = least_cpu([sys.executable, "-c", DEFAULT, str(home), str(default)], environment, 3)
    size, theirs = page.stat().st_size / 1e6, default.stat().st_size / 1e6
    yield Figure("landscape page, written", written, "s CPU", 1.5, f"pyvis alone: {peer:.2f}")
    yield Figure("landscape page, size", size, "MB", 1, f"pyvis alone: {theirs:.2f}")
    many, default_many = write_many(home)
    places, alone = laid_out()
    yield Figure(
        f"layout of {THINGS:,} things", places, "s CPU", 3, f"rustworkx alone: {alone:.2f}"
    )
    if not CHROMIUM.exists():
        print("not measured: what a browser draws; the Debian package chromium is not installed")
        return
    yield Figure("landscape page, drawn", painted(page), "s", 1, in_words(painted(default, 1)))
    first = in_words(painted(default_many, 1))
    yield Figure(f"{THINGS:,} things, drawn", painted(many), "s", 3, first)
    yield Figure(
        f"{THINGS:,} things, panned",
        frames(many),
        "frames/s",
        20,
        f"pyvis alone, physics on: {frames(default_many):.2f}",
        least=True,
    )


def write_default(network: Any, path: Path) -> None:
    """Write a network with pyvis as it comes, its files inlined."""
    from pyvis.network import Network

    page = Network(cdn_resources="in_line", directed=True)
    page.add_nodes(list(network.nodes), label=[of["label"] for of in network.nodes.values()])
    page.add_edges(list(network.edges()))
    path.write_text(page.generate_html(), encoding="utf-8")


def made_up() -> Any:
    """Return a network of many things in the form of the landscape's."""
    import networkx

    from kg.draw.families import FAMILIES

    made = networkx.barabasi_albert_graph(THINGS, 2, seed=7)
    graph = networkx.MultiDiGraph(themes={})
    for i in made.nodes:
        graph.add_node(
            f"https://w3id.org/urban-security-kg/id/project/{i}",
            label=f"Thing number {i}", type="project", family=FAMILIES[i % 8].key,
            first_year=None, last_year=None, themes=(), planned=False,
        )  # fmt: skip
    names = list(graph.nodes)
    for a, b in made.edges:
        graph.add_edge(
            names[a], names[b], key="r", relation="r", label="takes part in", back="has part",
            group="part", passages=(), inferred=False, status="",
        )  # fmt: skip
    return graph


def write_many(home: Path) -> tuple[Path, Path]:
    """Write the page of a made-up network, and the one that pyvis makes of it by itself."""
    from kg.draw.facts import Facts
    from kg.draw.layout import layout
    from kg.draw.page import Caption, draw_page

    graph, facts = made_up(), Facts()
    facts.cards = [{"description": facts.text("")} for _ in graph]
    ours, default = home / "many.html", home / "default-many.html"
    caption = Caption("Many things", "", (), "")
    ours.write_text(draw_page(graph, layout(graph), facts, caption), encoding="utf-8")
    write_default(graph, default)
    return ours, default


def laid_out() -> tuple[float, float]:
    """Return the CPU seconds of a layout, and those of rustworkx' springs with its own settings."""
    import rustworkx

    from kg.draw.layout import layout

    graph = made_up()
    number = {iri: i for i, iri in enumerate(graph)}
    springs = rustworkx.PyGraph()
    springs.add_nodes_from(list(graph))
    springs.add_edges_from([(number[a], number[b], 1.0) for a, b in graph.edges()])
    ours, theirs = [], []
    for _ in range(3):
        begun = time.process_time()
        layout(graph)
        between = time.process_time()
        rustworkx.spring_layout(springs, seed=7)
        ours.append(between - begun)
        theirs.append(time.process_time() - between)
    return min(ours), min(theirs)


def painted(path: Path, runs: int = 3) -> float:
    """Return after how many seconds there is something on a page's canvas, the least of some runs.

    It is infinite when there is nothing while our patience lasts.
    """
    from playwright.sync_api import TimeoutError as TooLong

    times: list[float] = []
    for _ in range(runs):
        with _opened(path) as tab:
            try:
                times.append(tab.wait_for_function(PAINTED).json_value() / 1000)
            except TooLong:
                return math.inf
    return min(times)


def in_words(seconds: float) -> str:
    """Return when pyvis' own page has something on its canvas."""
    when = f"{seconds:.2f}" if seconds < math.inf else f"nothing in {PATIENCE} s"
    return f"pyvis alone, physics on: {when}"


def frames(path: Path, runs: int = 3) -> float:
    """Return the frames a second of a page that is panned, the most of some runs.

    None when it draws nothing.
    """
    from playwright.sync_api import TimeoutError as TooLong

    most = 0.0
    for _ in range(runs):
        with _opened(path) as tab:
            try:
                tab.wait_for_function(PAINTED)
            except TooLong:
                return most
            most = max(most, float(tab.evaluate(PAN)))
    return most


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a page in a Chromium of its own, without a network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        tab.route("http*://**", lambda route: route.abort())
        tab.set_default_timeout(PATIENCE * 1000)
        tab.goto(path.as_uri(), wait_until="commit")
        yield tab
        browser.close()
