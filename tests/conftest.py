"""What all tests share: the mini landscape, the shipped one, and skipping by name."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import folders
from kg.ask.catalogue import Catalogue
from kg.cli.main import cli
from kg.curate.build import build, gather
from kg.folders import shipped
from kg.landscape import Landscape, open_landscape
from tests.store import servers

MINI = Path(__file__).parent / "fixtures" / "mini"


# The marker of a test, the program it needs, and the Debian package that has it.
PACKAGES = {
    "browser": ("chromium", "chromium"),
    "java": ("java", "default-jre-headless"),
    "virtuoso": ("virtuoso-t", "virtuoso-opensource"),
}


# A command that passes its deadline ends its process: here, that would be all tests.
os.environ["KG_TIMEOUT"] = os.environ["KG_MEMORY"] = "0"


# Who starts the tests in the background may have Ctrl-C ignored, by them and by all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Whole files go to a worker, those that take longest first, so that none is left with one at the end.
SLOW_FILES = (
    "test_endpoint",
    "test_pages_browser",
    "test_docs",
    "test_accessibility",
    "test_reasoning",
    "test_validate",
    "test_measures",
    "test_remote",
    "test_browser",
    "test_pages",
    "test_check",
    "test_wheel",
    "test_streaming",
    "test_competency",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the slow files first where workers share them, and skip what needs a missing package."""
    if hasattr(config, "workerinput"):
        rank = {name: number for number, name in enumerate(SLOW_FILES)}
        items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
    if os.environ.get("KG_REQUIRE_PACKAGES"):
        return
    for marker, (program, package) in PACKAGES.items():
        if shutil.which(program):
            continue
        reason = f"needs the Debian package {package}; `make test-packages` installs it"
        for item in items:
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Keep what the test files read once out of the rounds of the garbage collector."""
    gc.freeze()


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """The made-up landscape of tests/fixtures/mini."""
    home = tmp_path_factory.mktemp("mini")
    inputs = gather(shipped("ontology"), MINI, shipped("queries") / "rules")
    directory = build(inputs, home / "stores")
    return Landscape(home, directory, Catalogue(shipped("queries")))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the shipped landscape is built."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def real(home: Path) -> Landscape:
    """The landscape that the package ships."""
    return open_landscape(home)


@pytest.fixture
def kg(real: Landscape):
    """Run `kg` on the shipped landscape and return what came out."""

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["--home", str(real.home), *arguments], input=stdin)

    return run


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Put other data in the place of the shipped ones, which are larger, for one test."""

    def put(data: Path) -> None:
        monkeypatch.setattr(
            folders, "shipped", lambda name: data if name == "data" else shipped(name)
        )

    return put


@pytest.fixture(scope="session")
def oxigraph_server(real: Landscape) -> Iterator[servers.Server]:
    """The native Oxigraph server with the shipped landscape, put there by `kg publish`."""
    with servers.oxigraph() as server:
        servers.publish(real, server, "--graph-store", server.graph_store)
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(
    real: Landscape, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Server]:
    """Virtuoso 7 with the shipped landscape, put there by `kg publish`."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        servers.publish(real, server, "--update", server.updates)
        yield server
