"""Measure the pages in headless Chromium: when they are drawn, and how fast 2,000 things pan."""

import statistics
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
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


def many(home: Path, count: int = 2000) -> Path:
    """Write the page of a made-up network of so many things."""
    import networkx

    from kg.draw.facts import Facts
    from kg.draw.families import FAMILIES
    from kg.draw.layout import layout
    from kg.draw.page import Caption, draw_page

    made = networkx.barabasi_albert_graph(count, 2, seed=7)
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
            group="part", passages=(), inferred=False, provisional=False,
        )  # fmt: skip
    facts = Facts()
    facts.cards = [{"description": facts.text("")} for _ in names]
    path = home / "many.html"
    caption = Caption("Many things", "", (), "")
    path.write_text(draw_page(graph, layout(graph), facts, caption), encoding="utf-8")
    return path


def measure_pages(folder: Path) -> dict[str, float]:
    """Return the milliseconds until each page of a folder is drawn, the median of three."""
    return {
        page.name: statistics.median(_open(page)[0] for _ in range(3))
        for page in sorted(folder.glob("*.html"))
    }


def measure_many(home: Path) -> tuple[float, float]:
    """Return the milliseconds until 2,000 things are drawn, and the frames a second when panned."""
    return _open(many(home), PAN)


def _open(page: Path, script: str = "() => 0") -> tuple[float, float]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        tab.goto(page.as_uri())
        drawn = tab.evaluate("performance.getEntriesByName('drawn')[0].startTime")
        result = float(drawn), float(tab.evaluate(script))
        browser.close()
    return result
