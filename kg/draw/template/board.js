// The board of an overview: what each page draws on it, and how it is pointed at, by mouse and by keyboard.

const board = byId("board");
Object.assign(START, { pick: "" });
MORE.pick = (text) => picked(text) !== null;
let lastStop = "";

/** A new element of a drawing; text stays text. */
function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const fontOf = (size, weight = 400) => `${weight} ${size}px ${FONT}`;

/** Lines of text, one below the other, around the middle of a height. */
function textLines(lines, x, y, { anchor = "start", size = 12, weight = 400, fill = palette.ink, halo = true, line = 14 } = {}) {
  return svg("g", {
    "text-anchor": anchor, "font-size": size, "font-weight": weight, fill, "font-family": FONT,
    ...(halo ? { stroke: palette.paper, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" } : {}),
  }, ...lines.map((text, i) => svg("text", { x: Math.round(x * 10) / 10, y: Math.round((y + (i - (lines.length - 1) / 2) * line) * 10) / 10, dy: "0.35em" }, i < lines.length - 1 ? `${text} ` : text)));
}

/** The sign of a thing in a drawing, ringed if it is in focus. */
function signOf(thing, x, y, radius) {
  const paint = {
    fill: thing.planned ? palette.paper : palette.fill[thing.family], stroke: palette.edge[thing.family], "stroke-width": 1.3, ...(thing.planned ? { "stroke-dasharray": "2.4 1.8" } : {}),
  };
  const ring = thing === focused ? svg("circle", { cx: x, cy: y, r: radius + 5, fill: "none", stroke: palette.accent, "stroke-width": 2.2 }) : null;
  return svg("g", {}, ring, signAsSvg(SHAPES[thing.family], x, y, radius, paint));
}

/** Make an element of the drawing one that can be pointed at and reached by arrow keys. */
function stop(made, key, words, action) {
  made.classList.add("stop");
  made.dataset.stop = key;
  made.setAttribute("role", "button");
  made.setAttribute("tabindex", "-1");
  made.setAttribute("aria-label", words);
  const run = () => { lastStop = key; action(); };
  made.addEventListener("click", run);
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      run();
    }
  });
  return made;
}

const stops = () => [...board.querySelectorAll("[data-stop]")];

/** Let the tabulator reach one stop only: the arrow keys reach the others. */
function rove(one) {
  for (const other of stops()) other.setAttribute("tabindex", other === one ? "0" : "-1");
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

board.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  const from = event.target.closest("[data-stop]");
  if (!way || !from) return;
  event.preventDefault();
  const middle = (one) => { const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [x, y] = middle(from);
  let best = null;
  for (const other of stops()) {
    const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
    const ahead = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (other !== from && ahead > 1 && ahead + 2.5 * aside < (best?.far ?? Infinity)) best = { other, far: ahead + 2.5 * aside };
  }
  if (!best) return;
  rove(best.other);
  best.other.focus();
});

/** Where the keyboard goes when a card is closed: to what opened it. */
function backFrom() {
  const same = stops().find((one) => one.dataset.stop === lastStop);
  (same ?? search).focus();
}

// The room on the first sheet of paper, below the legend, and on the others.
const SHEETS = [470, 660];

/** A drawing on paper: made to fit a sheet, or cut where no words are. */
function sheets(made) {
  const [wide, tall] = ["width", "height"].map((side) => Number(made.getAttribute(side)));
  const rows = [...made.querySelectorAll("text")].map((text) => Number(text.getAttribute("y")));
  const cuts = [0];
  for (let end = tall < 2 * SHEETS[0] ? tall : SHEETS[0]; end < tall; end = cuts.at(-1) + SHEETS[1]) {
    while (rows.some((y) => Math.abs(y - end) < 8) && end > cuts.at(-1) + 100) end -= 2;
    cuts.push(end);
  }
  return cuts.map((from, i) => {
    const [sheet, high] = [made.cloneNode(true), (cuts[i + 1] ?? tall) - from];
    for (const [name, value] of Object.entries({ height: high, viewBox: `0 ${from} ${wide} ${high}`, class: "drawing sheet" })) sheet.setAttribute(name, value);
    return sheet;
  });
}

function drawBoard() {
  const [top, left] = [board.scrollTop, board.scrollLeft];
  board.replaceChildren();
  if (shownThings.length === 0) return;
  const printed = matchMedia("print").matches;
  board.append(...drawChart(board.clientWidth, printed ? SHEETS[0] : board.clientHeight));
  if (printed && drawing()) drawing().replaceWith(...sheets(drawing()));
  board.scrollTop = top;
  board.scrollLeft = left;
  const all = stops();
  if (all.length) rove(all.find((one) => one.dataset.stop === lastStop) ?? all[0]);
}

/** The drawing that is on the board. */
const drawing = () => board.querySelector("svg.drawing");

function show() {
  focused = byKey.get(state.focus) ?? null;
  const passing = passingThings();
  shownThings = passing.filter((thing) => !state.hide.includes(thing.family) || thing === focused);
  const there = new Set(shownThings.map((thing) => thing.id));
  shownLinks = links.filter((link) => there.has(link.from) && there.has(link.to) && !state.without.includes(link.relation));
  narrow();
  showLegend(state, passing);
  closeCard();
  card.scrollTop = 0;
  say();
  if (state.view === "picture") drawBoard();
}

function closeCard() {
  const list = focused ? null : picked(state.pick);
  card.hidden = focused === null && list === null;
  if (focused) fillCard(focused);
  else if (list) fillPickCard(list);
}

/** The card of several things: a cell, a band, a box. */
function fillPickCard({ kind, title, note, rows }) {
  notes = [];
  const close = element("button", { type: "button", className: "close" }, "Close");
  close.addEventListener("click", () => { go({ pick: "" }); backFrom(); });
  card.setAttribute("aria-label", `List: ${title}`);
  card.replaceChildren(
    element("div", { className: "head" }, element("p", { className: "kind" }, kind), close),
    element("h2", { tabIndex: -1 }, title),
    note ? element("p", { className: "hint" }, note) : "",
    element("ul", { className: "picked" }, ...rows.map(({ thing, words }) => element("li", {}, thing ? thingButton(thing) : "", words ? element("div", { className: "detail" }, words) : ""))),
  );
}

/** Open the list of a cell, a band or a box, and put the keyboard on it. */
function pick(key) {
  go({ pick: key, focus: "" });
  card.querySelector("h2")?.focus({ preventScroll: false });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== search && !focused && state.pick) {
    go({ pick: "" });
    backFrom();
  }
});

/** The drawing as a document of its own, with its title and ground. */
function asSvg() {
  const made = exported().cloneNode(true);
  const [width, height] = [Number(made.getAttribute("width")), Number(made.getAttribute("height"))];
  made.prepend(svg("title", {}, document.title), svg("rect", { width, height, fill: palette.paper }));
  for (const one of made.querySelectorAll("[tabindex]")) for (const name of ["tabindex", "role", "aria-label", "data-stop", "class"]) one.removeAttribute(name);
  return new XMLSerializer().serializeToString(made);
}

byId("save-svg").addEventListener("click", () => save(new Blob([asSvg()], { type: "image/svg+xml" }), `${data.first.page}.svg`));
byId("save-png").addEventListener("click", () => {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([asSvg()], { type: "image/svg+xml" }));
  image.addEventListener("load", () => {
    const canvas = element("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, `${data.first.page}.png`));
    URL.revokeObjectURL(address);
  });
  image.src = address;
});

/** A row of the legend that only explains. */
const sign = (drawn, words) => element("p", { className: "row" }, drawn, element("span", { className: "name" }, words));

/** A small drawing for the legend. */
function keySign(...children) {
  return svg("svg", { viewBox: "0 0 24 12", class: "key", "aria-hidden": "true" }, ...children);
}
