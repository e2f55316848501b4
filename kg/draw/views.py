"""Every page by its name: what `kg view` draws."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from kg.ask.names import Names
from kg.draw.selection import Wanted
from kg.draw.view import Drawn, DrawnPicture, draw_landscape, draw_landscape_picture
from kg.errors import BadInput
from kg.store.interface import Store
from kg.store.origin import Origin

if TYPE_CHECKING:
    from kg.draw.picture import Form

View = Callable[[Store, Names, Origin, Wanted], Drawn]
_OVERVIEWS = ("participation", "funding", "matrix", "timeline", "map")


def _overview(name: str, store: Store, names: Names, origin: Origin, wanted: Wanted) -> Drawn:
    from kg.draw.overviews import draw_overview_page  # late: the landscape needs none of it

    return draw_overview_page(name, store, names, origin, wanted)


VIEWS: Mapping[str, View] = {
    "landscape": draw_landscape,
    **{name: partial(_overview, name) for name in _OVERVIEWS},
}


def draw(
    name: str,
    store: Store,
    names: Names,
    origin: Origin,
    wanted: Wanted,
    file: str,
    form: "Form | None" = None,
) -> Mapping[str, Drawn | DrawnPicture]:
    """Draw a page, by the name of its file; the index comes first, with all that it links.

    With a `form`, draw a picture for a paper instead; raise BadInput where there is none.
    """
    if form is not None and name != "landscape":
        raise BadInput(
            f"{file}: only the landscape is drawn as a picture; write {name}.html and save it there"
        )
    if form is not None:
        return {file: draw_landscape_picture(store, names, origin, wanted, form)}
    if name == "index":
        from kg.draw.index import draw_all  # late: as above

        return draw_all(store, names, origin, wanted, file)
    return {file: VIEWS[name](store, names, origin, wanted)}
