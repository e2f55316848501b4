"""Where files lie: what the package ships, and what the user keeps at home."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the shipped folder `ontology`, `data` or `queries`.

    An installed wheel carries them inside the package; a checkout has them beside it.
    """
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def home(chosen: Path | None) -> Path:
    """Return the folder of the user's stores and imports.

    The one chosen, `KG_HOME`, or the platform's user data folder.
    """
    if chosen is not None:
        return chosen
    if from_environment := os.environ.get("KG_HOME"):
        return Path(from_environment)
    from platformdirs import user_data_path  # late: not needed when KG_HOME is set

    return user_data_path("urban-security-kg", appauthor=False)
