// The sign of each family: one outline for the picture, the legend and the SVG file.

const SHAPES = {
  project: "circle", funding: "diamond", body: "hexagon", organisation: "square", policy: "up", event: "star",
  knowledge: "down", office: "pentagon", place: "drop", other: "circle",
};

/** The corners of a sign of about the area of a circle of this radius, or null for the circle itself. */
function corners(shape, radius) {
  const regular = (count, turn, size) => Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    const reach = Array.isArray(size) ? size[i % size.length] : size;
    return [reach * radius * Math.cos(angle), reach * radius * Math.sin(angle)];
  });
  const top = -Math.PI / 2;
  switch (shape) {
    case "circle": return null;
    case "diamond": return regular(4, top, 1.26);
    case "square": return regular(4, Math.PI / 4, 1.25);
    case "hexagon": return regular(6, 0, 1.1);
    case "pentagon": return regular(5, top, 1.15);
    case "up": return regular(3, top, 1.5).map(([x, y]) => [x, y + radius * 0.18]);
    case "down": return regular(3, -top, 1.5).map(([x, y]) => [x, y - radius * 0.18]);
    case "drop": return regular(24, top, 1).map(([x, y]) => (y > 0 ? [x * (1 - y / radius) ** 0.7, y * 1.3] : [x, y])).map(([x, y]) => [x * 1.05, y - radius * 0.1]);
    case "star": return regular(10, top, [1.45, 0.66]);
    default: throw new Error(`Unexpected shape: ${shape}`);
  }
}

/** Draw a sign's outline on a canvas. */
function trace(context, shape, x, y, radius) {
  context.beginPath();
  const points = corners(shape, radius);
  if (points === null) context.arc(x, y, radius, 0, 2 * Math.PI);
  else points.forEach(([dx, dy], i) => (i ? context.lineTo(x + dx, y + dy) : context.moveTo(x + dx, y + dy)));
  context.closePath();
}

/** A sign as an SVG element; `paint` gives its fill and line. */
function signAsSvg(shape, x, y, radius, paint) {
  const points = corners(shape, radius);
  const sign = document.createElementNS("http://www.w3.org/2000/svg", points === null ? "circle" : "polygon");
  const place = points === null ? { cx: x, cy: y, r: radius } : { points: points.map(([dx, dy]) => `${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}`).join(" ") };
  for (const [name, value] of Object.entries({ ...place, ...paint })) sign.setAttribute(name, value);
  return sign;
}

/** A small picture of a sign, for legend, card and list; its colours come from the style sheet. */
function icon(family, planned = false) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-9 -9 18 18");
  svg.setAttribute("class", `sign ${family}${planned ? " planned" : ""}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(signAsSvg(SHAPES[family], 0, 0, 5.6, {}));
  return svg;
}
