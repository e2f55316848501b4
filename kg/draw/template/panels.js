// Search, legend, filters and list.

const search = byId("search");
const hitList = byId("hits");
const index = things.map((thing) => ({
  thing, label: plain(thing.label), names: namesOf(thing).map((name) => ({ text: name.shown ? name.text : "", plain: plain(name.text) })),
}));
let hits = [];
let chosen = -1;

/** The things whose names hold what was typed, those that begin with it first; with the alias that matched. */
function findThings(typed) {
  const wanted = plain(typed);
  if (!wanted) return [];
  const score = (name) => (name === wanted ? 4 : name.startsWith(wanted) ? 3 : ` ${name}`.includes(` ${wanted}`) ? 2 : name.includes(wanted) ? 1 : 0);
  return index.map(({ thing, label, names }) => {
    const best = names.reduce((found, name) => (score(name.plain) > found.score ? { score: score(name.plain), text: name.text } : found), { score: score(label), text: "" });
    return { thing, ...best };
  }).filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score || b.thing.links.length - a.thing.links.length || a.thing.label.localeCompare(b.thing.label)).slice(0, 12);
}

function showHits() {
  hits = findThings(search.value);
  chosen = hits.length ? 0 : -1;
  const open = search.value.trim() !== "";
  hitList.hidden = !open;
  search.setAttribute("aria-expanded", String(open));
  hitList.replaceChildren(...(hits.length ? hits.map((hit, i) => hitRow(hit, i)) : [element("li", { className: "none" }, "Nothing has this name.")]));
  markHit();
}

function hitRow({ thing, text }, i) {
  const row = element("li", { id: `hit-${i}`, role: "option" }, icon(thing.family, thing.planned),
    element("span", {}, thing.label, element("small", {}, text && plain(text) !== plain(thing.label) ? `${thing.type} · ${text}` : thing.type)));
  row.addEventListener("mousedown", (event) => { event.preventDefault(); take(i); });
  return row;
}

function markHit() {
  [...hitList.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
  if (chosen >= 0) {
    search.setAttribute("aria-activedescendant", `hit-${chosen}`);
    hitList.children[chosen].scrollIntoView({ block: "nearest" });
  } else search.removeAttribute("aria-activedescendant");
}

function take(i) {
  const { thing } = hits[i];
  search.value = "";
  showHits();
  go({ focus: thing.key, view: "picture" }, true);
}

search.addEventListener("input", showHits);
search.addEventListener("focus", () => { if (search.value) showHits(); });
search.addEventListener("blur", () => { hitList.hidden = true; search.setAttribute("aria-expanded", "false"); });
search.addEventListener("keydown", (event) => {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && hits.length) {
    chosen = (chosen + moves[event.key] + hits.length) % hits.length;
    markHit();
    event.preventDefault();
  } else if (event.key === "Enter" && chosen >= 0) {
    take(chosen);
    event.preventDefault();
  } else if (event.key === "Escape") {
    search.value = "";
    showHits();
  }
});

/** A row of the legend: a box to tick, a sign, a name and a count. */
function legendRow(name, sign, label, onChange) {
  const box = element("input", { type: "checkbox", checked: true, name });
  const count = element("span", { className: "count" });
  box.addEventListener("change", () => onChange(box.checked));
  return { row: element("label", { className: "row" }, box, sign, element("span", { className: "name" }, label), count), box, count };
}

/** A short line in the style of a family of links. */
function lineSign(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 12");
  svg.setAttribute("class", `line ${kind}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M1 6H23");
  svg.append(line);
  return svg;
}

const familyRows = new Map();
const groupRows = new Map();
const relationRows = new Map();

function buildLegend() {
  for (const { key, label } of families.filter((family) => things.some((thing) => thing.family === family.key))) {
    familyRows.set(key, legendRow(key, icon(key), label, () => go({ hide: [...familyRows].filter(([, row]) => !row.box.checked).map(([one]) => one) })));
    byId("families").append(familyRows.get(key).row);
  }
  const withoutNow = () => go({ without: [...relationRows].filter(([, row]) => !row.box.checked).map(([one]) => one) });
  for (const group of groups.filter(({ key }) => drawnGroups.includes(key) && relations.some((relation) => relation.group === key))) {
    const members = relations.map((relation, number) => ({ ...relation, number })).filter((relation) => relation.group === group.key);
    const row = legendRow(group.key, lineSign(group.key), group.label, (on) => {
      for (const { number } of members) relationRows.get(number).box.checked = on;
      withoutNow();
    });
    groupRows.set(group.key, { ...row, members: members.map(({ number }) => number) });
    for (const { number, label } of members) relationRows.set(number, legendRow(`relation-${number}`, "", label, withoutNow));
    const inner = element("div", { className: "inner", hidden: true }, ...members.map(({ number }) => relationRows.get(number).row));
    const more = element("button", { type: "button", className: "more", disabled: members.length < 2 }, "▾");
    more.setAttribute("aria-label", `${group.label}: ${members.length} relations, one by one`);
    more.setAttribute("aria-expanded", "false");
    more.addEventListener("click", () => {
      inner.hidden = !inner.hidden;
      more.setAttribute("aria-expanded", String(!inner.hidden));
    });
    byId("groups").append(element("div", { className: "group" }, element("div", { className: "pair" }, row.row, more), inner));
  }
  byId("link-legend").hidden = byId("groups").childElementCount === 0;
  buildFilters();
  buildSigns();
}

function buildFilters() {
  const counts = themes.map((_, number) => things.filter((thing) => thing.themes.includes(number)).length);
  themes.forEach((theme, number) => byId("theme").append(element("option", { value: String(number) }, `${theme} (${counts[number]})`)));
  byId("theme").closest("label").hidden = themes.length === 0;
  byId("theme").addEventListener("change", (event) => go({ theme: event.target.value }));
  byId("years").hidden = yearRange.length === 0;
  for (const end of ["from", "to"]) {
    Object.assign(byId(end), { min: yearRange[0], max: yearRange[1], placeholder: String(yearRange[end === "from" ? 0 : 1] ?? "") });
    byId(end).addEventListener("change", (event) => go({ [end]: event.target.value }));
  }
}

function buildSigns() {
  const signs = [];
  if (things.some((thing) => thing.planned)) signs.push([icon("other", true), "planned when the source appeared"]);
  if (links.some((link) => link.provisional)) signs.push([lineSign("provisional"), "provisional or planned, says the source"]);
  signs.push([element("span", { className: "arrow" }, "→"), "is funded by, has partner …"]);
  signs.push([element("span", { className: "sizes" }, "•●"), "larger: more links"]);
  byId("signs").append(...signs.map(([sign, label]) => element("p", { className: "row" }, sign, element("span", { className: "name" }, label))));
}

/** Tick the legend as the state says, and count what the other filters leave. */
function showLegend(state, passing) {
  for (const [key, { box, count }] of familyRows) {
    box.checked = !state.hide.includes(key);
    count.textContent = passing.filter((thing) => thing.family === key).length;
  }
  const there = new Set(passing.filter((thing) => !state.hide.includes(thing.family)).map((thing) => thing.id));
  const open = links.filter((link) => there.has(link.from) && there.has(link.to));
  for (const [number, { box, count }] of relationRows) {
    box.checked = !state.without.includes(number);
    count.textContent = open.filter((link) => link.relation === number).length;
  }
  for (const [key, { box, count, members }] of groupRows) {
    const on = members.filter((number) => !state.without.includes(number)).length;
    box.checked = on > 0;
    box.indeterminate = on > 0 && on < members.length;
    count.textContent = open.filter((link) => link.group === key).length;
  }
  byId("theme").value = state.theme;
  byId("from").value = state.from;
  byId("to").value = state.to;
}

const yearsOf = (thing) => (thing.years.length === 0 ? "" : thing.years[0] === thing.years[1] ? String(thing.years[0]) : `${thing.years[0]}–${thing.years[1]}`);

function fillList(shown) {
  const byName = [...shown].sort((a, b) => a.label.localeCompare(b.label));
  byId("rows").replaceChildren(...byName.map((thing) => element("tr", {}, element("th", { scope: "row" }, thingButton(thing)),
    element("td", {}, thing.type), element("td", {}, yearsOf(thing)), element("td", { className: "number" }, String(thing.links.length)))));
}
