"""The option `-p NAME=VALUE`: read, and completed from the header of the query it is for."""

from typing import TYPE_CHECKING, Any

import click

from kg.landscape import open_landscape

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class QueryCommand(click.Command):
    """A command whose `-p NAME=VALUE` bash can complete, too.

    bash takes the sign for the end of a word: what comes after it arrives here as a word by itself.
    """

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete a value of which the shell has cut off the name."""
        from click.shell_completion import CompletionItem  # late: 2 ms

        given = ctx.params.get("parameters") or ()
        loose = [word for word in ctx.args if word != "="]
        if given and "=" not in given[-1] and not loose and not incomplete.startswith("-"):
            name = given[-1]
            found = complete_parameters(ctx, self.params[0], f"{name}={incomplete}")
            return [CompletionItem(value.removeprefix(f"{name}=")) for value in found]
        return super().shell_complete(ctx, incomplete)


def complete_parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return what NAME=VALUE can become for the query that stands before it."""
    from kg.ask.suggest import Suggestions
    from kg.errors import KgError

    landscape = open_landscape(ctx.find_root().params.get("home"))
    # click (8.5) leaves arguments in `args` when the option behind them has no value yet.
    source = ctx.params.get("source") or next(iter(ctx.args), "")
    try:
        query = landscape.catalogue.find(source)
    except KgError:  # there is nothing to complete for a query that is not of the catalogue
        return []
    return Suggestions(landscape).parameters(query, incomplete)


def read_parameters(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> Any:
    """Return the values by their names; refuse what has no sign and a name that comes twice."""
    found: dict[str, str] = {}
    if ctx.resilient_parsing:
        return given
    for parameter in given:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise click.BadParameter(
                f"'{parameter}' is not NAME=VALUE, such as fund=isf", ctx, param, "-p"
            )
        if name in found:
            raise click.BadParameter(f"{name} is given twice", ctx, param, "-p")
        found[name] = value
    return found
