"""A page of what a server holds is that of the store on disk: the same picture, the same cards."""

import pytest

from kg.draw.selection import Wanted
from kg.draw.view import draw_landscape
from kg.landscape import Endpoint, open_landscape
from tests.draw.html import data_of

SERVERS = ["oxigraph_server", pytest.param("virtuoso_server", marks=pytest.mark.virtuoso)]


@pytest.mark.parametrize("server", SERVERS)
def test_the_page_of_a_server_holds_what_that_of_the_store_holds(real, server, request):
    at = request.getfixturevalue(server)
    remote = open_landscape(real.home, endpoint=Endpoint(at.endpoint, at.default_graph))
    ours, theirs = (
        data_of(draw_landscape(one.store, one.names, real.origin, Wanted(top=300)).html)
        for one in (real, remote)
    )
    assert len(ours["nodes"]) > 250
    assert theirs == ours
