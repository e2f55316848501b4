// The state of the page, which stands in its address, and what follows from it.


const START = { focus: "", steps: 1, hide: [], without: [], theme: "", from: "", to: "", view: "picture" };
// The room left above and below columns, in pixels.
const [ABOVE, BELOW] = [24, 24];
let state = { ...START };
let shownThings = [];
let shownLinks = [];

/** The state that an address asks for; whatever is not known is left out. */
function readHash(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (name) => (asked.get(name) ?? "").split(",").filter(Boolean);
  const number = (name, low, high) => {
    const text = asked.get(name) ?? "";
    return /^\d{1,4}$/.test(text) && Number(text) >= low && Number(text) <= high ? text : "";
  };
  return {
    focus: byKey.has(asked.get("focus")) ? asked.get("focus") : "",
    steps: asked.get("steps") === "2" ? 2 : 1,
    hide: list("hide").filter((key) => familyOf.has(key)),
    without: list("without").filter((text) => /^\d{1,3}$/.test(text) && Number(text) < relations.length).map(Number),
    theme: number("theme", 0, themes.length - 1),
    from: number("from", yearRange[0], yearRange[1]),
    to: number("to", yearRange[0], yearRange[1]),
    view: asked.get("view") === "list" ? "list" : "picture",
  };
}

function writeHash() {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    const text = Array.isArray(value) ? value.join(",") : String(value);
    if (text !== String(START[name])) said.set(name, text);
  }
  const hash = said.toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
  if (hash !== location.hash.replace(/^#/, "")) history.pushState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** Change the state and show what follows; `move` puts the keyboard on the card. */
function go(change, move = false) {
  const before = state;
  state = { ...state, ...change };
  // An impossible value, such as a year out of range, is dropped as it is from an address.
  const checked = readHash(`#${new URLSearchParams(Object.entries(state).map(([name, value]) => [name, String(value)]))}`);
  state = checked;
  writeHash();
  show();
  if (move && state.focus) card.querySelector("h2").focus({ preventScroll: false });
  else if (move && before.focus) search.focus();
}

/** Whether the filters by theme and years keep a thing: yes, no, or it says nothing on the matter. */
function verdict(thing) {
  const answers = [];
  if (state.theme !== "") answers.push(thing.themes.length === 0 ? null : thing.themes.includes(Number(state.theme)));
  if (state.from !== "" || state.to !== "") {
    const [low, high] = [Number(state.from || -Infinity), Number(state.to || Infinity)];
    answers.push(thing.years.length === 0 ? null : thing.years[1] >= low && thing.years[0] <= high);
  }
  if (answers.includes(false)) return "no";
  return answers.length === 0 || answers.includes(true) ? "yes" : "silent";
}

/** The things that pass the filters: what matches, and what is linked to it and says nothing against. */
function passingThings() {
  const verdicts = things.map(verdict);
  return things.filter((thing) => verdicts[thing.id] === "yes"
    || (verdicts[thing.id] === "silent" && thing.links.some((link) => verdicts[across(link, thing).id] === "yes")) || thing.key === state.focus);
}

function show() {
  focused = byKey.get(state.focus) ?? null;
  const passing = passingThings();
  const there = new Set(passing.filter((thing) => !state.hide.includes(thing.family) || thing === focused).map((thing) => thing.id));
  const open = links.filter((link) => there.has(link.from) && there.has(link.to) && !state.without.includes(link.relation));
  const allowed = new Set(open);
  const distance = focused ? around(focused, state.steps, (link) => allowed.has(link)) : null;
  const linked = new Set(open.flatMap((link) => [link.from, link.to]));
  const all = state.without.length === 0 && state.hide.length === 0;
  shownThings = distance ? [...distance.keys()].map((id) => things[id]) : things.filter(({ id }) => there.has(id) && (all || linked.has(id)));
  shownLinks = distance ? open.filter((link) => distance.has(link.from) && distance.has(link.to)) : open;
  showLegend(state, passing);
  document.body.classList.toggle("focused", focused !== null);
  card.hidden = focused === null;
  if (focused) fillCard(focused);
  card.scrollTop = 0;
  say();
  if (state.view === "picture") showPicture(distance);
}

/** Draw what is shown, into the room that the words and the card leave. */
function showPicture(distance) {
  network.setSize("100%", "100%");
  const { clientWidth: width, clientHeight } = byId("picture");
  if (!distance) {
    labelPlan = new Map();
    const places = stretched(new Map(shownThings.map(({ id, x, y }) => [id, { x, y }])), width, clientHeight);
    draw(shownThings, shownLinks, (thing) => places.get(thing.id));
    fit();
    return;
  }
  const height = clientHeight - ABOVE - BELOW;
  const furthest = [...distance.values()].filter((steps) => steps === 2).length;
  const inColumns = furthest <= 2 * Math.floor(height / 22);
  const places = (inColumns ? columns : springs)(focused, distance, shownLinks, width, height);
  draw(shownThings, shownLinks, (thing) => places.get(thing.id));
  if (inColumns) network.moveTo({ position: { x: 0, y: (BELOW - ABOVE) / 2 }, scale: 1 });
  else fit();
}

/** Say in words what is shown, and show the buttons and the list that belong to it. */
function say() {
  const asList = state.view === "list";
  byId("list").hidden = !asList;
  byId("stage").hidden = asList;
  byId("as-list").setAttribute("aria-pressed", String(asList));
  byId("as-picture").setAttribute("aria-pressed", String(!asList));
  byId("steps").hidden = focused === null;
  for (const button of byId("steps").children) button.setAttribute("aria-pressed", String(Number(button.dataset.steps) === state.steps));
  for (const id of ["count", "list-count"]) byId(id).textContent = `${shownThings.length} of ${things.length} things shown · ${shownLinks.length} links`;
  byId("empty").hidden = shownThings.length > 0;
  byId("reset").disabled = JSON.stringify({ ...state, view: "" }) === JSON.stringify({ ...START, view: "" });
  fillList(shownThings);
}

function closeCard() {
  card.hidden = focused === null;
  if (focused) fillCard(focused);
}

function repaint() {
  readPalette();
  paintLinks();
  network.redraw();
}

const clear = () => go({ ...START, view: state.view });
byId("reset").addEventListener("click", clear);
byId("empty-reset").addEventListener("click", clear);
byId("as-picture").addEventListener("click", () => go({ view: "picture" }));
byId("as-list").addEventListener("click", () => go({ view: "list" }));
for (const button of byId("steps").children) button.addEventListener("click", () => go({ steps: Number(button.dataset.steps) }));
const zoom = (factor) => network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)) });
byId("zoom-in").addEventListener("click", () => zoom(1.3));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
byId("zoom-fit").addEventListener("click", fit);
network.on("click", ({ nodes: hit, edges: near }) => {
  if (hit.length) go({ focus: things[hit[0]].key });
  else if (near.length) {
    fillLinkCard(links[near[0]]);
    card.hidden = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== search && !card.hidden) {
    if (focused) go({ focus: "" }, true);
    else closeCard();
  }
});
window.addEventListener("popstate", () => { state = readHash(location.hash); show(); });
window.addEventListener("hashchange", () => { state = readHash(location.hash); show(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
matchMedia("print").addEventListener("change", repaint);
let pending = 0;
window.addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(show, 120); });

function writeCaption() {
  const { summary, sources: read, version, left_out: leftOut } = data.first.caption;
  byId("caption").replaceChildren(summary, " ", element("span", {}, `Sources: ${read.join("; ")}.`), " ", element("span", {}, `Urban Security Policy Knowledge Graph, ${version}; data CC BY 4.0.`),
    leftOut ? element("strong", {}, ` ${leftOut}`) : "");
}

if (matchMedia("(max-width: 760px)").matches) byId("legend").open = false;
writeCaption();
readPalette();
buildLegend();
state = readHash(location.hash || (data.first.focus ? `#focus=${encodeURIComponent(data.first.focus)}&steps=2` : ""));
show();
performance.mark("drawn");
