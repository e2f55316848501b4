// The card: everything said of the thing in focus, each fact with its passages.

const card = byId("card");
// So many passages of a fact have marks of their own; the others wait behind a button.
const MARKS = 4;
let notes = [];

/** The passages of a fact as numbers that lead to the sources below; without any, the fact was derived. */
function marks(cited) {
  if (!cited || cited.length === 0) return element("span", { className: "derived", title: "No passage states this: it follows from other facts." }, "derived");
  const all = cited.map((passage) => {
    if (!notes.includes(passage)) notes.push(passage);
    const [source, label] = passages[passage];
    const mark = element("a", { href: `#note-${notes.indexOf(passage) + 1}`, className: "mark" }, String(notes.indexOf(passage) + 1));
    mark.setAttribute("aria-label", `Source ${notes.indexOf(passage) + 1}: ${[source, label].filter(Boolean).join(", ")}`);
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      byId(`note-${notes.indexOf(passage) + 1}`)?.scrollIntoView({ block: "nearest" });
    });
    return mark;
  });
  const rest = all.splice(all.length > MARKS + 1 ? MARKS : Infinity);
  if (rest.length) {
    const more = element("button", { type: "button", className: "mark", ariaLabel: `${rest.length} more sources` }, `+${rest.length}`);
    more.addEventListener("click", () => {
      more.replaceWith(...rest);
      rest[0].focus();
    });
    all.push(more);
  }
  return element("span", { className: "marks" }, ...all);
}

/** A thing as a button that puts it in focus. */
function thingButton(thing) {
  const button = element("button", { type: "button", className: "thing" }, icon(thing.family, thing.planned), element("span", {}, thing.label));
  button.addEventListener("click", () => go({ focus: thing.key }, true));
  return button;
}

/** A value: a button if it is drawn, a link if it is a page's address, otherwise text. */
function valueOf(text, thing) {
  if (thing >= 0) return thingButton(things[thing]);
  if (/^https?:\/\/[^\s]+$/i.test(text)) return element("a", { href: text, rel: "noopener noreferrer", target: "_blank", className: "page" }, text);
  return element("span", {}, text);
}

function section(title, rows) {
  if (rows.length === 0) return null;
  return element("section", {}, element("h3", {}, title), element("ul", {}, ...rows.map((row) => element("li", {}, ...row))));
}

/** Numbers with their thousands apart; anything else as it is. */
const grouped = (text) => (/^\d{4,}(\.\d+)?$/.test(text) ? text.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f") : text);

function fillCard(thing) {
  notes = [];
  const { types = [], description, names = [], facts = [], records = [], discrepancies = [] } = data.facts.cards[thing.id];
  const said = facts.map(([kind, value, cited]) => {
    const [part, words] = data.facts.kinds[kind];
    const other = value < 0 ? -1 - value : -1;
    return { part: texts[part], words: texts[words], value: other < 0 ? texts[value] : things[other].label, other, cited };
  });
  const close = element("button", { type: "button", className: "close" }, "Close");
  close.addEventListener("click", () => go({ focus: "" }, true));
  card.setAttribute("aria-label", `Card: ${thing.label}`);
  card.replaceChildren(...[
    element("div", { className: "head" }, element("p", { className: "kind" }, icon(thing.family, thing.planned), element("span", {}, kindOf(thing, types))), close),
    element("h2", { tabIndex: -1 }, thing.label),
    texts[description] ? element("p", { className: "description" }, texts[description]) : null,
    section("Also called", [
      ...names.filter(([, kind]) => kind === 1).map(([text, , cited]) => [texts[text], " ", marks(cited)]),
      ...said.filter((fact) => fact.part === "Names").map((fact) => [fact.value, " ", marks(fact.cited)]),
    ]),
    section("When", rowsOf(said, "When")),
    section("Money", records.filter(([kind]) => kind === "money").map((record) => recordRow(record))),
    neighbours(thing, said, records),
    section("Themes", rowsOf(said, "Themes", true)),
    section("Where", rowsOf(said, "Where")),
    section("Figures", records.filter(([kind]) => kind === "figures").map((record) => recordRow(record))),
    section("More", rowsOf(said, "More")),
    section("Where sources disagree", discrepancies.map(disagreement)),
    sources(),
  ].filter(Boolean));
}

const kindOf = (thing, types) => (types.map((type) => texts[type]).join(", ") || thing.type) + (thing.planned ? ", only planned when the source appeared" : "");

function rowsOf(said, part, bare = false) {
  return said.filter((fact) => fact.part === part).map((fact) => [
    bare && fact.words === "addresses theme" ? null : element("span", { className: "words" }, `${fact.words} `), valueOf(fact.value, fact.other), " ", marks(fact.cited),
  ]);
}

/** What is linked to the thing, under the words that lead there; each one a button. */
function neighbours(thing, said, records) {
  const under = new Map();
  const add = (words, row) => under.set(words, [...(under.get(words) ?? []), row]);
  for (const fact of said.filter((one) => one.other >= 0 && one.part === "")) add(fact.words, [thingButton(things[fact.other]), " ", marks(fact.cited)]);
  const place = (words) => { const at = relations.findIndex((one) => one.label === words || one.back === words); return at < 0 ? relations.length : at; };
  const parts = section("Parts taken, as recorded", records.filter(([kind]) => kind === "parts").map((record) => recordRow(record)));
  if (under.size === 0 && !parts) return null;
  return element("section", { className: "neighbours" }, element("h3", {}, "Linked to"),
    ...[...under].sort(([a], [b]) => place(a) - place(b)).map(([words, rows]) => element("div", {}, element("h4", {}, words), element("ul", {}, ...rows.map((row) => element("li", {}, ...row))))), parts);
}

const HEADS = new Set(["qualifier", "currency", "amount", "value", "minimum", "maximum", "figureKind", "hasRole"]);

/** A record in a line: its number or role first, then everything else it holds. */
function recordRow([, packed, cited]) {
  const values = packed.map(([kind, value]) => {
    const other = value < 0 ? -1 - value : -1;
    return [texts[data.facts.kinds[kind][0]], texts[data.facts.kinds[kind][1]], other < 0 ? texts[value] : things[other].label, other];
  });
  const value = new Map(values.map(([name, , text]) => [name, text]));
  const range = value.has("minimum") || value.has("maximum") ? [value.get("minimum"), value.get("maximum")].filter(Boolean).map(grouped).join(" to ") : "";
  const head = [
    value.get("hasRole"), value.get("figureKind"), value.get("qualifier") === "exact" ? "" : value.get("qualifier"),
    value.has("amount") ? value.get("currency") ?? "(no currency printed)" : "", grouped(value.get("amount") ?? value.get("value") ?? ""), range,
  ].filter(Boolean).join(" ");
  const rest = values.filter(([name]) => !HEADS.has(name)).map(([name, words, text, other]) =>
    element("div", { className: "detail" }, element("span", { className: "words" }, `${words} `), valueOf(name === "asWritten" ? `“${text}”` : text, other)));
  return [element("strong", {}, head), " ", marks(cited), ...rest];
}

function disagreement([matter, reason, readings]) {
  return [element("strong", {}, texts[matter]), element("p", {}, texts[reason]), element("ul", {}, ...readings.map(([text, followed, cited]) =>
    element("li", {}, texts[text], " ", cited.length ? marks(cited) : "", followed ? element("em", {}, " followed here") : "")))];
}

function sources() {
  if (notes.length === 0) return null;
  return element("section", { className: "sources" }, element("h3", {}, "Sources"), element("ol", {}, ...notes.map((passage, i) => {
    const [source, label, iri] = passages[passage];
    return element("li", { id: `note-${i + 1}`, title: iri }, [source, label].filter(Boolean).join(", "));
  })));
}

/** The card of a link: its two ends, and who says so. */
function fillLinkCard(link) {
  notes = [];
  const close = element("button", { type: "button", className: "close" }, "Close");
  close.addEventListener("click", () => closeCard());
  card.setAttribute("aria-label", "Card of a link");
  card.replaceChildren(
    element("div", { className: "head" }, element("p", { className: "kind" }, "link"), close),
    element("div", { className: "statement" }, thingButton(things[link.from]), element("p", { className: "words" }, relations[link.relation].label), thingButton(things[link.to])),
    element("p", {}, link.planned ? "The source only announces this. " : link.provisional ? "The source calls this provisional. " : "", link.inferred && link.passages.length ? "Stated as a part taken in a role. " : "", marks(link.passages)),
    sources() ?? "",
  );
}
