"""Write tests/expected/shipped: the answer to each question of the catalogue on the shipped landscape.

`make expected` runs it after the data have changed; `git diff` then shows what each change does to the answers.
"""

import io
import shlex
import tempfile
from pathlib import Path

from kg.ask import writing
from kg.ask.catalogue import Query
from kg.ask.question import prepare
from kg.landscape import Landscape, open_landscape
from kg.vocabulary import BASE

SHIPPED = Path(__file__).parent / "expected" / "shipped"


def parameters(query: Query) -> dict[str, str]:
    """Return the parameters of the call that a query's header gives as its example."""
    words = shlex.split(query.example)
    given = [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-p", "--parameter")]
    return dict(pair.split("=", 1) for pair in given)


def answer(landscape: Landscape, name: str, **given: str) -> str:
    """Return the answer to a question of the catalogue as CSV, our IRIs shortened to `…/`."""
    query = prepare(landscape.catalogue, lambda: landscape.names, name, given)
    output = io.BytesIO()
    writing.write_answer(landscape.store.ask(query), "csv", output, raw=True)
    return output.getvalue().decode().replace("\r\n", "\n").replace(BASE, "…/")


def main() -> None:
    """Write the file of every question, and take away those of questions that are gone."""
    SHIPPED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        landscape = open_landscape(Path(home))
        queries = landscape.catalogue.queries()
        for old in {path.stem for path in SHIPPED.glob("*.csv")} - {
            query.name for query in queries
        }:
            (SHIPPED / f"{old}.csv").unlink()
        for query in queries:
            found = answer(landscape, query.name, **parameters(query))
            (SHIPPED / f"{query.name}.csv").write_text(found, encoding="utf-8")
    print(f"{SHIPPED.relative_to(Path.cwd())} holds the answers to {len(queries)} questions")


if __name__ == "__main__":
    main()
