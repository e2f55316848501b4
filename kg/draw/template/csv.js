// What is shown, as tables: CSV files.

/** A cell of a CSV file; what a spreadsheet would run as a formula gets an apostrophe in front. */
function cell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

const asCsv = (rows) => `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

function thingsAsCsv() {
  return asCsv([["name", "type", "family", "first year", "last year", "links", "themes", "id"], ...shownThings.map((thing) => [
    thing.label, thing.type, familyOf.get(thing.family).label, thing.years[0] ?? "", thing.years[1] ?? "", thing.links.length,
    thing.themes.map((theme) => themes[theme]).join("; "), thing.key,
  ])]);
}

function linksAsCsv() {
  const citation = (passage) => passages[passage].slice(0, 2).filter(Boolean).join(", ");
  return asCsv([["from", "relation", "to", "status", "passages"], ...shownLinks.map((link) => [
    things[link.from].label, relations[link.relation].label, things[link.to].label, link.planned ? "planned" : link.provisional ? "provisional" : "", link.passages.map(citation).join("; "),
  ])]);
}

function save(content, name) {
  const address = URL.createObjectURL(content);
  const anchor = element("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

byId("csv-things").addEventListener("click", () => save(new Blob([thingsAsCsv()], { type: "text/csv" }), "things.csv"));
byId("csv-links").addEventListener("click", () => save(new Blob([linksAsCsv()], { type: "text/csv" }), "links.csv"));
