// What there is on which theme: a table of numbers, each split by what goes on and what is over.

Object.assign(START, { asof: "" });
MORE.asof = (text) => text === "" || /^(19|20|21)\d\d$/.test(text);

const { columns: kinds, rows: themeRows, last } = data.chart;
const narrow = () => {};
const year = () => Number(state.asof || new Date().getFullYear());
const PHASES = [["on", "going on or to come"], ["open", "no end stated"], ["over", "over"]];

/** Whether a thing goes on, is over, or its sources state no end. */
const phase = (thing) => (last[thing.id] === null ? "open" : last[thing.id] >= year() ? "on" : "over");
const inCell = (row, kind) => (row.theme === null ? [] : shownThings.filter((thing) => thing.family === kind && thing.themes.includes(row.theme)));

function countWords() {
  const cells = themeRows.length * kinds.length;
  const empty = themeRows.flatMap((row) => kinds.map((kind) => inCell(row, kind).length)).filter((count) => count === 0).length;
  return `${shownThings.length} things · ${themeRows.length} themes · ${empty} of ${cells} cells empty`;
}

const countsOf = (own) => PHASES.map(([key, words]) => [key, words, own.filter((thing) => phase(thing) === key).length]).filter(([, , count]) => count > 0);
const inWords = (own) => countsOf(own).map(([key, words, count]) => `${count} ${key === "over" ? `over before ${year()}` : words}`).join(", ");

/** The list behind a cell, by the number of its row and its kind. */
function picked(key) {
  const [, at, kind] = /^(\d{1,3})-([a-z]+)$/.exec(key) ?? [];
  const row = themeRows[Number(at)];
  if (!row || !kinds.includes(kind)) return null;
  const own = inCell(row, kind).sort((a, b) => a.label.localeCompare(b.label));
  const words = Object.fromEntries(PHASES);
  return {
    kind: familyOf.get(kind).label, title: row.label,
    note: own.length ? inWords(own) : "The sources name nothing here.", rows: own.map((thing) => ({ thing, words: [yearsOf(thing), words[phase(thing)]].filter(Boolean).join(", ") })),
  };
}

function drawChart() {
  byId("asof").value = state.asof;
  byId("asof").placeholder = String(new Date().getFullYear());
  const most = Math.max(1, ...themeRows.flatMap((row) => kinds.map((kind) => inCell(row, kind).length)));
  const shown = kinds.filter((kind) => !state.hide.includes(kind));
  const head = element("thead", {}, element("tr", {}, element("th", { scope: "col", className: "corner" }, "Theme"), ...shown.map((kind) => element("th", { scope: "col" }, icon(kind), element("span", { className: "wide" }, familyOf.get(kind).label)))));
  const bodies = [];
  let group = null;
  themeRows.forEach((row, at) => {
    if (state.theme !== "" && row.theme !== Number(state.theme)) return;
    if (row.group !== group || bodies.length === 0) {
      group = row.group;
      bodies.push(element("tbody", {}, element("tr", { className: "group" }, element("th", { scope: "rowgroup", colSpan: shown.length + 1 }, group))));
    }
    bodies.at(-1).append(element("tr", {}, element("th", { scope: "row" }, row.label), ...shown.map((kind) => cellOf(row, at, kind, most))));
  });
  return [element("table", { className: "matrix" }, element("caption", { className: "hidden" }, "Themes by kinds of things"), head, ...bodies)];
}

function cellOf(row, at, kind, most) {
  const own = inCell(row, kind);
  if (own.length === 0) return element("td", { className: "empty" }, element("span", { className: "hidden" }, "none"));
  const stack = element("span", { className: "stack" }, ...countsOf(own).map(([key, , count]) => {
    const piece = element("span", { className: `piece ${key}` });
    piece.style.flexGrow = String(count);
    return piece;
  }));
  stack.style.width = `${Math.round(14 + 86 * (own.length / most))}%`;
  const button = element("button", { type: "button", className: "cell" }, element("span", { className: "sum" }, String(own.length)), stack);
  stop(button, `${at}-${kind}`, `${row.label}, ${familyOf.get(kind).label}: ${own.length}, ${inWords(own)}`, () => pick(`${at}-${kind}`));
  button.removeAttribute("role");
  button.setAttribute("aria-pressed", String(state.pick === `${at}-${kind}`));
  return element("td", { className: kind }, button);
}

/** The table as a drawing, for papers. */
function exported() {
  const [wide, tall, labels, top] = [92, 21, 330, 54];
  const shown = kinds.filter((kind) => !state.hide.includes(kind));
  const rows = [];
  let group = null;
  themeRows.forEach((row) => {
    if (state.theme !== "" && row.theme !== Number(state.theme)) return;
    if (row.group !== group) rows.push({ group: (group = row.group) });
    rows.push(row);
  });
  const width = labels + wide * shown.length + 16;
  const made = svg("svg", { width, height: top + rows.length * tall + 40, xmlns: "http://www.w3.org/2000/svg" });
  shown.forEach((kind, i) => made.append(textLines(wrap(measuring, familyOf.get(kind).label, fontOf(11), wide - 10, 3), labels + wide * (i + 0.5), top - 22, { anchor: "middle", size: 11 })));
  rows.forEach((row, r) => {
    const y = top + r * tall;
    if (!row.label) return made.append(textLines([row.group], 10, y + tall / 2, { size: 11.5, weight: 650, fill: palette.muted }));
    made.append(textLines([row.label], 18, y + tall / 2, { size: 11.5 }));
    shown.forEach((kind, i) => {
      const own = inCell(row, kind);
      const box = { x: labels + wide * i + 2, y: y + 1.5, width: wide - 4, height: tall - 3 };
      if (own.length === 0) return made.append(svg("rect", { ...box, fill: "none", stroke: palette.rule, "stroke-dasharray": "2 3" }));
      made.append(svg("rect", { ...box, fill: palette.fill[kind], "fill-opacity": 0.25, stroke: palette.edge[kind] }),
        textLines([`${own.length}${own.some((thing) => phase(thing) === "over") ? ` (${own.filter((thing) => phase(thing) === "over").length} over)` : ""}`], box.x + box.width / 2, y + tall / 2, { anchor: "middle", size: 11.5, halo: false }));
    });
  });
  made.append(textLines([`In brackets: over before ${year()}. A dashed cell: the sources name nothing.`], 10, top + rows.length * tall + 22, { size: 11, fill: palette.muted }));
  return made;
}

function buildSigns() {
  const swatch = (key) => element("span", { className: `swatch ${key}` });
  byId("signs").append(...PHASES.map(([key, words]) => sign(swatch(key), words)), sign(element("span", { className: "swatch none" }), "nothing in the sources"));
}

byId("asof").addEventListener("change", (event) => go({ asof: event.target.value }));
