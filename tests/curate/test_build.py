"""From files to a finished store: reproducible, whole or not at all, safe with several at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.curate.build import build, gather, key, quads
from kg.errors import BadInput
from kg.folders import shipped
from kg.landscape import build_store, open_landscape

MINI = Path(__file__).parent.parent / "fixtures" / "mini"
RULES = shipped("queries") / "rules"


def mini_inputs(data=MINI):
    return gather(shipped("ontology"), data, RULES)


def test_the_same_files_give_the_same_quads():
    assert quads(mini_inputs()) == quads(mini_inputs())


def test_a_finished_store_holds_its_manifest_and_nothing_is_left_beside_it(tmp_path):
    directory = build(mini_inputs(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [key(mini_inputs())]
    assert sorted(path.name for path in directory.iterdir()) == ["graph", "manifest.json"]
    assert json.loads((directory / "manifest.json").read_text())["quads"] == len(
        quads(mini_inputs())
    )


def test_a_broken_file_is_named_with_its_line_and_leaves_nothing(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "x.trig").write_text("<a:a> <a:b> 1 .\n<a:a> foo:b 2 .\n")
    with pytest.raises(BadInput) as problem:
        build(mini_inputs(data), tmp_path / "stores")
    assert str(problem.value) == (
        f"{data}/x.trig:2: Parser error at line 2 between columns 7 and 12: The prefix foo: has not been declared"
    )
    assert list((tmp_path / "stores").iterdir()) == []


def test_a_store_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path):
    first = build(mini_inputs(), tmp_path)
    (first / "mark").touch()
    assert (build(mini_inputs(), tmp_path) / "mark").exists()
    assert not (build(mini_inputs(), tmp_path, replace=True) / "mark").exists()


FIRST_USE = """
import sys
from pathlib import Path
from kg import folders
from kg.cli.main import cli
shipped = folders.shipped
folders.shipped = lambda name: Path(sys.argv[1]) if name == "data" else shipped(name)
cli(sys.argv[2:])
"""


def test_several_first_uses_at_once_all_get_an_answer(tmp_path):
    arguments = [str(MINI), "--home", str(tmp_path), "query", "ASK { ?s a usk:Project }"]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_USE, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    answers = [process.communicate() for process in started]
    assert [out for out, _ in answers] == [b"true\n"] * 4
    assert len([path for path in (tmp_path / "stores").iterdir() if path.is_dir()]) == 1


def test_a_changed_input_is_noticed(ship, tmp_path):
    ship(MINI)
    announced = []
    open_landscape(tmp_path, announced.append)
    before = open_landscape(tmp_path, announced.append).directory
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "own.trig").write_text("<http://e/g> { <http://e/a> <http://e/b> 1 }")
    after = open_landscape(tmp_path, announced.append)
    assert (len(announced), before == after.directory) == (2, False)
    assert after.store.ask("ASK { GRAPH <http://e/g> { ?s ?p 1 } }")


def test_an_old_unfinished_build_is_swept_away(ship, tmp_path):
    import os

    ship(MINI)
    left = tmp_path / "stores" / ".building-left"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    build_store(tmp_path)
    assert not left.exists()


def test_a_home_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "stores").write_text("a file where the folder should be")
    with pytest.raises(BadInput) as problem:
        build_store(tmp_path)
    assert str(problem.value) == (
        f"{tmp_path}/stores: the store cannot be written here (File exists); choose a folder with --home"
    )
