"""The wheel alone gives a working `kg`: ontology, data and queries travel inside it."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and of the libraries what it needs, in an empty folder."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([*pip, *wheel, str(ROOT)], check=True)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    (package,) = folder.glob("*.whl")
    install = ["install", "--no-deps", "--no-index", str(package)]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "--quiet", *install], check=True
    )
    # The libraries come from this environment, without its own editable `kg`: no network is needed.
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (folder / "empty").mkdir()
    return folder


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "pactesur"], "PACTESUR"),
        (["query", "ASK { project:pactesur usk:fundedUnder funding:isf }"], "true"),
        (["view", "landscape", "-o", "page.html"], "page.html"),
    ],
)
def test_an_installed_wheel_answers_in_an_empty_folder(installed, arguments, line):
    command = [str(installed / "env" / "bin" / "kg"), "--home", str(installed / "home"), *arguments]
    done = subprocess.run(
        command, cwd=installed / "empty", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.partition("\n")[0]) == (0, line), done.stderr


def test_the_package_that_answered_is_the_installed_one(installed):
    python = str(installed / "env" / "bin" / "python")
    done = subprocess.run(
        [python, "-c", "import kg; print(kg.__file__)"],
        cwd=installed / "empty",
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)
