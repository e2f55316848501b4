// The state of the page, which stands in its address, and what follows from it.

const START = { focus: "", steps: 1, hide: [], without: [], theme: "", from: "", to: "", view: "picture" };
/** What a page adds to the state: for each name, whether a text is a value of it. */
const MORE = {};
let focused = null;
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
    ...Object.fromEntries(Object.entries(MORE).map(([name, valid]) => [name, asked.has(name) && valid(asked.get(name)) ? asked.get(name) : START[name]])),
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
  else if (move && before.focus) backFrom(before.focus);
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

/** Say in words what is shown, and show the buttons and the list that belong to it. */
function say() {
  const asList = state.view === "list";
  byId("list").hidden = !asList;
  byId("stage").hidden = asList;
  byId("as-list").setAttribute("aria-pressed", String(asList));
  byId("as-picture").setAttribute("aria-pressed", String(!asList));
  for (const id of ["count", "list-count"]) byId(id).textContent = countWords(id === "count");
  byId("empty").hidden = shownThings.length > 0;
  byId("reset").disabled = JSON.stringify({ ...state, view: "" }) === JSON.stringify({ ...START, view: "" });
  fillList(shownThings);
}

function closeCard() {
  card.hidden = focused === null;
  if (focused) fillCard(focused);
}

function writeCaption() {
  const { summary, sources: read, version, left_out: leftOut } = data.first.caption;
  const cited = `Sources: ${read.join("; ")}.`;
  const named = read.length <= 8 ? element("span", {}, cited) : element("details", { className: "read" }, element("summary", {}, `${read.length} sources`), cited);
  byId("caption").replaceChildren(summary, " ", named, " ", element("span", {}, `Urban Security Policy Knowledge Graph, ${version}; data CC BY 4.0.`),
    leftOut ? element("strong", {}, ` ${leftOut}`) : "");
}

const clear = () => go({ ...START, view: state.view });
byId("reset").addEventListener("click", clear);
byId("empty-reset").addEventListener("click", clear);
byId("as-picture").addEventListener("click", () => go({ view: "picture" }));
byId("as-list").addEventListener("click", () => go({ view: "list" }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== search && !card.hidden) {
    if (focused) go({ focus: "" }, true);
    else closeCard();
  }
});
window.addEventListener("popstate", () => { state = readHash(location.hash); show(); });
window.addEventListener("hashchange", () => { state = readHash(location.hash); show(); });
