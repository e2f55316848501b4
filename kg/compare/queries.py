"""What the comparing wing asks the store: the texts of `queries/compare`."""

from kg.folders import shipped


def compare_query(name: str) -> str:
    """Return the text of a query that comparing asks, from `queries/compare`."""
    return (shipped("queries") / "compare" / f"{name}.rq").read_text(encoding="utf-8")
