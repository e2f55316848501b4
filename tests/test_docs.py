"""What the documents promise is true: commands shown run, all are shown, each has help."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli.main import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = cli.list_commands(click.Context(cli))
SHOWN = sorted(
    {
        line.strip().removeprefix("$ ")
        for block in re.findall(r"```(?:console|sh)\n(.*?)```", README, re.DOTALL)
        for line in block.splitlines()
        if line.strip().removeprefix("$ ").startswith("kg ")
    }
)


# Where the documents say that a server listens.
SERVER = "http://localhost:7878"


@pytest.fixture(scope="module")
def run(real, oxigraph_server, tmp_path_factory):
    """Run a line as a person would, in a home of their own; a line that is shown twice runs once."""
    folder, done = tmp_path_factory.mktemp("reader"), {}
    home = shutil.copytree(real.home, folder / "home")
    address = oxigraph_server.endpoint.removesuffix("/query")

    def run(line):
        if line not in done:
            arguments = shlex.split(line.replace(SERVER, address), comments=True)[1:]
            done[line] = CliRunner().invoke(cli, ["--home", str(home), *arguments])
        return done[line]

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield run


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_in_the_readme_runs(run, line):
    assert run(line).exit_code == 0, run(line).output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name):
    assert any(line.split()[1] == name for line in SHOWN)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_ends_with_an_example_that_runs(run, name):
    example = cli.get_command(click.Context(cli), name).help.strip().splitlines()[-1].strip()
    assert example.startswith(f"Example: kg {name}")
    done = run(example.removeprefix("Example: "))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_the_options_of_a_command(kg, name):
    done = kg(name, "-h")
    assert (done.exit_code, f"Usage: cli {name}" in done.stdout) == (0, True)


def test_the_two_commands_that_open_the_readme_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    opening = README[: README.index("\n## ")]
    assert re.findall(r"^make (\w+)", opening, re.MULTILINE) == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in ("demo", "test"))


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")))
def test_every_relative_link_leads_to_a_file(path):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    "path",
    [p for folder in ("ontology", "data", "queries") for p in sorted((ROOT / folder).rglob("*.*"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_file_says_in_its_first_line_what_it_is_for(path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"(# |#\+ summary: ).{10,}", first)
