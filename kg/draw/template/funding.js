// From funds through programmes and calls to themes: bands as wide as what they count.

Object.assign(START, { unit: "funded" });
const UNITS = {
  funded: "A unit is one funded initiative. One that several calls fund or that addresses several themes is divided equally among them.",
  offered: "A unit is one programme, call or topic that nothing narrower stands under. One that addresses several themes is divided equally among them.",
  sums: "Sums of money as sources state them, in euro: budgets and grants of different years, so they do not add up. A sum for several themes is divided equally among them; hairlines are too small to be drawn to scale.",
};
MORE.unit = (text) => text in UNITS;

const { top: topOf, funded, offered, sums, words: themeWords } = data.chart;
const NONE = "no theme stated";
const exported = drawing;
const narrow = () => {};

/** Every band: the fund, the call (or none), the theme, how much, and of which things. */
function bands() {
  const there = new Set(shownThings.map((thing) => thing.id));
  const wanted = (names) => (state.theme === "" ? names : names.filter((name) => name === themes[Number(state.theme)]));
  const themesOf = (id) => (things[id].themes.length ? things[id].themes.map((theme) => themes[theme]) : [NONE]);
  const made = [];
  const add = (funds, call, names, amount, of, said) => {
    for (const name of wanted(names)) made.push({ fund: funds, call, theme: name, value: amount / names.length, of, said });
  };
  if (state.unit === "funded") {
    for (const [thing, calls] of funded) {
      if (!there.has(thing)) continue;
      for (const call of calls) add([topOf[call] ?? call], topOf[call] === call ? null : call, themesOf(thing), 1 / calls.length, thing, "");
    }
  } else if (state.unit === "offered") {
    for (const call of offered) if (there.has(call)) add([topOf[call]], topOf[call] === call ? null : call, themesOf(call), 1, call, "");
  } else {
    for (const { from, for: targets, themes: named, amount, currency, words } of sums) {
      if (currency !== "EUR") continue;
      const target = targets.find((id) => things[id].family === "funding") ?? targets[0];
      const funds = from.length ? [...new Set(from.map((id) => topOf[id] ?? id))] : [topOf[target] ?? target];
      const own = targets.length ? target : from.length === 1 ? from[0] : null;
      if (![...from, ...targets].some((id) => there.has(id))) continue;
      const call = own !== null && !funds.includes(own) ? own : null;
      add(funds, call, named.length ? named.map((at) => themeWords[at]) : own !== null ? themesOf(own) : [NONE], amount, own ?? from[0], words);
    }
  }
  const kept = largest(made);
  for (const band of made) {
    band.folded = band.call !== null && !kept.calls.has(band.call);
    band.rest = band.theme !== NONE && !kept.themes.has(band.theme);
  }
  return made;
}

const leftOut = () => sums.filter((one) => one.currency !== "EUR").length;

/** A number for reading: parts of a unit to one place, money in millions or billions. */
function said(value) {
  if (state.unit !== "sums") return String(Math.round(value * 10) / 10);
  const [divisor, unit] = value >= 1e9 ? [1e9, "bn"] : value >= 1e6 ? [1e6, "m"] : [1e3, "k"];
  return `€${(value / divisor).toLocaleString("en", { maximumFractionDigits: value / divisor < 10 ? 2 : 1 })} ${unit}`;
}

const fundKey = (band) => `f${band.fund.join("+")}`;
// So many calls of a fund and so many themes have boxes of their own; the others share one.
const [CALLS, NAMED] = [4, 18];

/** The calls and themes with the most, which keep boxes of their own. */
function largest(all) {
  const sum = (by) => {
    const total = new Map();
    for (const band of all) total.set(by(band), (total.get(by(band)) ?? 0) + band.value);
    return [...total].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0]))).map(([key]) => key);
  };
  const funds = new Set(all.map(fundKey));
  const calls = [...funds].flatMap((fund) => {
    const own = new Set(all.filter((band) => fundKey(band) === fund && band.call !== null).map((band) => band.call));
    const first = sum((band) => band.call).filter((call) => own.has(call));
    return first.slice(0, first.length === CALLS + 1 ? CALLS + 1 : CALLS);
  });
  const named = sum((band) => band.theme).filter((theme) => theme !== NONE);
  return { calls: new Set(calls), themes: new Set(named.length <= NAMED + 1 ? named : named.slice(0, NAMED)) };
}

const callKey = (band) => band.folded ? `o${band.fund.join("+")}` : (band.call === null ? `d${band.fund.join("+")}` : `c${band.call}`);
const themeKey = (band) => band.rest ? "trest" : `t${themes.includes(band.theme) ? themes.indexOf(band.theme) : band.theme === NONE ? "none" : `w${themeWords.indexOf(band.theme)}`}`;
const keysOf = (band) => [fundKey(band), callKey(band), themeKey(band)];

/** The boxes of the three columns, with their bands; those of a fund beside each other. */
function boxes(all) {
  const found = new Map();
  for (const band of all) {
    keysOf(band).forEach((key, column) => {
      const label = column === 0 ? band.fund.map((id) => things[id].label).join(" and ") : column === 1 ? (band.call === null ? "" : things[band.call].label) : band.theme;
      const shared = column === 1 ? band.folded : column === 2 && band.rest;
      if (!found.has(key)) found.set(key, { key, column, label: shared ? "" : label, shared, bands: [], value: 0, thing: column === 0 && band.fund.length === 1 ? things[band.fund[0]] : column === 1 && band.call !== null && !shared ? things[band.call] : null });
      found.get(key).bands.push(band);
      found.get(key).value += band.value;
    });
  }
  for (const box of found.values()) {
    if (box.shared) box.label = `${new Set(box.bands.map((band) => (box.column === 1 ? band.call : band.theme))).size} other ${box.column === 1 ? "calls" : "themes"}`;
  }
  const columns = [0, 1, 2].map((column) => [...found.values()].filter((box) => box.column === column));
  columns[0].sort((a, b) => b.value - a.value || a.key.localeCompare(b.key));
  const rank = (column) => new Map(columns[column].map((box, i) => [box.key, i]));
  const mean = (box, column, at) => box.bands.reduce((sum, band) => sum + at.get(keysOf(band)[column]) * band.value, 0) / box.value;
  const funds = rank(0);
  columns[1].sort((a, b) => mean(a, 0, funds) - mean(b, 0, funds) || (a.label === "" || a.shared) - (b.label === "" || b.shared) || b.value - a.value || a.key.localeCompare(b.key));
  const calls = rank(1);
  columns[2].sort((a, b) => (a.key === "tnone" || a.shared) - (b.key === "tnone" || b.shared) || mean(a, 1, calls) - mean(b, 1, calls) || a.key.localeCompare(b.key));
  return columns;
}

function drawChart(available, height) {
  for (const button of byId("units").children) button.setAttribute("aria-pressed", String(button.dataset.unit === state.unit));
  const columns = boxes(bands());
  const width = available;
  const [small, wide] = [width < 760, width > 1000];
  const [left, right, middleRoom] = small ? [8, width / 3 - 10, width / 3 - 22] : wide ? [170, 300, 240] : [140, 190, 150];
  const xs = small ? [8, width / 3 + 6, (width * 2) / 3 + 4] : [left, Math.round(left + (width - left - right) * 0.4), width - right];
  const size = small ? 11 : 12;
  const font = fontOf(size, 500);
  for (const box of columns.flat()) {
    box.lines = box.label === "" ? [] : wrap(measuring, `${box.label}\u00a0·\u00a0${said(box.value).replace(" ", "\u00a0")}`, font, small ? middleRoom : box.column === 1 ? middleRoom : box.column === 0 ? left - 20 : right - 30, 99);
  }
  const above = (box) => (small && box.lines.length ? box.lines.length * 13 + 5 : 0);
  const least = (box) => (small ? above(box) + 9 : Math.max(box.lines.length * 14 + 4, 8));
  const most = Math.max(...columns.map((column) => column.reduce((sum, box) => sum + box.value, 0)), 1e-9);
  const room = Math.max(height - 96, ...columns.map((column) => column.reduce((sum, box) => sum + least(box), 0)));
  // A picture too low for its labels grows rather than lose its bands.
  const scale = Math.max((small ? 420 : 300) / most, Math.min(...columns.map((column) => scaleFor(column, room, least, most, (box) => above(box) + (small ? 8 : 0)))));
  let bottom = 0;
  for (const column of columns) {
    const need = column.map((box) => Math.max(box.value * scale + above(box) + (small ? 8 : 0), least(box)));
    const gap = Math.max(0, (room - need.reduce((sum, one) => sum + one, 0)) / Math.max(column.length, 1));
    let y = 30;
    column.forEach((box, i) => {
      box.x = xs[box.column];
      box.tall = Math.max(box.value * scale, 1.5);
      box.y = y + (need[i] + gap - box.tall - above(box)) / 2 + above(box);
      y += need[i] + gap;
      bottom = Math.max(bottom, y);
    });
  }
  const made = svg("svg", { class: "drawing", width, height: Math.ceil(bottom + 8), role: "group", "aria-label": "From funds to themes" });
  ["Fund", small ? "Programme, call" : "Programme or call", "Theme"].forEach((title, i) => made.append(textLines([title], small || i === 1 ? xs[i] : i ? xs[2] + 20 : xs[0] - 8, 13, { anchor: i === 0 && !small ? "end" : "start", size: 11.5, fill: palette.muted })));
  made.append(...ribbons(columns, scale), ...columns.flat().filter((box) => box.label !== "").map((box) => drawBox(box, small, size)));
  return [element("p", { className: "hint unit" }, UNITS[state.unit], state.unit === "sums" && leftOut() ? ` ${leftOut()} left out: no currency printed.` : ""), made];
}

/** The largest scale at which a column fits, where small boxes keep the room of their label. */
function scaleFor(column, room, least, most, over) {
  let [low, high] = [0, room / most];
  for (let i = 0; i < 40; i++) {
    const scale = (low + high) / 2;
    if (column.reduce((sum, box) => sum + Math.max(box.value * scale + over(box), least(box)), 0) <= room) low = scale;
    else high = scale;
  }
  return low;
}

/** The bands between neighbouring columns, those between the same two boxes as one. */
function ribbons(columns, scale) {
  const at = new Map(columns.flat().map((box) => [box.key, { box, left: box.y, right: box.y }]));
  const made = [];
  for (const [from, to] of [[0, 1], [1, 2]]) {
    const joined = new Map();
    for (const box of columns[from]) {
      for (const band of box.bands) {
        const keys = keysOf(band);
        const pair = `${keys[from]}|${keys[to]}`;
        if (!joined.has(pair)) joined.set(pair, { a: keys[from], b: keys[to], value: 0 });
        joined.get(pair).value += band.value;
      }
    }
    const order = (column) => new Map(columns[column].map((box, i) => [box.key, i]));
    const [mine, theirs] = [order(from), order(to)];
    const all = [...joined.values()].sort((x, y) => mine.get(x.a) - mine.get(y.a) || theirs.get(x.b) - theirs.get(y.b));
    for (const band of all) { band.y1 = at.get(band.a).right; at.get(band.a).right += band.value * scale; }
    for (const band of [...all].sort((x, y) => theirs.get(x.b) - theirs.get(y.b) || mine.get(x.a) - mine.get(y.a))) { band.y2 = at.get(band.b).left; at.get(band.b).left += band.value * scale; }
    for (const band of all) made.push(ribbon(band, at.get(band.a).box, at.get(band.b).box, Math.max(band.value * scale, 1)));
  }
  return made;
}

function ribbon({ a, b, value, y1, y2 }, one, other, tall) {
  const [x1, x2] = [one.x + 12, other.x + (other.label === "" ? 12 : 0)];
  const start = one.label === "" ? one.x + 12 : x1;
  const middle = (start + x2) / 2;
  const f = (number) => number.toFixed(1);
  const path = `M${f(start)} ${f(y1)}C${f(middle)} ${f(y1)} ${f(middle)} ${f(y2)} ${f(x2)} ${f(y2)}V${f(y2 + tall)}C${f(middle)} ${f(y2 + tall)} ${f(middle)} ${f(y1 + tall)} ${f(start)} ${f(y1 + tall)}Z`;
  const key = `${a}_${b}`;
  const made = svg("path", { d: path, fill: palette.fill.funding, "fill-opacity": state.pick === key ? 0.8 : 0.4, class: "band" });
  const titles = [one.label || "no programme or call named", other.label || "no programme or call named"];
  return stop(made, key, `${titles[0]} to ${titles[1]}: ${said(value)}`, () => pick(key));
}

function drawBox(box, small, size) {
  const theme = box.column === 2;
  const made = svg("g", {}, svg("rect", {
    x: box.x, y: box.y.toFixed(1), width: 12, height: box.tall.toFixed(1), fill: theme ? palette.muted : palette.fill[box.thing?.family ?? "funding"], stroke: theme ? palette.ink : palette.edge[box.thing?.family ?? "funding"], "stroke-width": state.pick === box.key || (box.thing && box.thing === focused) ? 3 : 1,
  }), small ? textLines(box.lines, box.x, box.y - 4 - box.lines.length * 6.5, { size, line: 13, weight: 500 })
    : textLines(box.lines, box.column === 0 ? box.x - 8 : box.x + 20, box.y + box.tall / 2, { anchor: box.column === 0 ? "end" : "start", size, weight: 500 }));
  return stop(made, box.key, `${box.label} · ${said(box.value)}`, () => pick(box.key));
}

/** The list behind a box or a band, by its key. */
function picked(key) {
  if (!/^[fcdot][\w+]*(_[cdot][\w+]*)?$/.test(key)) return null;
  const ends = key.split("_");
  const own = bands().filter((band) => ends.every((end) => keysOf(band).includes(end)));
  if (own.length === 0) return null;
  const nameOf = (end) => {
    const band = own[0];
    return end === fundKey(band) ? band.fund.map((id) => things[id].label).join(" and ") : end === themeKey(band) ? (band.rest ? "Other themes" : band.theme) : band.folded ? "Other calls" : band.call === null ? "no programme or call named" : things[band.call].label;
  };
  const of = new Map();
  for (const band of own) of.set(band.of, { thing: things[band.of], value: (of.get(band.of)?.value ?? 0) + band.value, said: band.said });
  const kind = { funded: "Funded initiatives", offered: "Programmes, calls and topics", sums: "Sums of money" }[state.unit];
  const about = ends.flatMap((end) => (/^[fc]/.test(end) ? end.slice(1).split("+").map(Number) : [])).filter((id) => !of.has(id));
  return {
    kind, title: ends.map(nameOf).join(" → "), note: `${said(own.reduce((sum, band) => sum + band.value, 0))} in all. ${UNITS[state.unit]}`,
    rows: [...about.map((id) => ({ thing: things[id], words: "" })), ...[...of.values()].sort((a, b) => b.value - a.value || a.thing.label.localeCompare(b.thing.label)).map(({ thing, value, said: text }) => ({ thing, words: [said(value), text ? `“${text}”` : ""].filter(Boolean).join(" · ") }))],
  };
}

function countWords(picture) {
  const all = bands();
  const counted = new Set(all.map((band) => band.of)).size;
  const words = { funded: "funded initiatives", offered: "programmes, calls and topics", sums: "recipients of stated sums" }[state.unit];
  return picture ? `${counted} ${words}` : `${shownThings.length} of ${things.length} things`;
}

function buildSigns() {
  byId("signs").append(sign(keySign(svg("path", { d: "M0 1C12 1 12 4 24 4V10C12 10 12 7 0 7Z", fill: palette.fill.funding, "fill-opacity": 0.4 })), "the wider, the more"),
    sign(keySign(svg("rect", { x: 8, y: 0, width: 6, height: 12, fill: palette.fill.funding, stroke: palette.edge.funding })), "a fund, programme or call"),
    sign(keySign(svg("rect", { x: 8, y: 0, width: 6, height: 12, fill: palette.muted })), "a theme"), sign(keySign(svg("path", { d: "M0 3C12 3 12 3 24 3V8H0Z", fill: palette.fill.funding, "fill-opacity": 0.4 })), "without a box: no call is named"));
}

for (const button of byId("units").children) button.addEventListener("click", () => go({ unit: button.dataset.unit, pick: "" }));
