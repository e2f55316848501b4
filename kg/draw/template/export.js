// What is shown, as files: tables as CSV, the picture as PNG and SVG.

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
  return asCsv([["from", "relation", "to", "provisional", "passages"], ...shownLinks.map((link) => [
    things[link.from].label, relations[link.relation].label, things[link.to].label, link.provisional ? "yes" : "", link.passages.map(citation).join("; "),
  ])]);
}

function save(content, name) {
  const address = URL.createObjectURL(content);
  const anchor = element("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The picture as it is on the screen, as an SVG document. */
function asSvg() {
  const { clientWidth: width, clientHeight: height } = byId("picture");
  const made = (name, attributes, ...children) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    one.append(...children);
    return one;
  };
  const onScreen = thingsOnScreen(width, height);
  const spots = new Map(onScreen.map((spot) => [spot.thing.id, spot]));
  const lines = drawnLinks.filter((link) => spots.has(link.from) && spots.has(link.to)).map((link) => {
    const [a, b] = [spots.get(link.from), spots.get(link.to)];
    const dashes = link.provisional ? "7 4" : (DASHES[link.group] ?? []).join(" ");
    return made("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: palette.link[link.group], "stroke-width": WIDTHS[link.group] ?? 1.2, ...(dashes ? { "stroke-dasharray": dashes } : {}) });
  });
  const signs = onScreen.map(({ thing, x, y, size }) => signAsSvg(SHAPES[thing.family], x, y, size, {
    fill: thing.planned ? palette.paper : palette.fill[thing.family], stroke: palette.edge[thing.family], "stroke-width": 1.4, ...(thing.planned ? { "stroke-dasharray": "3 2.5" } : {}),
  }));
  const anchors = { left: "start", right: "end", center: "middle" };
  const labels = labelsShown.flatMap(({ lines: of, words, align, left, top, wide, font }) => [...words, ...of].map((line, i) => made("text", {
    x: align === "left" ? left : align === "right" ? left + wide : left + wide / 2, y: top + LINE * (i + 0.5), "text-anchor": anchors[align], "dominant-baseline": "central",
    "font-size": i < words.length ? 11 : font.includes("13px") ? 13 : 12, "font-weight": font.startsWith("600") && i >= words.length ? 600 : 400, fill: palette.ink,
    stroke: palette.paper, "stroke-width": 3, "paint-order": "stroke",
  }, line)));
  const title = made("title", {}, document.title);
  const svg = made("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT }, title, made("rect", { width, height, fill: palette.paper }), ...lines, ...signs, ...labels);
  return new XMLSerializer().serializeToString(svg);
}

byId("csv-things").addEventListener("click", () => save(new Blob([thingsAsCsv()], { type: "text/csv" }), "things.csv"));
byId("csv-links").addEventListener("click", () => save(new Blob([linksAsCsv()], { type: "text/csv" }), "links.csv"));
byId("save-svg").addEventListener("click", () => save(new Blob([asSvg()], { type: "image/svg+xml" }), "landscape.svg"));
byId("save-png").addEventListener("click", () => byId("picture").querySelector("canvas").toBlob((blob) => save(blob, "landscape.png")));
