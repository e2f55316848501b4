"""What is checked, as a page for people: docs/checks.md."""

from collections.abc import Sequence

from kg.curate.checks import Check, read_checks
from kg.curate.shapes import describe_shapes, read_shapes
from kg.curate.validate import Rulebook


def as_markdown(rulebook: Rulebook) -> str:
    """Return the page: each check with what it finds and how to mend it."""
    checks, shapes = read_checks(rulebook.checks), describe_shapes(read_shapes(rulebook.shapes))
    ontology = [check for check in checks if check.name.startswith("ontology-")]
    data = [check for check in checks if not check.name.startswith("ontology-")]
    return _PAGE.format(
        shapes=_table(shapes), ontology=_table(ontology), data=_table(data), total=len(checks)
    )


_PAGE = """\
# What `kg validate` checks

Made by `kg validate --list -o docs/checks.md` from the shapes in `ontology/shapes` and the headers
of the {total} queries in `queries/checks`. A violation makes `kg validate` exit with 1; a warning
is printed and passes. The name in the first column is what a finding carries in brackets at its
end; `tests/faulty` holds for each a file with a seeded fault and a correct neighbour.

## Shapes: each record and thing by itself

They see the asserted triples of all passages together, without inference.

{shapes}
## The ontology

{ontology}
## The data as a whole

{data}"""


def _table(checks: Sequence[Check]) -> str:
    rows = [
        f"| `{check.name}` | {_cell(check.summary)} | {_cell(check.solution)}"
        f" | {check.severity} |\n"
        for check in checks
    ]
    return "| check | finds | how to mend it | severity |\n| --- | --- | --- | --- |\n" + "".join(
        rows
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")
