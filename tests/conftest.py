"""What all tests share: the mini landscape, the shipped one, and skipping by name."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a Debian package that is not here, unless all packages are required."""
    if os.environ.get("KG_REQUIRE_PACKAGES"):
        return
    for marker, (program, package) in PACKAGES.items():
        if shutil.which(program):
            continue
        reason = f"needs the Debian package {package}; `make test-packages` installs it"
        for item in items:
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


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
