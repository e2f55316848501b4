"""No page breaks a rule of WCAG 2.2 AA that axe-core can see, in light or dark."""

from pathlib import Path

import pytest

from kg.draw.views import VIEWS

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Dark differs from light in its colours only: these are the rules that look at them.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PAGES = {name: ["", "#view=list", "#focus=project/bench"] for name in VIEWS}
PAGES["matrix"].append("#pick=65-project")
PAGES |= {"focus-project-bench": [""], "index": [""]}


def violations(page, rules) -> list:
    return page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then(r => "
        "r.violations.map(v => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))",
        rules,
    )


@pytest.fixture
def open_with_axe(open_page, site):
    """Open a page of the town, with axe in it."""

    def opened(name, **options):
        # The policy of the page would keep axe out, as it keeps out everything else.
        page = open_page(path=site / f"{name}.html", bypass_csp=True, **options)
        page.evaluate(AXE)
        return page

    return opened


@pytest.mark.parametrize(("scheme", "rules"), [("light", RULES), ("dark", OF_COLOURS)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_in_any_state_of_a_page(open_with_axe, name, scheme, rules):
    page, found = open_with_axe(name, color_scheme=scheme), {}
    for state in PAGES[name]:
        if state:
            page.evaluate("state => { location.hash = state; }", state)
        page.wait_for_timeout(100)
        found[state] = violations(page, rules)
    assert found == {state: [] for state in PAGES[name]}


def test_axe_finds_none_on_a_phone(open_with_axe):
    found = {
        name: violations(open_with_axe(name, viewport={"width": 390, "height": 844}), RULES)
        for name in [*VIEWS, "index"]
    }
    assert found == {name: [] for name in [*VIEWS, "index"]}


def test_axe_sees_a_fault_that_is_there(open_with_axe):
    page = open_with_axe("map")
    page.evaluate(
        "document.querySelector('#search').removeAttribute('aria-label'); document.querySelector('#search').removeAttribute('placeholder')"
    )
    assert [rule for rule, *_ in violations(page, RULES)] == ["label"]


def test_axe_sees_a_colour_that_is_too_faint_in_the_dark(open_with_axe):
    page = open_with_axe("map", color_scheme="dark")
    page.evaluate("document.querySelector('h1').style.color = '#444'")
    assert [rule for rule, *_ in violations(page, OF_COLOURS)] == ["color-contrast"]
