"""The command of researchers that writes, measures and finds paths: network."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.draw import selection_options, wanted
from kg.cli.options import destination, note, output_option, pass_landscape, write
from kg.landscape import Landscape

_FILES = ("graphml", "gexf", "json", "node-link", "csv", "oligrapher")
_FORMS = (*_FILES, "table", "text")
_BY_SUFFIX = {".graphml": "graphml", ".gexf": "gexf", ".json": "json", ".csv": "csv"}
_OF_MEASURES = ("table", "csv", "json")
# Forms of the network whose nodes can hold their measures; json alone is that of the measures.
_WITH_MEASURES = ("graphml", "gexf", "node-link")
_OF_PATHS = ("text", "json")
_ROWS = 20
_PATHS = 5


@click.command()
@selection_options(top=None)
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(_FORMS),
    help="Form of the network; node-link is json. [default: by the name of the file, or graphml;"
    " a table for --measures, text for --path]",
)
@click.option(
    "--measures",
    is_flag=True,
    help="Degree, betweenness, PageRank, eigenvector, core, community, constraint: as table, csv or"
    " json instead of the network, or with each of its things as graphml, gexf or node-link.",
)
@click.option(
    "--project",
    "side",
    type=click.Choice(("organisations", "initiatives")),
    help="Join organisations that take part in the same, or initiatives that share a participant.",
)
@click.option(
    "--path",
    "ends",
    nargs=2,
    metavar="A B",
    help="Instead: how two things are connected, with relations and passages on the way; --top is"
    " then how many paths.",
)
@output_option
@pass_landscape
def network(
    landscape: Landscape,
    output_format: str | None,
    ends: tuple[str, str] | None,
    side: str | None,
    output: Path | None,
    *,
    measures: bool,
    **asked: Any,
) -> None:
    """Write the network for other tools, measure it, or find how two things are connected.

    The same selection as `kg view`, with types, years, colours and the passages of each link.
    CSV is two files: FILE-nodes.csv and FILE-edges.csv.

    Example: kg network --path Liège "Radicalisation Awareness Network"
    """
    form = output_format or _BY_SUFFIX.get(output.suffix.lower() if output else "")
    if ends:
        _find_paths(landscape, ends, form or "text", output, asked)
        return
    from kg.draw.selection import select

    selected = select(landscape.store, landscape.names, wanted(landscape, asked))
    graph, remarks = selected.graph, selected.remarks
    if side:
        from kg.draw.projection import project

        graph, more = project(graph, side)
        remarks += more
    for remark in remarks:
        note(remark)
    if measures and form in _WITH_MEASURES:
        from kg.draw import measured

        found = measured.measure(graph)
        for remark in found.remarks:
            note(remark)
        _write_file(landscape, measured.with_measures(graph, found), form, output)
    elif measures:
        _measure(graph, form or "table", output)
    else:
        _write_file(landscape, graph, form or "graphml", output)


def _find_paths(
    landscape: Landscape,
    ends: tuple[str, str],
    form: str,
    output: Path | None,
    asked: dict[str, Any],
) -> None:
    from kg.draw import paths

    _check(form, _OF_PATHS, "--path")
    names = landscape.names
    start, end = (names.find(end).value for end in ends)
    part = wanted(landscape, {**asked, "top": None})
    most = asked["top"] or _PATHS
    found = paths.find_paths(landscape.store, names, part, start, end, most=most)
    for remark in found.remarks:
        note(remark)
    if form == "json":
        write(json.dumps(paths.as_json(found, names), indent=2, ensure_ascii=False), output)
    else:
        write(paths.as_text(found, names), output)


def _measure(graph: Any, form: str, output: Path | None) -> None:
    from kg.ask.results import table
    from kg.draw import measured

    _check(form, (*_OF_MEASURES, *_WITH_MEASURES), "--measures")
    found = measured.measure(graph)
    for remark in found.remarks:
        note(remark)
    if form == "json":
        write(json.dumps(measured.as_json(found), indent=2, ensure_ascii=False), output)
    elif form == "csv":
        with destination(output) as out:
            out.write(measured.as_csv(found).encode("utf-8"))
    else:
        width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else None
        columns, rows = measured.as_rows(found, _ROWS)
        write(table(columns, rows, width=width), output)
        if len(found.things) > _ROWS:
            note(f"{_ROWS} of {len(found.things):,} things shown; -f csv or json gives all.")


def _write_file(landscape: Landscape, graph: Any, form: str, output: Path | None) -> None:
    from kg.ask.passages import cite, read_passages
    from kg.draw import files

    _check(form, _FILES, "the network itself")
    passages = read_passages(landscape.store)

    def words(passage: str) -> str:
        return str(cite(passages, passage) or passage)

    if form != "csv":
        with destination(output) as out:
            out.write(getattr(files, f"as_{form.replace('node-link', 'json')}")(graph, words))
        return
    if output is None:
        raise click.UsageError("-f csv writes two files, nodes and edges: name them with -o FILE")
    for part, content in zip(("nodes", "edges"), files.as_csv(graph, words), strict=True):
        path = output.with_name(f"{output.stem}-{part}{output.suffix or '.csv'}")
        with destination(path) as out:
            out.write(content)
        note(str(path))


def _check(form: str, known: tuple[str, ...], what: str) -> None:
    if form not in known:
        raise click.UsageError(f"-f {form} does not fit {what}: take {', '.join(known)}")
