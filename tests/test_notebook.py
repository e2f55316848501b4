"""The notebook of the documents runs from top to bottom, without Jupyter."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parent.parent / "docs" / "first-questions.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
CODE = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"]


def test_the_cells_run_in_order_and_print_what_they_promise(home, real):
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(CODE)],
        env={**os.environ, "KG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("amounts - Which sums of money")
    assert "PACTESUR" in lines


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["id"])
def test_a_cell_is_kept_without_output_and_can_be_read(cell):
    assert cell.get("outputs", []) == []
    if cell["cell_type"] == "code":
        ast.parse("".join(cell["source"]))
