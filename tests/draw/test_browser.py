"""The page in a real browser, with no network: what a person sees and can do."""

import copy
import csv
import io

import pytest

from kg.draw.facts import read_facts
from kg.draw.layout import layout
from kg.draw.network import landscape_network
from kg.draw.page import Caption, draw_page
from tests.draw.html import INJECT, PAYLOAD

pytestmark = pytest.mark.browser

SHOWN = "shownThings.map(thing => thing.label).sort()"
THINGS = [
    "BENCH",
    "City of Alder",
    "FOUNTAIN",
    "Lamp Works",
    "Ministry of Squares",
    "Square Call",
    "Square Fair",
    "Square Fund",
]
HOSTILE = [
    '<img src=x onerror="window.fired=1"> </script><script>window.fired=1</script>',
    '=HYPERLINK("http://evil.example","x")',
]


def test_the_page_asks_for_nothing_and_complains_of_nothing(open_page, page_file):
    page = open_page()
    page.wait_for_timeout(300)
    assert (page.asked, page.complaints) == ([page_file.as_uri()], [])


def test_everything_is_drawn(open_page):
    page = open_page()
    assert page.evaluate(SHOWN) == sorted([*THINGS, *HOSTILE])
    assert page.evaluate("network.body.nodeIndices.length") == len(THINGS) + len(HOSTILE)
    # After how long is measured by `make bench`, from this mark.
    assert page.evaluate("performance.getEntriesByName('drawn').length") == 1


COLOURED = """() => {
  network.redraw();
  const canvas = document.querySelector('canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let coloured = 0;
  for (let i = 0; i < pixels.length; i += 4) coloured += pixels[i] !== pixels[0] || pixels[i + 1] !== pixels[1];
  return coloured / (pixels.length / 4);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_canvas_is_not_empty(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.wait_for_timeout(200)
    assert 0.002 < page.evaluate(COLOURED) < 0.3


def test_light_and_dark_have_grounds_of_their_own(open_page):
    ground = "getComputedStyle(document.body).backgroundColor"
    colours = [open_page(color_scheme=scheme).evaluate(ground) for scheme in ("light", "dark")]
    assert colours == ["rgb(255, 255, 255)", "rgb(18, 22, 28)"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("square fund", "Square Fund"), ("banc public", "BENCH"), ("ALDER", "City of Alder")],
)
def test_a_search_by_keyboard_puts_the_thing_in_focus(open_page, typed, found):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#search").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == found
    assert page.evaluate("document.activeElement.tagName") == "H2"


def test_the_keyboard_goes_from_the_card_to_a_neighbour_and_back_to_the_search(open_page):
    page = open_page("#focus=funding/square-fund")
    page.locator("#card .thing", has_text="FOUNTAIN").focus()
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "FOUNTAIN"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.id") == "search"


def test_arrow_keys_choose_among_the_things_found(open_page):
    page = open_page()
    page.fill("#search", "square")
    page.keyboard.press("ArrowDown")
    assert page.locator("#hits [aria-selected=true]").inner_text() == "Square Fund\nfund"


def test_a_search_for_nothing_known_says_so(open_page):
    page = open_page()
    page.fill("#search", "zeppelin")
    assert page.locator("#hits").inner_text() == "Nothing has this name."


def test_the_legend_switches_a_family_off_and_says_how_many_are_left(open_page):
    page = open_page()
    page.uncheck("#families input[name=organisation]")
    assert page.evaluate(SHOWN) == ["BENCH", "FOUNTAIN", "Square Call", "Square Fund"]
    assert page.locator("#count").inner_text() == "4 of 10 things shown · 3 links"


def test_the_legend_switches_a_family_of_links_off(open_page):
    page = open_page()
    page.uncheck("#groups input[name=money]")
    assert page.evaluate("shownLinks.map(link => relations[link.relation].label).sort()") == [
        "has partner",
        "has partner",
        "is led by",
        "is listed with responsible",
        "is organised by",
    ]


def test_when_nothing_is_left_the_page_says_so_and_offers_the_way_back(open_page):
    page = open_page()
    for box in page.locator("#families input").all():
        box.uncheck()
    assert page.locator("#empty").is_visible()
    page.click("#empty-reset")
    assert page.locator("#count").inner_text() == "10 of 10 things shown · 8 links"


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        (
            "#focus=project/bench",
            ["BENCH", "City of Alder", "Lamp Works", "Ministry of Squares", "Square Call"],
        ),
        ("#focus=funding/square-fund&steps=2", ["BENCH", "FOUNTAIN", "Square Call", "Square Fund"]),
        (
            "#theme=0",
            ["BENCH", "City of Alder", "Lamp Works", "Ministry of Squares", "Square Call"],
        ),
        ("#from=2021&to=2021&hide=organisation,project", []),
        (
            "#focus=<img src=x onerror=fired=1>&steps=99&hide=zzz&theme=1e9",
            sorted([*THINGS, *HOSTILE]),
        ),
    ],
)
def test_the_address_restores_a_state_and_drops_what_it_does_not_know(open_page, fragment, shown):
    page = open_page(fragment)
    assert page.evaluate(SHOWN) == shown


def test_the_state_goes_into_the_address_and_back_again(open_page):
    page = open_page()
    page.fill("#search", "bench")
    page.keyboard.press("Enter")
    page.click("#steps [data-steps='2']")
    assert page.evaluate("location.hash") == "#focus=project/bench&steps=2"
    page.go_back()
    assert page.evaluate("state.steps") == 1


def test_the_card_shows_money_dates_and_where_each_fact_stands(open_page):
    page = open_page("#focus=project/bench")
    sections = page.locator("#card > section").all_inner_texts()
    assert [text.split("\n")[0] for text in sections] == [
        "ALSO CALLED", "WHEN", "MONEY", "LINKED TO", "THEMES", "WHERE", "MORE", "SOURCES",
    ]  # fmt: skip
    money = page.locator("#card > section").nth(2).inner_text().split("\n")
    assert money[1] == "about EUR 1\u202f250\u202f000 1"
    assert page.locator(".sources li").all_inner_texts() == [
        "Square Paper, section 1",
        "curation:themes",
    ]


def test_a_link_back_is_said_in_words_of_its_own(open_page):
    page = open_page("#focus=org/city-of-alder")
    assert page.locator("#card h4").all_inner_texts() == ["leads", "is listed as responsible for"]


def test_labels_cover_no_other_label_and_lie_on_the_canvas(open_page):
    page = open_page(viewport={"width": 1400, "height": 900})
    page.wait_for_function("labelsShown.length >= 8")
    boxes = page.evaluate("labelsShown.map(l => [l.left, l.top, l.left + l.wide, l.top + l.tall])")
    meeting = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]
    assert meeting == []


def test_the_list_holds_what_the_picture_shows(open_page):
    page = open_page("#hide=organisation,event&view=list")
    assert page.locator("#rows tr").all_inner_texts() == [
        "BENCH\n\tproject\t2018–2021\t4",
        "FOUNTAIN\n\tproject\t\t1",
        "Square Call\n\tcall for proposals\t\t2",
        "Square Fund\n\tfund\t\t2",
    ]


def test_a_spreadsheet_runs_nothing_from_the_csv(open_page):
    page = open_page("#view=list")
    with page.expect_download() as waiting:
        page.click("#csv-links")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["from", "relation", "to", "status", "passages"]
    assert rows[-1][2] == '\'=HYPERLINK("http://evil.example","x")'
    assert [
        "Square Fair",
        "is organised by",
        "Lamp Works",
        "provisional",
        "Square Paper, section 2",
    ] in rows


def test_the_picture_can_be_saved_as_svg(open_page):
    page = open_page()
    page.wait_for_timeout(200)
    with page.expect_download() as waiting:
        page.click("#save-svg")
    svg = waiting.value.path().read_text(encoding="utf-8")
    assert (svg[:4], svg.count("<line "), "<img" in svg) == ("<svg", 8, False)


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_legend_is_folded(open_page):
    page = open_page("#focus=project/bench", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.getElementById('legend').open") is False


@pytest.fixture(scope="module")
def hostile_file(square, tmp_path_factory):
    """A page in which every text that data can set tries to run a script."""
    graph = copy.deepcopy(landscape_network(square.store, square.names))
    facts = read_facts(square.store, square.names, graph.nodes)
    for _, _, edge in graph.edges(data=True):
        edge |= {"label": PAYLOAD, "back": PAYLOAD}
    for node in graph.nodes.values():
        node |= {"label": PAYLOAD, "type": PAYLOAD}
    graph.graph["themes"] = dict.fromkeys(graph.graph["themes"], PAYLOAD)
    facts.texts[:] = [
        f"{text} {PAYLOAD}" if "javascript:" not in text else text for text in facts.texts
    ]
    facts.passages[:] = [(PAYLOAD, PAYLOAD, PAYLOAD) for _ in facts.passages]
    caption = Caption(PAYLOAD, PAYLOAD, (PAYLOAD,), PAYLOAD, PAYLOAD)
    path = tmp_path_factory.mktemp("hostile") / "hostile.html"
    path.write_text(draw_page(graph, layout(graph), facts, caption), encoding="utf-8")
    return path


def test_hostile_texts_do_nothing(open_page, hostile_file):
    page = open_page(path=hostile_file)
    for key in ("project/hostile", "project/bench", "org/formula"):
        page.evaluate("key => go({ focus: key }, true)", key)
        page.wait_for_timeout(50)
    page.fill("#search", "img")
    page.evaluate("fillLinkCard(links[0])")
    page.wait_for_timeout(200)
    assert page.evaluate("window.fired ?? 'silent'") == "silent"
    assert page.evaluate("document.querySelectorAll('img, a[href^=\"javascript:\" i]').length") == 0
    assert [url for url in page.asked if not url.endswith("hostile.html")] == []


def test_a_javascript_address_stays_text(open_page):
    page = open_page("#focus=project/hostile")
    assert "javascript:window.fired=1" in page.locator("#card").inner_text()
    assert page.locator("#card a:not(.mark)").count() == 0


def test_even_an_injected_handler_is_blocked(open_page):
    page = open_page()
    assert page.evaluate(INJECT, PAYLOAD) == "TypeError"
    page.wait_for_timeout(200)
    assert page.evaluate("window.fired ?? 'silent'") == "silent"


def test_the_same_payload_fires_in_a_page_without_protection(open_page, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text('<!DOCTYPE html><p id="there"></p>', encoding="utf-8")
    page = open_page(path=bare)
    assert page.evaluate(INJECT, PAYLOAD) == "written"
    page.wait_for_function("window.fired === 1")
