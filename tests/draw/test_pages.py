"""What the pages hold, without a browser."""

import re

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.draw.atlas import project
from kg.draw.overviews import OVERVIEWS, gather
from kg.draw.selection import Wanted
from kg.draw.timeline import as_stretch
from kg.draw.views import VIEWS, draw
from kg.errors import BadInput, NotFound
from tests.draw.conftest import TOWN
from tests.draw.html import data_of, policy_of, strict_policy

FILES = ["index.html", *(f"{name}.html" for name in VIEWS), "focus-project-bench.html"]


def chart_of(town, name):
    """Return the things of a page by name, and what its drawing needs besides."""
    part, chart = OVERVIEWS[name].chart(town.store, town.names, gather(town.store, town.names))
    return [town.names.label(iri) for iri in part.nodes], chart


def test_the_index_is_written_with_every_page_beside_it(site):
    assert sorted(path.name for path in site.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("file", FILES)
def test_a_page_names_no_resource_outside_its_folder(site, file):
    html = (site / file).read_text(encoding="utf-8")
    named = set(re.findall(r'(?:src|href)="([^"#]*)', html)) - {""}
    assert named <= set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_the_policy_allows_only_the_page_s_own_style_and_scripts(site, file):
    html = (site / file).read_text(encoding="utf-8")
    assert policy_of(html) == strict_policy(html)


def test_the_same_landscape_gives_the_same_pages(town, site):
    wanted = Wanted(top=300, focus="BENCH", steps=1)
    again = draw("index", town.store, town.names, town.origin, wanted, "index.html")
    assert [n for n, page in again.items() if page.content != (site / n).read_bytes()] == []


def test_a_single_page_has_no_menu_of_pages_that_are_not_there(town):
    (page,) = draw(
        "map", town.store, town.names, town.origin, Wanted(top=300), "here.html"
    ).values()
    assert "<nav" not in page.html


def test_funding_counts_an_initiative_under_its_narrowest_call_and_a_sum_once(town):
    things, chart = chart_of(town, "funding")
    name = things.__getitem__
    assert {name(a): name(b) for a, b in chart["top"].items()} == {
        "Call": "Fund",
        "Fund": "Fund",
        "Other Fund": "Other Fund",
    }
    assert [(name(i), [name(c) for c in calls]) for i, calls in chart["funded"]] == [
        ("BENCH", ["Call"]),
        ("LANTERN", ["Fund"]),
    ]
    assert [name(i) for i in chart["offered"]] == ["Call", "Other Fund"]
    sums = [([name(i) for i in s["from"]], s["amount"], s["currency"]) for s in chart["sums"]]
    assert sums == [(["Other Fund"], 500.0, ""), (["Fund"], 2_000_000.0, "EUR")]
    assert chart["words"] == ["Crime prevention"]


def test_the_matrix_has_a_row_for_every_theme_and_says_what_is_over(town):
    things, chart = chart_of(town, "matrix")
    used = {row["label"] for row in chart["rows"] if row["theme"] is not None}
    assert used == {
        "Crime prevention",
        "Managing security and sharing public space in general",
        "Security perception",
    }
    assert len(chart["rows"]) == 68
    assert dict(zip(things, chart["last"], strict=True)) == {
        "BENCH": 2021,
        "Charter": None,
        "Fair": 2021,
        "LANTERN": None,
    }


def test_the_timeline_keeps_how_precise_a_date_is(town):
    things, chart = chart_of(town, "timeline")
    assert dict(zip(things, chart["bars"], strict=True)) == {
        "BENCH": [(2018.0, 2018.0849), (2021.0, 2022.0), 0],
        "Charter": [(2016.0, 2017.0), (2016.0, 2017.0), 1],
        "Fair": [(2021.337, 2021.3397), (2021.337, 2021.3397), 1],
        "LANTERN": [(2019.4986, 2019.5014), None, 0],
        "Second Charter": [(2019.4986, 2019.5014), (2019.4986, 2019.5014), 1],
    }


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("2019", (2019.0, 2020.0)),
        ("2019-12", (2019.9151, 2020.0)),
        ("2019-01-01", (2019.0, 2019.0027)),
        ("some day", None),
    ],
)
def test_a_date_covers_a_stretch_of_years(text, stretch):
    assert as_stretch(text) == stretch


def test_the_map_puts_places_by_their_coordinates_and_keeps_those_without(town):
    things, chart = chart_of(town, "map")
    found = {things[p["id"]]: (p["kind"], p["spot"], p.get("placed")) for p in chart["places"]}
    assert found == {
        "Genoa": ("city", [2166.1, 3093.2], True),
        "Italy": ("country", None, None),
        "Nowhere": ("city", None, None),
        "Quito": ("city", None, True),
    }
    outline = next(p["outline"] for p in chart["places"] if things[p["id"]] == "Italy")
    assert chart["europe"]["countries"][outline]["name"] == "Italy"


def test_the_projection_agrees_with_epsg_3035():
    # Worked with PROJ: 52 N 10 E is its origin; 50 N 5 E lies at 3962799.45, 2999718.85 in it, and
    # its false origin is 4321000, 3210000.
    assert project(52, 10) == pytest.approx((0, 0), abs=1e-6)
    assert project(50, 5) == pytest.approx((3962.799 - 4321, 2999.719 - 3210), abs=3)


def test_a_territory_that_is_claimed_by_others_belongs_to_no_country(town):
    _, chart = chart_of(town, "map")
    claimed = [c["name"] for c in chart["europe"]["countries"] if c.get("claimed")]
    assert claimed == ["Crimea", "Kosovo", "N. Cyprus"]


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_a_filter_that_leaves_nothing_says_so(town, name):
    with pytest.raises(NotFound):
        VIEWS[name](town.store, town.names, town.origin, Wanted(first=1800, last=1801))


def test_a_query_of_one_s_own_is_drawn_as_a_network_only(town):
    with pytest.raises(BadInput, match="the page map shows the landscape"):
        VIEWS["map"](town.store, town.names, town.origin, Wanted(query="SELECT * {}"))


def test_only_the_landscape_is_drawn_as_a_picture(town):
    with pytest.raises(BadInput, match="only the landscape is drawn as a picture"):
        draw("map", town.store, town.names, town.origin, Wanted(), "map.svg", "svg")


def test_the_command_writes_the_index_and_says_which_files(ship, tmp_path):
    ship(TOWN)
    path = tmp_path / "drawn" / "index.html"
    path.parent.mkdir()
    ran = CliRunner().invoke(cli, ["--home", str(tmp_path), "view", "index", "-o", str(path)])
    names = ["index.html", *(f"{name}.html" for name in VIEWS)]
    assert (ran.exit_code, ran.stdout.split()) == (0, [str(path.parent / name) for name in names])
    assert sorted(file.name for file in path.parent.iterdir()) == sorted(names)


@pytest.mark.parametrize("name", list(VIEWS))
def test_a_page_of_the_real_landscape_stays_below_a_megabyte(real_site, name):
    path = real_site / f"{name}.html"
    assert path.stat().st_size < 1_000_000
    assert data_of(path.read_text(encoding="utf-8"))["first"].get("page", "landscape") == name
