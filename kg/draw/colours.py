"""The colours of the pages, read from their style sheet, for pictures and for other tools."""

import re
from functools import cache
from pathlib import Path

_STYLE = Path(__file__).parent / "template" / "page.css"


@cache
def colours() -> dict[str, str]:
    """Return the colours of the light style by their names, such as `project-fill`, as #rrggbb."""
    style = _STYLE.read_text(encoding="utf-8")
    light = style[style.index(":root {") : style.index("}")]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))


def colours_of(family: str) -> tuple[str, str]:
    """Return the colours of a family of things: within its sign, and of the line around it."""
    known = family if f"{family}-fill" in colours() else "other"
    return colours()[f"{known}-fill"], colours()[f"{known}-edge"]


def colour_of(group: str) -> str:
    """Return the colour of a family of relations."""
    return colours().get(f"link-{group}", colours()["link-part"])


def red_green_blue(colour: str) -> tuple[int, int, int]:
    """Return the three parts of a colour such as #e69f00, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
