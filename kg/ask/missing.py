"""What is known to be missing from the landscape."""

from pathlib import Path


def read_missing() -> tuple[str, ...]:
    """Return what is known to be missing, a sentence each; `docs/known-gaps.md` has the same."""
    text = Path(__file__).with_name("missing.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
