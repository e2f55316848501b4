"""The command `shell`: a prompt that keeps the store open; from a pipe, statements in turn."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kg.ask import answer, catalogue_text
from kg.ask.question import prepare
from kg.ask.suggest import Suggestions
from kg.ask.typed import Command, Question, is_finished, read_statement, split_statements
from kg.ask.writing import GRAPHS, TABLES
from kg.cli.options import allow_service_option, note, pass_lasting_landscape
from kg.errors import BadInput, KgError
from kg.landscape import Landscape
from kg.store.reading import form_of

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

_HELP = """\
A query in SPARQL, or a name of the catalogue with its values: projects-by-fund -p fund=isf
A query on one line runs at Enter; over several lines it ends with ; or an empty line.

  \\f FORMAT     how answers are written: table, csv, tsv, json, xml, md; ttl, nt, jsonld, rdfxml
  \\queries      the questions that are ready to be asked; \\queries NAME shows one whole
  \\show THING   everything the graph says of a thing
  \\find TEXT    things by name, alias or description
  \\explain      how many matches each triple pattern of the last query has alone
  \\q            leave; so does Ctrl-D"""


@click.command()
@allow_service_option
@pass_lasting_landscape
def shell(landscape: Landscape) -> None:
    r"""Ask one query after another, with completion by Tab and a history; \help says more.

    From a pipe, statements are answered in turn: a query ends with ; or an empty line.

    Example: kg shell
    """
    session = Session(landscape)
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    statements = _typed(session) if at_terminal else split_statements(sys.stdin)
    if not session.run(statements, stays=at_terminal) and not at_terminal:
        sys.exit(1)


@dataclass
class Session:
    """An open landscape and what was chosen at the prompt."""

    landscape: Landscape
    table_format: str | None = None
    graph_format: str | None = None
    last: str = ""

    def run(self, statements: Iterable[str], *, stays: bool = False) -> bool:
        """Answer statements until one of them leaves; return whether all could be answered.

        At Ctrl-C, a prompt that `stays` gives up the query only.
        """
        done = True
        for statement in statements:
            try:
                if not self.answer(statement):
                    break
            except KgError as problem:  # the boundary of a prompt is each statement
                note(f"Error: {problem.as_text()}")
                done = False
            except KeyboardInterrupt:
                if not stays:
                    raise
                note("\nThe query is given up; \\q leaves.")
                done = False
            sys.stdout.flush()
        return done

    def answer(self, text: str) -> bool:
        """Answer one statement; return whether to go on."""
        statement = read_statement(text)
        if isinstance(statement, Command):
            return self._obey(statement)
        if statement is not None:
            self._ask(statement)
        return True

    def _ask(self, question: Question) -> None:
        landscape, out = self.landscape, sys.stdout.buffer
        source, given = question.source, question.parameters
        self.last = prepare(landscape.catalogue, lambda: landscape.names, source, given)
        gives_triples = form_of(self.last) in ("CONSTRUCT", "DESCRIBE")
        chosen = self.graph_format if gives_triples else self.table_format
        form = answer.Form(chosen, _width() if sys.stdout.isatty() else None)
        told = answer.write(landscape.store, self.last, form, out, lambda: landscape.names)
        if chosen in ("json", "jsonld", "xml"):  # which end without a line end
            out.write(b"\n")
        out.flush()
        for remark in told:
            note(remark)

    def _obey(self, command: Command) -> bool:
        if command.name in ("q", "quit", "exit"):
            return False
        known: dict[str, Callable[[str], str]] = {
            "explain": self._explain,
            "f": self._choose_format,
            "find": self._find,
            "help": lambda _: _HELP,
            "queries": self._queries,
            "show": self._show,
        }
        if command.name not in known:
            raise BadInput(f"there is no \\{command.name}; \\help lists what there is")
        said = known[command.name](command.rest)
        if said:
            click.echo(said)
        return True

    def _choose_format(self, chosen: str) -> str:
        formats = (*TABLES, *GRAPHS)
        if chosen and chosen not in formats:
            raise BadInput(f"\\f {chosen}: take one of {', '.join(formats)}, or nothing")
        if chosen in GRAPHS:
            self.graph_format = chosen
        else:
            self.table_format = chosen or None
        return ""

    def _queries(self, name: str) -> str:
        catalogue = self.landscape.catalogue
        if name:
            return catalogue_text.one(catalogue.find(name))
        return catalogue_text.listing(catalogue.queries())

    def _show(self, thing: str) -> str:
        from kg.ask import card_text

        return card_text.as_text(self.landscape.show(thing), _width())

    def _find(self, text: str) -> str:
        from kg.ask.search import as_text

        hits = self.landscape.find(text)
        return as_text(hits[:20], _width()) if hits else f"Nothing matches '{text}'."

    def _explain(self, _: str) -> str:
        from kg.ask.explain import as_text, explain

        if not self.last:
            raise BadInput("\\explain explains the last query, and there is none yet")
        return as_text(explain(self.landscape.store, self.last))


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _typed(session: Session) -> Iterator[str]:
    """Give what a person types until they leave."""
    prompt = _prompt(session)
    click.echo("\\help says what can be typed, \\q leaves.")
    while True:
        try:
            yield prompt.prompt("kg> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _prompt(session: Session) -> "PromptSession[str]":
    try:
        from kg.cli.prompt import open_prompt
    except ImportError as missing:
        raise BadInput(
            "the prompt needs prompt_toolkit: pip install 'urban-security-kg[shell]';"
            " from a pipe, kg shell works without"
        ) from missing
    history = session.landscape.home / "shell-history"
    return open_prompt(history, Suggestions(session.landscape).after, is_finished)
