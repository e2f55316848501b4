"""The made-up landscape of pictures, its page, and the browser that opens it without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ask.catalogue import Catalogue
from kg.curate.build import build, gather
from kg.draw.selection import Wanted
from kg.draw.view import draw_landscape
from kg.folders import shipped
from kg.landscape import Landscape

SQUARE = Path(__file__).parent / "square"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def square(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """The landscape of tests/draw/square."""
    home = tmp_path_factory.mktemp("square")
    inputs = gather(shipped("ontology"), SQUARE, shipped("queries") / "rules")
    return Landscape(home, build(inputs, home / "stores"), Catalogue(shipped("queries")))


@pytest.fixture(scope="session")
def html(square: Landscape) -> str:
    return draw_landscape(square.store, square.names, square.origin, Wanted(top=300)).html


@pytest.fixture(scope="session")
def page_file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "landscape.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def open_page(browser, page_file):
    """Open a page, by default that of the square, and return it with what it asked for and complained of."""
    contexts = []

    def opened(fragment="", path=page_file, **options):
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        context.route(
            "**", lambda r: r.continue_() if r.request.url.startswith("file:") else r.abort()
        )
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()


TOWN = Path(__file__).parent / "town"


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """The landscape of tests/draw/town, which has something for every page."""
    home = tmp_path_factory.mktemp("town")
    inputs = gather(shipped("ontology"), TOWN, shipped("queries") / "rules")
    return Landscape(home, build(inputs, home / "stores"), Catalogue(shipped("queries")))


def draw_all(landscape: Landscape, wanted: Wanted, folder: Path) -> Path:
    from kg.draw.views import draw

    drawn = draw("index", landscape.store, landscape.names, landscape.origin, wanted, "index.html")
    for name, page in drawn.items():
        (folder / name).write_bytes(page.content)
    return folder


@pytest.fixture(scope="session")
def site(town: Landscape, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page of the town, and one on a single thing."""
    wanted = Wanted(top=300, focus="BENCH", steps=1)
    return draw_all(town, wanted, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def real_site(real: Landscape, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page of the shipped landscape."""
    return draw_all(real, Wanted(top=300), tmp_path_factory.mktemp("real-site"))
