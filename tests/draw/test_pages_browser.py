"""The overviews in a real browser, with no network: what a person sees and can do."""

import csv
import io
from typing import Any

import pytest

from kg.draw.contents import contents
from kg.draw.facts import read_facts
from kg.draw.overviews import OVERVIEWS, gather
from kg.draw.page import Caption, Sibling, draw_index_page, draw_overview
from tests.draw.html import INJECT, PAYLOAD

pytestmark = pytest.mark.browser

# What is no text: keys that style and script know, outlines, and the name of the page.
KEPT = {"key", "family", "kind", "path", "columns", "group", "currency", "borders", "disputed"}
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.drawing text, .axis text')].map((text) => [text.getBoundingClientRect(), text.textContent]);
  const meeting = [];
  boxes.forEach(([a, one], i) => boxes.slice(0, i).forEach(([b, other]) => {
    if (a.left < b.right - 1 && a.right > b.left + 1 && a.top + 2.5 < b.bottom - 2.5 && a.bottom - 2.5 > b.top + 2.5) meeting.push([one, other]);
  }));
  return meeting;
}"""
CUT = """() => [...document.querySelectorAll('.drawing text')].filter((text) => {
  const [box, ground] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
  return box.left < ground.left - 0.5 || box.right > ground.right + 0.5 || box.bottom > ground.bottom + 0.5;
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("name", [*OVERVIEWS, "index"])
def test_a_page_asks_for_nothing_complains_of_nothing_and_says_when_it_is_drawn(
    open_page, real_site, name
):
    path = real_site / f"{name}.html"
    page = open_page(path=path)
    page.wait_for_timeout(200)
    assert (page.asked, page.complaints) == ([path.as_uri()], [])
    assert page.evaluate("performance.getEntriesByName('drawn').length") == 1


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("name", ["participation", "funding", "timeline", "map"])
def test_no_label_of_the_real_landscape_covers_another_or_is_cut(open_page, real_site, name, width):
    height = 900 if width == 1400 else 844
    page = open_page(path=real_site / f"{name}.html", viewport={"width": width, "height": height})
    page.wait_for_timeout(100)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1400, 390])
def test_no_label_of_the_real_network_covers_another(open_page, real_site, width):
    height = 900 if width == 1400 else 844
    page = open_page(path=real_site / "landscape.html", viewport={"width": width, "height": height})
    page.wait_for_function(f"labelsShown.length > {80 if width == 1400 else 14}")
    boxes = page.evaluate("labelsShown.map(l => [l.left, l.top, l.left + l.wide, l.top + l.tall])")
    apart = 6  # across; two labels nearer than that are read as one
    meeting = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] + apart and a[2] > b[0] - apart and a[1] < b[3] + 2 and a[3] > b[1] - 2
    ]
    assert meeting == []


COVERED = """() => {
  const { clientWidth, clientHeight } = byId("picture");
  const signs = thingsOnScreen(clientWidth, clientHeight);
  return labelsShown.map(({ thing, left, top, wide, tall }) => signs.filter((sign) => sign.thing !== thing
    && meet([left, top, left + wide, top + tall], [sign.x - sign.size, sign.y - sign.size, sign.x + sign.size, sign.y + sign.size])).length);
}"""


def test_signs_give_way_to_the_names_of_hubs(open_page, real_site):
    page = open_page(path=real_site / "landscape.html", viewport={"width": 1400, "height": 900})
    page.wait_for_timeout(200)
    assert sum(page.evaluate(COVERED)) <= 6
    page.evaluate("givingWay = (places) => places; show(); network.redraw()")
    assert sum(page.evaluate(COVERED)) > 12


def test_of_many_passages_of_a_fact_a_few_are_shown_and_the_others_asked_for(open_page, real_site):
    page = open_page("#focus=place/nice", path=real_site / "map.html")
    named = page.locator("#card section").first.locator(".marks")
    more = named.locator("button")
    assert named.locator("a").all_inner_texts() == ["1", "2", "3", "4"]
    hidden = int(more.inner_text().removeprefix("+"))
    assert more.get_attribute("aria-label") == f"{hidden} more sources"
    more.press("Enter")
    assert (named.locator("a").count(), named.locator("button").count()) == (4 + hidden, 0)
    assert page.evaluate("document.activeElement.textContent") == "5"


def test_things_with_one_participant_share_a_row_that_opens_their_list(open_page, real_site):
    page = open_page("#least=12", path=real_site / "participation.html")
    row = page.locator("#board [data-stop^='i-']").first
    said, _, rest = row.get_attribute("aria-label").partition(" others that only ")
    row.press("Enter")
    card = page.locator("#card")
    assert card.locator("h2").inner_text() == rest.removesuffix(" takes part in")
    assert card.locator(".picked .thing").count() == int(said) > 2
    key = page.evaluate("location.hash")
    again = open_page(key, path=real_site / "participation.html")
    assert again.locator("#card h2").inner_text() == card.locator("h2").inner_text()


def test_what_ends_after_nearly_everything_else_says_when(open_page, real_site):
    page = open_page(path=real_site / "timeline.html")
    years = page.locator(".axis text").all_text_contents()
    late = page.evaluate(
        "[...document.querySelectorAll('.drawing text')].map((t) => t.textContent).filter((t) => t.includes(' (until '))"
    )
    assert all(text[-5:-1] > years[-1] for text in late)
    assert len(late) > 0


@pytest.mark.parametrize("name", ["participation", "timeline"])
def test_a_tall_drawing_is_printed_on_sheets_that_cut_no_words(open_page, real_site, name):
    page = open_page(path=real_site / f"{name}.html")
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    sheets = page.evaluate(
        """() => [...document.querySelectorAll(".sheet")].map((sheet) => {
          const [, top, , tall] = sheet.getAttribute("viewBox").split(" ").map(Number);
          const rows = [...sheet.querySelectorAll("text")].map((text) => Number(text.getAttribute("y")));
          return [top, tall, rows.some((y) => Math.abs(y - top) < 7)];
        })"""
    )
    ends = [top + tall for top, tall, _ in sheets]
    assert (len(sheets) > 2, [top for top, *_ in sheets]) == (True, [0, *ends[:-1]])
    assert [cut for *_, cut in sheets] == [False] * len(sheets)


def test_a_network_is_laid_out_for_the_paper_when_it_is_printed(open_page, real_site):
    page = open_page("#focus=project/pactesur", path=real_site / "landscape.html")
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    shown = page.evaluate(
        """() => {
          const { clientWidth: width, clientHeight: height } = byId("picture");
          const inside = thingsOnScreen(width, height).filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
          return [inside.length, shownThings.length];
        }"""
    )
    assert shown[0] == shown[1] > 10


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("participation", "3 take part in 3 · 5 parts taken"),
        ("funding", "2 funded initiatives"),
        ("matrix", "4 things · 68 themes · 403 of 408 cells empty"),
        ("timeline", "5 of 5 things with a date shown · 5 have none in the sources"),
        ("map", "5 things in 4 places"),
    ],
)
def test_a_page_says_how_much_it_shows(open_page, site, name, said):
    assert open_page(path=site / f"{name}.html").locator("#count").inner_text() == said


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_the_keyboard_reaches_the_drawing_opens_a_card_and_comes_back(open_page, site, name):
    page = open_page(path=site / f"{name}.html")
    stop = page.locator("#board [data-stop][tabindex='0']")
    assert stop.count() == 1
    stop.focus()
    page.keyboard.press("ArrowDown")
    moved = page.evaluate("document.activeElement.dataset.stop")
    page.keyboard.press("Enter")
    assert page.locator("#card h2").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.dataset.stop") == moved


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_a_search_shows_the_card_with_every_fact_and_its_passage(open_page, site, name):
    page = open_page(path=site / f"{name}.html")
    thing = {"map": "lamp works", "timeline": "bench"}.get(name, "bench")
    page.fill("#search", thing)
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text().lower() == thing
    assert "Town Paper, section 1" in page.locator("#card .sources").inner_text()


def test_a_fact_that_follows_from_others_is_marked(open_page, site):
    page = open_page("#focus=place/italy", path=site / "map.html")
    card = page.locator("#card").inner_text()
    assert "is the base of" in card
    assert page.locator("#card .derived").count() > 0


def test_the_switch_keeps_initiatives_calls_and_amounts_apart(open_page, site):
    page = open_page(path=site / "funding.html")
    seen = {}
    for unit in ("funded", "offered", "sums"):
        page.click(f"#units [data-unit={unit}]")
        seen[unit] = page.evaluate(
            "[...document.querySelectorAll('.drawing g.stop')].map(g => g.getAttribute('aria-label').replaceAll('\\u00a0', ' ')).sort()"
        )
    assert seen == {
        "funded": ["Call · 1", "Crime prevention · 1.3", "Fund · 2",
                   "Managing security and sharing public space · 0.3", "Security perception · 0.3"],
        "offered": ["Call · 1", "Fund · 1", "Other Fund · 1", "no theme stated · 2"],
        "sums": ["Call · €2 m", "Fund · €2 m", "no theme stated · €2 m"],
    }  # fmt: skip
    assert "1 left out: no currency printed." in page.locator(".unit").inner_text()
    assert page.evaluate("location.hash") == "#unit=sums"


def test_a_cell_of_the_matrix_opens_the_list_of_its_things(open_page, site):
    page = open_page(path=site / "matrix.html")
    cell = page.locator("tr", has_text="Crime prevention").locator("button").first
    assert cell.get_attribute("aria-label") == (
        "Crime prevention, Projects: 2, 1 no end stated, 1 over before 2026"
        if page.evaluate("new Date().getFullYear()") == 2026
        else cell.get_attribute("aria-label")
    )
    cell.click()
    assert page.locator("#card .picked .thing").all_inner_texts() == ["BENCH", "LANTERN"]
    page.locator("#card .picked .thing").first.click()
    assert page.locator("#card h2").inner_text() == "BENCH"
    page.go_back()
    assert page.locator("#card h2").inner_text() == "Crime prevention"


def test_what_is_over_depends_on_the_year_asked_for(open_page, site):
    page = open_page("#asof=2021", path=site / "matrix.html")
    phases = "[...things].map(thing => [thing.label, phase(thing)]).sort()"
    assert page.evaluate(phases) == [
        ["BENCH", "on"], ["Charter", "open"], ["Fair", "on"], ["LANTERN", "open"],
    ]  # fmt: skip
    page.fill("#asof", "2022")
    page.locator("#asof").blur()
    assert dict(page.evaluate(phases))["BENCH"] == "over"


def test_planned_things_are_hollow_and_what_follows_is_joined(open_page, site):
    page = open_page(path=site / "timeline.html")
    hollow = page.locator("[data-stop='event/fair'] [stroke-dasharray]")
    assert (hollow.count(), page.locator(".curve").count()) == (1, 2)
    assert page.locator("[data-stop='project/bench']").get_attribute("aria-label") == (
        "BENCH, project: 2018–2021"
    )
    assert page.locator("[data-stop='project/lantern']").get_attribute("aria-label") == (
        "LANTERN, project: 2019, no end stated"
    )


def test_places_off_the_map_stand_beside_it(open_page, site):
    page = open_page(path=site / "map.html")
    assert page.locator(".beside section").all_inner_texts() == [
        "OUTSIDE THIS MAP\nQuito\n\u00a01",
        "WITHOUT COORDINATES\nNowhere\n\u00a01",
    ]
    stops = page.locator("#board [data-stop]").all()
    assert [stop.get_attribute("aria-label") for stop in stops] == [
        "Italy, country: 3 things",
        "Genoa, city: 3 things",
    ]


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_the_filters_of_the_address_hold_and_unknown_values_are_dropped(open_page, site, name):
    path = site / f"{name}.html"
    hostile = "#focus=<img src=x>&pick=../x&unit=zzz&asof=1e9&least=99&theme=999&hide=zzz"
    page = open_page(hostile, path=path)
    assert page.evaluate("JSON.stringify(state) === JSON.stringify(START)") is True
    page = open_page("#hide=project", path=path)
    assert page.evaluate("shownThings.some(thing => thing.family === 'project')") is False


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_when_nothing_is_left_the_page_says_so_and_offers_the_way_back(open_page, site, name):
    page = open_page(path=site / f"{name}.html")
    for box in page.locator("#families input").all():
        box.uncheck()
    assert page.locator("#empty").is_visible()
    page.click("#empty-reset")
    assert page.locator("#empty").is_hidden()
    assert page.locator("#board [data-stop]").count() > 0


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_the_drawing_is_saved_as_svg_and_png_and_the_list_as_csv(open_page, site, name):
    page = open_page(path=site / f"{name}.html")
    saved = {}
    for button in ("#save-svg", "#save-png"):
        with page.expect_download() as waiting:
            page.click(button)
        saved[waiting.value.suggested_filename] = waiting.value.path().read_bytes()[:4]
    assert saved == {f"{name}.svg": b"<svg", f"{name}.png": b"\x89PNG"}
    page.click("#as-list")
    with page.expect_download() as waiting:
        page.click("#csv-things")
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == page.locator("#rows tr").count() + 1


def test_the_index_leads_to_every_page_and_back(open_page, site):
    page = open_page(path=site / "index.html")
    for number, name in enumerate(["landscape", *OVERVIEWS]):
        page.locator(".tile").nth(number).click()
        assert page.url.endswith(f"/{name}.html")
        page.locator(".siblings a").first.click()
        assert page.url.endswith("/index.html")


def poisoned(value: Any, name: str = "") -> Any:
    """Return data with the payload in the place of every text that data can set."""
    if isinstance(value, dict):
        return {key: poisoned(one, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [poisoned(one, name) for one in value]
    return PAYLOAD if isinstance(value, str) and name not in KEPT else value


@pytest.fixture(scope="module")
def hostile_site(town, tmp_path_factory):
    """Pages in which every text that data can set tries to run a script."""
    folder = tmp_path_factory.mktemp("hostile-site")
    caption = Caption(PAYLOAD, PAYLOAD, (PAYLOAD,), PAYLOAD, PAYLOAD)
    menu = (Sibling("index.html", PAYLOAD, True),)
    whole = gather(town.store, town.names)
    for name, overview in OVERVIEWS.items():
        part, chart = overview.chart(town.store, town.names, whole)
        known = contents(part, read_facts(town.store, town.names, part.nodes))
        known.nodes[:] = [poisoned(node) | {"key": node["key"]} for node in known.nodes]
        legend = known.legend
        legend["relations"] = poisoned(legend["relations"])
        legend["themes"] = [f"{PAYLOAD} {i}" for i, _ in enumerate(legend["themes"])]
        links = ("javascript:window.fired=1", "data:text/html,hostile")
        facts = known.facts
        facts["texts"] = [t if t in links else f"{t} {PAYLOAD}" for t in facts["texts"]]
        facts["passages"] = poisoned(facts["passages"])
        facts["sources"] = poisoned(facts["sources"])
        html = draw_overview(name, known, poisoned(chart), caption, None, menu)
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    tile = {"file": "index.html", "title": PAYLOAD, "counts": PAYLOAD, "thumbnail": {}}
    index = draw_index_page([tile], [{"file": "x.html", "label": PAYLOAD}], caption, menu)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_hostile_texts_do_nothing_on_any_page(open_page, hostile_site, name):
    page = open_page(path=hostile_site / f"{name}.html")
    assert PAYLOAD in page.locator("h1").inner_text()
    shown = page.evaluate("document.body.textContent.split('onerror').length")
    assert shown > 5  # the payload is there to be read
    for stop in page.evaluate("stops().map(stop => stop.dataset.stop)"):
        page.evaluate(
            "key => stops().find(stop => stop.dataset.stop === key).dispatchEvent(new MouseEvent('click'))",
            stop,
        )
    for key in page.evaluate("things.map(thing => thing.key)"):
        page.evaluate("key => go({ focus: key }, true)", key)
    page.evaluate("if (links.length) fillLinkCard(links[0])")
    page.fill("#search", "img")
    page.click("#as-list")
    page.wait_for_timeout(150)
    assert page.evaluate("window.fired ?? 'silent'") == "silent"
    odd = 'img, a[href^="javascript:" i], a[href^="data:" i]'
    assert page.locator(odd).count() == 0
    assert page.complaints == []


def test_hostile_texts_do_nothing_on_the_index(open_page, hostile_site):
    page = open_page(path=hostile_site / "index.html")
    page.wait_for_timeout(100)
    assert page.locator(".tile h2").inner_text() == PAYLOAD
    assert page.evaluate("[window.fired ?? 'silent', document.querySelectorAll('img').length]") == [
        "silent",
        0,
    ]


@pytest.mark.parametrize("name", ["funding", "timeline"])
def test_javascript_and_data_addresses_stay_text(open_page, site, name):
    page = open_page("#focus=project/bench", path=site / f"{name}.html")
    text = page.locator("#card").inner_text()
    assert ("javascript:window.fired=1" in text, "data:text/html,hostile" in text) == (True, True)
    assert page.locator("#card a:not(.mark)").count() == 0


@pytest.mark.parametrize("name", [*OVERVIEWS, "index"])
def test_even_an_injected_handler_is_blocked_on_any_page(open_page, site, name):
    page = open_page(path=site / f"{name}.html")
    assert page.evaluate(INJECT, PAYLOAD) == "TypeError"
    assert page.evaluate("window.fired ?? 'silent'") == "silent"


@pytest.mark.parametrize("name", list(OVERVIEWS))
def test_the_same_payload_fires_on_the_same_page_without_its_policy(
    open_page, site, name, tmp_path
):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(html.replace('http-equiv="Content-Security-Policy"', "data-was"), "utf-8")
    page = open_page(path=bare)
    assert page.evaluate(INJECT, PAYLOAD) == "written"
    page.wait_for_function("window.fired === 1")
