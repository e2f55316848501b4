// Who takes part in what: two columns and the lines between them.

// So many who take part can still be read; with more, those who take part in little stand back.
const READABLE = 40;
// So many things that only one of those shown takes part in stand together in one row.
const MANY = 3;

const LEASTS = [1, 2, 3, 4, 5, 8, 12];

/** The least number of parts that leaves as many as can be read. */
function leastToRead() {
  const counts = new Map();
  for (const link of links) counts.set(link.to, (counts.get(link.to) ?? new Set()).add(link.from));
  const found = LEASTS.find((least) => [...counts.values()].filter((own) => own.size >= least).length <= READABLE);
  return String(found ?? LEASTS.at(-1));
}

Object.assign(START, { least: leastToRead() });
MORE.least = (text) => LEASTS.includes(Number(text));

const exported = drawing;
let [agents, joined] = [[], []];
// Who takes part, and what nobody else shown takes part in; then the lines as they are drawn.
let alone = null;
let drawnLinks = [];

/** The list behind a row of several things, by the number of who takes part in them. */
function picked(key) {
  const id = /^i-(\d{1,5})$/.exec(key) ? Number(key.slice(2)) - 1 : -1;
  if (!things[id] || (alone && !alone.has(id))) return null;
  return {
    kind: "Taking part", title: things[id].label, note: "Of those shown, nobody else takes part in these.",
    rows: [...new Set((alone?.get(id) ?? []).map((link) => link.from))].map((from) => ({
      thing: things[from], words: alone.get(id).filter((link) => link.from === from).map((link) => relations[link.relation].back).join(", "),
    })),
  };
}

/** Leave only the lines of those who take part in enough. */
function narrow() {
  const counts = new Map();
  for (const link of shownLinks) counts.set(link.to, (counts.get(link.to) ?? new Set()).add(link.from));
  shownLinks = shownLinks.filter((link) => counts.get(link.to).size >= Number(state.least));
  const drawn = new Set(shownLinks.flatMap((link) => [link.from, link.to]));
  shownThings = shownThings.filter((thing) => drawn.has(thing.id));
  agents = [...new Set(shownLinks.map((link) => link.to))];
  joined = [...new Set(shownLinks.map((link) => link.from))];
  byId("least").value = state.least;
  const others = new Map(joined.map((id) => [id, shownLinks.filter((link) => link.from === id)]));
  alone = new Map();
  for (const own of others.values()) if (new Set(own.map((link) => link.to)).size === 1) alone.set(own[0].to, [...(alone.get(own[0].to) ?? []), ...own]);
  for (const [id, own] of alone) if (new Set(own.map((link) => link.from)).size < MANY || focused && own.some((link) => link.from === focused.id)) alone.delete(id);
  const folded = new Set([...alone.values()].flat());
  drawnLinks = [...shownLinks.filter((link) => !folded.has(link)), ...[...alone].map(([id, own]) => ({ ...own[0], from: -1 - id, provisional: false, group: "part" }))];
}

/** The things of a row: the number of one, or below zero of those that only one takes part in. */
const labelOf = (id) => (id < 0 ? `${new Set(alone.get(-1 - id).map((link) => link.from)).size} others` : things[id].label);

const countWords = () => `${agents.length} take part in ${joined.length} · ${shownLinks.length} parts taken`;

/** The parts of the picture that no line joins, the largest first; each with its two sides. */
function parts() {
  const part = new Map();
  const root = (key) => { let at = key; while (part.get(at) !== at) at = part.get(at); return at; };
  for (const { from, to } of drawnLinks) {
    for (const key of [`a${to}`, `i${from}`]) if (!part.has(key)) part.set(key, key);
    part.set(root(`a${to}`), root(`i${from}`));
  }
  const found = new Map();
  for (const link of drawnLinks) {
    const at = root(`i${link.from}`);
    if (!found.has(at)) found.set(at, []);
    found.get(at).push(link);
  }
  return [...found.values()].sort((a, b) => b.length - a.length || a[0].id - b[0].id);
}

/** The two sides of a part, ordered so that few lines cross: each thing near the middle of those it is joined to. */
function sides(own) {
  const left = [...new Set(own.map((link) => link.to))];
  const right = [...new Set(own.map((link) => link.from))];
  const mates = new Map();
  const note = (key, id) => { if (!mates.has(key)) mates.set(key, []); mates.get(key).push(id); };
  for (const { from, to } of own) {
    note(`from${from}`, to);
    note(`to${to}`, from);
  }
  const degree = (id) => mates.get(`to${id}`).length;
  left.sort((a, b) => degree(b) - degree(a) || things[a].label.localeCompare(things[b].label));
  const near = (side, other, mine) => {
    const at = new Map(other.map((id, i) => [id, i]));
    const middle = new Map(side.map((id) => {
      const places = mates.get(`${mine}${id}`).map((one) => at.get(one));
      return [id, places.reduce((sum, place) => sum + place, 0) / places.length];
    }));
    side.sort((a, b) => middle.get(a) - middle.get(b) || a - b);
  };
  for (let round = 0; round < 14; round++) {
    near(right, left, "from");
    near(left, right, "to");
  }
  return { left, right };
}

/** Where each thing of a part stands: as near to what it is joined to as those above and below it allow. */
function settle(own, tall) {
  const { left, right } = sides(own);
  const at = new Map();
  for (const [side, ids] of [["a", left], ["i", right]]) ids.forEach((id, i) => at.set(`${side}${id}`, i * 20));
  const near = new Map();
  for (const { from, to } of own) for (const [one, other] of [[`a${to}`, `i${from}`], [`i${from}`, `a${to}`]]) near.set(one, [...(near.get(one) ?? []), other]);
  for (let round = 0; round < 30; round++) {
    for (const [side, ids] of [["i", right], ["a", left]]) {
      const wish = new Map(ids.map((id) => { const others = near.get(`${side}${id}`); return [id, others.reduce((sum, other) => sum + at.get(other), 0) / others.length]; }));
      ids.sort((a, b) => wish.get(a) - wish.get(b) || a - b);
      apart(ids, wish, tall).forEach((y, i) => at.set(`${side}${ids[i]}`, y));
    }
  }
  return at;
}

/** Places in a column, as near to those wished for as their heights allow (pool adjacent violators). */
function apart(ids, wish, tall) {
  const blocks = [];
  for (const id of ids) {
    blocks.push({ ids: [id], y: wish.get(id) - tall(id) / 2, height: tall(id) });
    while (blocks.length > 1 && blocks.at(-2).y + blocks.at(-2).height > blocks.at(-1).y) {
      const [a, b] = blocks.splice(-2);
      const y = (a.y * a.ids.length + (b.y - a.height) * b.ids.length) / (a.ids.length + b.ids.length);
      blocks.push({ ids: [...a.ids, ...b.ids], y, height: a.height + b.height });
    }
  }
  return blocks.flatMap((block) => {
    let y = block.y;
    return block.ids.map((id) => { y += tall(id); return y - tall(id) / 2; });
  });
}

function drawChart(width) {
  const size = width < 600 ? 11 : 12.5;
  const [font, line] = [fontOf(size), size + 2];
  const room = width < 600 ? width * 0.355 : Math.min(width * 0.36, 380);
  const [x1, x2] = [room + 12, width - room - 12];
  const lines = new Map();
  const linesOf = (id) => {
    if (!lines.has(id)) lines.set(id, wrap(measuring, labelOf(id), font, room - 20, 99));
    return lines.get(id);
  };
  const tall = (id) => Math.max(20, linesOf(id).length * line + 7);
  const places = new Map();
  let top = 34;
  for (const own of parts()) {
    const found = settle(own, tall);
    const keys = [...found.keys()];
    const edge = (way) => Math[way](...keys.map((key) => found.get(key) + (way === "min" ? -1 : 1) * tall(Number(key.slice(1))) / 2));
    const lift = top - edge("min");
    for (const key of keys) places.set(key, found.get(key) + lift);
    top += edge("max") - edge("min") + 8;
  }
  const made = svg("svg", { class: "drawing", width, height: Math.ceil(top + 6), role: "group", "aria-label": "Who takes part in what" });
  made.append(textLines(["Who takes part"], x1 - 10, 14, { anchor: "end", size: 11.5, fill: palette.muted }), textLines(["in what"], x2 + 10, 14, { size: 11.5, fill: palette.muted }));
  made.append(...drawnLinks.map((link) => curve(link, x1 + 8, places.get(`a${link.to}`), x2 - 8, places.get(`i${link.from}`))));
  for (const [key, y] of places) made.append(entry(key, y, key.startsWith("a") ? x1 : x2, linesOf(Number(key.slice(1))), { size, line }));
  return [made];
}

function curve(link, x1, y1, x2, y2) {
  const bend = (x2 - x1) * 0.45;
  const path = `M${x1} ${y1.toFixed(1)}C${x1 + bend} ${y1.toFixed(1)} ${x2 - bend} ${y2.toFixed(1)} ${x2} ${y2.toFixed(1)}`;
  const dashes = link.provisional ? "7 4" : link.group === "listed" ? "2 3" : null;
  const made = svg("g", { class: "curve", "data-ends": `a${link.to} i${link.from}` },
    svg("path", { d: path, fill: "none", stroke: palette.link[link.group], "stroke-width": 1.3, "stroke-dasharray": dashes }),
    svg("path", { d: path, fill: "none", stroke: "transparent", "stroke-width": 7 }));
  made.addEventListener("click", () => {
    if (link.from < 0) return pick(`i${link.from}`);
    fillLinkCard(link);
    card.hidden = false;
  });
  return made;
}

function entry(key, y, x, lines, { size, line }) {
  const id = Number(key.slice(1));
  const thing = things[id];
  const left = key.startsWith("a");
  const strong = thing === focused;
  const made = svg("g", {}, textLines(lines, x + (left ? -10 : 10), y, { anchor: left ? "end" : "start", size, line, weight: strong ? 650 : 400, ...(thing ? {} : { fill: palette.muted }) }),
    thing ? signOf(thing, x, y, 5.5) : svg("path", { d: `M${x - 3} ${y - 5}h6M${x - 3} ${y}h6M${x - 3} ${y + 5}h6`, stroke: palette.muted, "stroke-width": 2 }));
  const lit = (on) => () => {
    drawing().classList.toggle("lighting", on);
    for (const one of board.querySelectorAll(".curve")) one.classList.toggle("lit", on && one.dataset.ends.split(" ").includes(key));
  };
  for (const name of ["mouseenter", "focus"]) made.addEventListener(name, lit(true));
  for (const name of ["mouseleave", "blur"]) made.addEventListener(name, lit(false));
  if (!thing) return stop(made, key, `${labelOf(id)} that only ${things[-1 - id].label} takes part in`, () => pick(key));
  const count = shownLinks.filter((link) => (left ? link.to : link.from) === thing.id).length;
  return stop(made, key, `${thing.label}, ${thing.type}: ${count} ${left ? "parts taken" : "take part"}`, () => go({ focus: thing.key }, true));
}

function buildSigns() {
  const rows = [];
  if (things.some((thing) => thing.planned)) rows.push(sign(icon("other", true), "planned when the source appeared"));
  if (links.some((link) => link.provisional)) rows.push(sign(lineSign("provisional"), "provisional or planned, says the source"));
  byId("signs").append(...rows);
}

byId("least").addEventListener("change", (event) => go({ least: event.target.value }));
