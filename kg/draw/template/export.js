// The picture as it is on the screen, as PNG and SVG.

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

byId("save-svg").addEventListener("click", () => save(new Blob([asSvg()], { type: "image/svg+xml" }), "landscape.svg"));
byId("save-png").addEventListener("click", () => byId("picture").querySelector("canvas").toBlob((blob) => save(blob, "landscape.png")));
