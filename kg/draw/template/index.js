"use strict";
// The small pictures of the index.

const data = JSON.parse(document.getElementById("data").textContent);
const { families, groups } = data.legend;

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function draw(sheet, { lines = [], marks = [], boxes = [], land = [], at = [0, 1] }) {
  const ground = svg("g", { transform: `translate(${at[0]} 0) scale(${at[1]})` });
  for (const [path, tinted] of land) {
    ground.append(svg("path", { d: path, fill: palette.land }));
    if (tinted) ground.append(svg("path", { d: path, fill: palette.fill.place, "fill-opacity": 0.3 }));
  }
  sheet.replaceChildren(ground,
    ...lines.map(([x1, y1, x2, y2, group, wide]) => svg("path", {
      d: wide ? `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}` : `M${x1} ${y1}L${x2} ${y2}`, fill: "none", stroke: palette.link[group], "stroke-width": wide ?? 0.7, "stroke-opacity": wide ? 0.4 : 0.7,
    })),
    ...boxes.map(([x, y, width, height, family]) => svg("rect", { x, y, width, height, fill: palette.fill[family] })),
    ...marks.map(([cx, cy, r, family]) => svg("circle", { cx, cy, r, fill: palette.fill[family], stroke: palette.edge[family], "stroke-width": 0.5 })));
}

function drawAll() {
  readPalette();
  document.querySelectorAll(".thumb").forEach((sheet, i) => draw(sheet, data.thumbnails[i]));
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
drawAll();
performance.mark("drawn");
