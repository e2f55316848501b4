"""The Urban Security Policy Knowledge Graph.

Ask, draw and compare what is done for security in public spaces.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    from kg.landscape import Landscape


# `kg.open()` is the name that users expect.
def open(home: "Path | None" = None) -> "Landscape":  # noqa: A001
    """Open the landscape, building its store at first use.

    `home` defaults to `KG_HOME` or the user data folder.
    """
    from kg.landscape import open_landscape  # late: importing kg must cost nothing

    return open_landscape(home)
