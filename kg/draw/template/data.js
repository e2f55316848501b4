"use strict";
// What the page knows: things, links, cards; read once from the embedded JSON.

const data = JSON.parse(document.getElementById("data").textContent);
/** The records of a table that was written column by column: texts that come again stand once, in `of`; what is true somewhere, only there. */
function recordsOf(columns) {
  const count = Object.values(columns).find(Array.isArray)?.length ?? 0;
  const cell = (column, i) => (Array.isArray(column) ? column[i] : column.of ? column.of[column.at[i]] : column.where.includes(i));
  return Array.from({ length: count }, (_, i) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, cell(column, i)])));
}

const things = recordsOf(data.nodes);
const links = recordsOf(data.edges);
const { families, groups, relations, themes } = data.legend;
const texts = data.facts.texts;
const passages = data.facts.passages.map(([of, label, rest]) => {
  const [source, begun] = data.facts.sources[of];
  return [source, label, begun + rest];
});
/** What is said of each thing; passages stand behind what they state, and facts that differ in their values alone together. */
const cited = ([what, more, ...from]) => [what, more, from];
data.facts.cards = recordsOf(data.facts.cards).map((one) => ({
  description: one.description,
  types: one.types ?? [],
  names: (one.names ?? []).map(cited),
  facts: (one.facts ?? []).map(cited).flatMap(([kind, value, from]) => [value].flat().map((each) => [kind, each, from])),
  records: (one.records ?? []).map(cited).map(([kind, values, from]) =>
    [texts[kind], values.flatMap((value, i) => (i % 2 ? [[values[i - 1], value]] : [])), from]),
  discrepancies: (one.discrepancies ?? []).map(([matter, reason, readings]) => [matter, reason, readings.map(cited)]),
}));
/** The families of links that this page draws. */
const drawnGroups = { participation: ["part", "listed"], funding: [], matrix: [], timeline: ["after"], map: ["place"] }[data.first.page] ?? groups.map(({ key }) => key);
const byKey = new Map(things.map((thing) => [thing.key, thing]));
const familyOf = new Map(families.map((family) => [family.key, family]));

for (const thing of things) {
  thing.years ??= [];
  thing.themes ??= [];
  thing.planned ??= false;
  thing.links = [];
}
links.forEach((link, id) => {
  link.id = id;
  link.passages ??= [];
  link.group = relations[link.relation].group;
  things[link.from].links.push(link);
  if (link.to !== link.from) things[link.to].links.push(link);
});

/** The other end of a link. */
const across = (link, thing) => things[link.from === thing.id ? link.to : link.from];

/** The words that lead from a thing along a link to the other end. */
const wordsFrom = (link, thing) => (link.from === thing.id ? relations[link.relation].label : relations[link.relation].back);

/** The names of a thing besides its label. */
const namesOf = (thing) => (data.facts.cards[thing.id].names ?? []).map(([text, kind]) => ({ text: texts[text], shown: kind < 2 }));

/** A text without regard to case, accents and punctuation. */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ł/g, "l").replace(/ø/g, "o").replace(/đ/g, "d")
    .replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** A new element with properties and children; text stays text. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties ?? {});
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

const byId = (id) => document.getElementById(id);

const everyYear = things.flatMap((thing) => thing.years);
/** The first and the last year of anything; empty if nothing has a date. */
const yearRange = everyYear.length ? [Math.min(...everyYear), Math.max(...everyYear)] : [];
