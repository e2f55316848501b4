import math
import random

import networkx
import pytest

from kg.draw.layout import layout, radius


def hubs(count: int) -> networkx.MultiDiGraph:
    """A network with a few hubs, many ends and some parts of their own, the same every time."""
    chance = random.Random(1)  # noqa: S311 - a made-up network, no secret
    graph = networkx.MultiDiGraph()
    for number in range(1, count):
        graph.add_edge(str(number), str(int(number * chance.random() ** 3)))
    for number in range(8):
        graph.add_edge(f"apart {number}", f"beside {number}")
    return graph


@pytest.mark.parametrize("count", [2, 40, 300])
def test_no_two_things_overlap(count):
    graph = hubs(count)
    places = layout(graph)
    names = sorted(graph)
    overlapping = [
        (a, b)
        for i, a in enumerate(names)
        for b in names[:i]
        if math.dist(places[a], places[b]) < radius(graph.degree(a)) + radius(graph.degree(b))
    ]
    assert (sorted(places), overlapping) == (names, [])


def test_the_same_network_gives_the_same_places():
    assert layout(hubs(60)) == layout(hubs(60))


def test_the_order_in_which_links_came_does_not_matter():
    graph = hubs(60)
    turned = networkx.MultiDiGraph()
    turned.add_edges_from(reversed(list(graph.edges())))
    assert layout(turned) == layout(graph)


def test_an_empty_network_has_no_places():
    assert layout(networkx.MultiDiGraph()) == {}


def test_a_thing_alone_and_a_thing_linked_to_itself_have_places():
    graph = networkx.MultiDiGraph([("a", "a"), ("b", "c"), ("b", "b")])
    graph.add_node("d")
    assert sorted(layout(graph)) == ["a", "b", "c", "d"]


def test_a_projection_has_places_too():
    assert len(set(layout(networkx.MultiGraph([("a", "b"), ("b", "c")])).values())) == 3


def test_two_thousand_things_have_places_of_their_own():
    graph = hubs(2000)  # how long it takes is measured by `make bench`
    places = layout(graph)
    assert len(set(places.values())) == len(places) == len(graph)
