"""`python -m kg`: the same as the command `kg`."""

from kg.cli.main import cli

cli(prog_name="kg")
