// What happened when: bars along the years, pale where a source gives only a month or a year.

const picked = () => null;
const exported = drawing;
const narrow = () => {};
const bars = data.chart.bars;
const firstOf = (thing) => (bars[thing.id][0] ?? bars[thing.id][1])[0];
const lastOf = (thing) => (bars[thing.id][1] ?? bars[thing.id][0])[1];
const ROW = 19;
const LANES = ["event", "policy", "project", "funding", "body", "knowledge", "organisation", "office", "place", "other"];

const countWords = () => `${shownThings.length} of ${things.length} things with a date shown` + (data.chart.undated ? ` · ${data.chart.undated} have none in the sources` : "");

/** The years across the board: all that are asked for, or those that hold nearly everything; earlier and later ones stand at the edges. */
function yearsAcross() {
  const firsts = shownThings.map(firstOf).sort((a, b) => a - b);
  const low = state.from !== "" ? Number(state.from) : Math.floor(firsts[Math.floor(firsts.length * 0.09)]);
  const lasts = shownThings.map(lastOf).sort((a, b) => a - b);
  const high = state.to !== "" ? Number(state.to) + 1 : Math.max(low + 1, Math.ceil(lasts[Math.floor(lasts.length * 0.97)]));
  return [low, high];
}

function drawChart(width) {
  const [low, high] = yearsAcross();
  const small = width < 600;
  const edge = small ? 8 : 16;
  const x = (year) => edge + ((Math.min(Math.max(year, low), high) - low) / (high - low)) * (width - 2 * edge);
  const font = fontOf(small ? 11 : 12);
  const placed = new Map();
  const lanes = [];
  let y = 4;
  for (const family of LANES.map((key) => familyOf.get(key))) {
    const own = shownThings.filter((thing) => thing.family === family.key).sort((a, b) => firstOf(a) - firstOf(b) || lastOf(a) - lastOf(b) || a.id - b.id);
    if (own.length === 0) continue;
    lanes.push({ family, y: y + 11 });
    y += 24;
    const rows = [];
    for (const thing of own) {
      const spot = place(thing, x, width, font, [low, high], small);
      const free = (row) => (rows[row] ?? []).every(([a, b]) => spot.right + 8 < a || spot.left - 8 > b);
      let row = 0;
      while (!free(row) || (spot.align === "over" && !free(row + 1))) row++;
      for (const one of spot.align === "over" ? [row, row + 1] : [row]) (rows[one] ??= []).push([spot.left, spot.right]);
      placed.set(thing.id, { ...spot, y: y + (row + (spot.align === "over" ? 1 : 0)) * ROW + ROW / 2 });
    }
    y += rows.length * ROW + 12;
  }
  const made = svg("svg", { class: "drawing", width, height: y + 4, role: "group", "aria-label": "What happened when" });
  const every = tickStep((width - 2 * edge) / (high - low));
  for (let year = Math.ceil(low / every) * every; year <= high; year += every) made.append(svg("line", { x1: x(year), y1: 0, x2: x(year), y2: y, stroke: palette.rule, "stroke-width": 1 }));
  for (const lane of lanes) {
    made.append(svg("line", { x1: 0, x2: width, y1: lane.y - 11, y2: lane.y - 11, stroke: palette.rule }),
      textLines([lane.family.label], edge, lane.y, { weight: 650, fill: palette.muted, size: 12 }));
    // On paper, the years stand over each lane: nothing stays at the top of every sheet.
    if (matchMedia("print").matches) for (let year = Math.ceil(low / every) * every; year < high; year += every) if (x(year) > edge + 130) made.append(textLines([String(year)], x(year) + 3, lane.y, { size: 11, fill: palette.muted }));
  }
  made.append(...shownLinks.filter((link) => link.group === "after" && placed.has(link.from) && placed.has(link.to)).map((link) => succession(link, placed)));
  for (const [id, spot] of placed) made.append(bar(things[id], spot, small));
  return [axis(low, high, every, x, width), made];
}

const tickStep = (perYear) => [1, 2, 5, 10, 20, 50].find((step) => step * perYear >= 38) ?? 100;

function axis(low, high, every, x, width) {
  const made = svg("svg", { class: "axis", width, height: 24, "aria-hidden": "true" });
  for (let year = Math.ceil(low / every) * every; year < high; year += every) if (x(year) + 34 < width) made.append(textLines([String(year)], x(year) + 3, 12, { size: 11.5, fill: palette.muted, halo: false }));
  return made;
}

/** Where a bar and its label lie: the label on the right, or on the left where the right has no room. */
function place(thing, x, width, font, [low, high], small) {
  const [start, end] = bars[thing.id];
  const [first, last] = [Math.floor(firstOf(thing)), Math.ceil(lastOf(thing)) - 1];
  const beyond = (end && lastOf(thing) <= low) || first >= high ? ` (${first})` : first < low ? ` (since ${first})` : end && last >= high ? ` (until ${last})` : "";
  const x0 = x((start ?? end)[0]);
  const open = !end || !start;
  const exact = bars[thing.id][2] === 1 && start[1] - start[0] < 0.02;
  const x1 = end ? Math.max(x(end[1]), x0 + (exact ? 11 : 5)) : Math.max(x(start[1]), x0) + (small ? 26 : 46);
  const from = start ? x0 : x0 - (small ? 26 : 46);
  const reach = small ? width - 30 : 460;
  const label = shortened(measuring, thing.label, font, reach - widthOf(measuring, beyond, font), 1)[0] + beyond;
  const wide = widthOf(measuring, label, font);
  const right = x1 + 5 + wide <= width - 4;
  const inside = !right && from - 5 - wide < 4;
  return {
    from, x0, x1, open, label, wide, align: inside ? "over" : right ? "right" : "left",
    left: inside ? Math.max(4, Math.min(from, width - 4 - wide)) : right ? from : from - 5 - wide, right: inside ? Math.max(x1, Math.min(from, width - 4 - wide) + wide) : right ? x1 + 5 + wide : x1, x,
  };
}

function bar(thing, { from, x0, x1, y, x, label, align, left }, small) {
  const [start, end] = bars[thing.id];
  const [fill, edge] = [palette.fill[thing.family], palette.edge[thing.family]];
  const point = bars[thing.id][2] === 1;
  const exact = point && start[1] - start[0] < 0.02;
  const paint = thing.planned ? { fill: palette.paper, stroke: edge, "stroke-dasharray": "3 2.2", "stroke-width": 1.3 } : { fill, stroke: edge, "stroke-width": 1 };
  const made = svg("g", {});
  const piece = (a, b, more) => made.append(svg("rect", { x: a.toFixed(1), y: y - 5, width: Math.max(b - a, 1).toFixed(1), height: 10, rx: 2, ...paint, ...more }));
  if (exact) made.append(signOf(thing, x0 + 3, y, 5));
  else if (point || !start || !end) {
    const pale = { "fill-opacity": 0.4, "stroke-opacity": 0.75 };
    if (point) piece(x0, x1, pale);
    else if (start) {
      piece(x0, Math.max(x(start[1]), x0 + 4), start[1] - start[0] > 0.02 ? pale : {});
      for (let i = 0; i < 5; i++) made.append(svg("rect", { x: (Math.max(x(start[1]), x0 + 4) + (i * (x1 - Math.max(x(start[1]), x0 + 4))) / 5).toFixed(1), y: y - 3.5, width: ((x1 - Math.max(x(start[1]), x0 + 4)) / 5 + 0.3).toFixed(1), height: 7, fill, "fill-opacity": 0.75 - i * 0.15 }));
    } else {
      piece(x(end[0]), x1, pale);
      for (let i = 0; i < 5; i++) made.append(svg("rect", { x: (from + (i * (x(end[0]) - from)) / 5).toFixed(1), y: y - 3.5, width: ((x(end[0]) - from) / 5 + 0.3).toFixed(1), height: 7, fill, "fill-opacity": 0.15 + i * 0.15 }));
    }
  } else {
    piece(x0, x1, { "fill-opacity": thing.planned ? 1 : 0.4 });
    const [a, b] = [x(start[1]), x(end[0])];
    if (!thing.planned && b > a) made.append(svg("rect", { x: a.toFixed(1), y: y - 4.5, width: (b - a).toFixed(1), height: 9, fill }));
  }
  if (thing === focused && !exact) made.append(svg("rect", { x: from - 3, y: y - 8, width: x1 - from + 6, height: 16, rx: 4, fill: "none", stroke: palette.accent, "stroke-width": 2.2 }));
  const at = align === "right" ? x1 + 5 : align === "left" ? from - 5 : left;
  made.append(textLines([label], at, align === "over" ? y - ROW + 3 : y, { anchor: align === "left" ? "end" : "start", size: small ? 11 : 12, weight: thing === focused ? 650 : 400 }));
  return stop(made, thing.key, `${label.includes(thing.label) ? label : `${label}: ${thing.label}`}, ${thing.type}: ${whenWords(thing)}`, () => go({ focus: thing.key }, true));
}

const whenWords = (thing) => `${yearsOf(thing)}${thing.planned ? ", planned" : ""}${bars[thing.id][1] ? "" : ", no end stated"}`;

/** A line from what came before to what follows it. */
function succession(link, placed) {
  const [one, other] = [placed.get(link.from), placed.get(link.to)];
  const [before, after] = firstOf(things[link.to]) <= firstOf(things[link.from]) ? [other, one] : [one, other];
  const [x1, x2] = [before.x0 + 3, after.x0];
  const bow = Math.min(22 + Math.abs(after.y - before.y) * 0.08, x2);
  const path = `M${x1.toFixed(1)} ${before.y}C${(x1 - bow).toFixed(1)} ${before.y} ${(x2 - bow - 12).toFixed(1)} ${after.y} ${(x2 - 3).toFixed(1)} ${after.y}`;
  const made = svg("g", { class: "curve" }, svg("path", { d: path, fill: "none", stroke: palette.link.after, "stroke-width": 1.5, "stroke-opacity": 0.75 }),
    svg("path", { d: `M${(x2 - 1).toFixed(1)} ${after.y}l-6 -3.4v6.8z`, fill: palette.link.after }), svg("path", { d: path, fill: "none", stroke: "transparent", "stroke-width": 7 }));
  made.addEventListener("click", () => {
    fillLinkCard(link);
    card.hidden = false;
  });
  return made;
}

function buildSigns() {
  const [fill, edge] = [palette.fill.organisation, palette.edge.organisation];
  const box = (more) => svg("rect", { x: 1, y: 1.5, width: 22, height: 9, rx: 2, fill, stroke: edge, ...more });
  byId("signs").append(
    sign(icon("event"), "on one day"),
    sign(keySign(box({ "fill-opacity": 0.4 }), svg("rect", { x: 6, y: 2, width: 12, height: 8, fill })), "from … to; pale: only the month or year is known"),
    sign(keySign(...[0, 1, 2, 3, 4].map((i) => svg("rect", { x: 1 + i * 4.4, y: 2, width: 4.6, height: 8, fill, "fill-opacity": 0.9 - i * 0.18 }))), "no end stated"),
    sign(keySign(box({ fill: palette.paper, "stroke-dasharray": "3 2.2" })), "planned when the source appeared"),
  );
  if (links.some((link) => link.group === "after")) byId("signs").append(sign(lineSign("after"), "leads to what follows up, builds on or replaces it"));
}
