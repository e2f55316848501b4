"""The questions that a view asks, by their names."""

from kg.folders import shipped


def view_query(name: str) -> str:
    """Return the text of a query that a view asks, from `queries/views`."""
    return (shipped("queries") / "views" / f"{name}.rq").read_text(encoding="utf-8")
