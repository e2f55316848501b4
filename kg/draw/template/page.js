// The page of a network: what is shown follows from the state.

// The room left above and below columns, in pixels.
const [ABOVE, BELOW] = [24, 24];

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
  byId("steps").hidden = focused === null;
  for (const button of byId("steps").children) button.setAttribute("aria-pressed", String(Number(button.dataset.steps) === state.steps));
  say();
  if (state.view === "picture") showPicture(distance);
}

/** Draw what is shown, into the room that the words and the card leave. */
function showPicture(distance) {
  network.setSize("100%", "100%");
  const { clientWidth: width, clientHeight } = byId("picture");
  if (!distance) {
    labelPlan = new Map();
    shrunk = 1;
    const places = givingWay(stretched(new Map(shownThings.map(({ id, x, y }) => [id, { x, y }])), width, clientHeight), width, clientHeight);
    draw(shownThings, shownLinks, (thing) => places.get(thing.id));
    fit();
    return;
  }
  const height = clientHeight - ABOVE - BELOW;
  const furthest = [...distance.values()].filter((steps) => steps === 2).length;
  const inColumns = furthest <= (width < 600 ? 0 : 2 * Math.floor(height / 22));
  const places = (inColumns ? columns : springs)(focused, distance, shownLinks, width, height);
  draw(shownThings, shownLinks, (thing) => places.get(thing.id));
  if (inColumns) network.moveTo({ position: { x: 0, y: (BELOW - ABOVE) / 2 }, scale: 1 });
  else fit();
}

const countWords = () => `${shownThings.length} of ${things.length} things shown · ${shownLinks.length} links`;

/** Where the keyboard goes when a card is closed. */
const backFrom = () => search.focus();

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
