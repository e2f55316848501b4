// What there is where: the outlines of Europe's countries, and a disc for each place with coordinates.

const { places, europe } = data.chart;
const placeOf = new Map(places.map((place) => [place.id, place]));
const picked = () => null;
const exported = drawing;
const narrow = () => {};
let larger = 1;

/** What stands in a place, of what is shown. */
const heldBy = (place) => [...new Set(shownLinks.filter((link) => link.to === place.id && link.group === "place").map((link) => link.from))];

function countWords() {
  const shown = places.filter((place) => heldBy(place).length > 0);
  return `${new Set(shown.flatMap(heldBy)).size} things in ${shown.length} places`;
}

// Steps that grow by the same factor, up to the country with the most.
const fullest = Math.max(1, ...places.filter(({ kind }) => kind === "country").map((place) => things[place.id].links.length));
const TINTS = [0.14, 0.32, 0.52, 0.76].map((opacity, i) => [Math.max(i + 1, Math.round(fullest ** (i / 4))), opacity]);
const tint = (count) => TINTS.filter(([least]) => count >= least).at(-1)?.[1] ?? 0;

function drawChart(width, height) {
  const held = new Map(places.map((place) => [place.id, heldBy(place).length]));
  const shown = places.filter((place) => held.get(place.id) > 0 && !state.hide.includes("place"));
  const small = width < 700;
  const beside = shown.filter((place) => !place.spot && (place.outline === null || place.kind !== "country"));
  const stacked = width < 900 || beside.length === 0;
  const room = stacked ? width - (small ? 0 : 30) : width - 270;
  const scale = Math.min(room / europe.width, (small ? room * 1.05 : height - 8) / europe.height) * larger;
  const [wide, tall] = [Math.round(europe.width * scale), Math.round(europe.height * scale)];
  const made = svg("svg", { class: "drawing", width: wide, height: tall, role: "group", "aria-label": "Map of Europe" });
  const land = svg("g", { transform: `scale(${scale.toFixed(4)})` });
  made.append(land);
  const outlined = new Map(shown.filter((place) => place.outline !== null).map((place) => [place.outline, place]));
  europe.countries.forEach((country, i) => {
    const place = outlined.get(i);
    land.append(svg("path", { d: country.path, fill: palette.land }));
    if (place) land.append(countryOf(place, country, held.get(place.id), scale));
  });
  const line = { fill: "none", "vector-effect": "non-scaling-stroke", "pointer-events": "none" };
  land.append(svg("path", { ...line, d: europe.borders, stroke: palette.paper, "stroke-width": 1.1 }), svg("path", { ...line, d: europe.disputed, stroke: palette.muted, "stroke-width": 1.1, "stroke-dasharray": "2.5 2.5" }));
  const cities = shown.filter((place) => place.spot).sort((a, b) => held.get(b.id) - held.get(a.id) || a.id - b.id);
  const spots = cities.map((place) => ({ place, x: place.spot[0] * scale, y: place.spot[1] * scale, r: 2.6 + 1.15 * Math.sqrt(held.get(place.id)) }));
  const labels = mapLabels(spots, shown.filter((place) => !place.spot && place.outline !== null), scale, wide, tall, small);
  for (const { place, x, y, r } of spots) {
    const thing = things[place.id];
    const ring = thing === focused ? svg("circle", { cx: x, cy: y, r: r + 4, fill: "none", stroke: palette.accent, "stroke-width": 2.2 }) : null;
    made.append(stop(svg("g", {}, svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), fill: palette.fill.place, stroke: palette.edge.place, "stroke-width": 1.3, "fill-opacity": 0.85 }), ring), thing.key, `${thing.label}, ${place.kind}: ${held.get(place.id)} things`, () => go({ focus: thing.key }, true)));
  }
  made.append(svg("g", { "pointer-events": "none" }, ...labels));
  return [element("div", { className: `mapped${stacked ? " small" : ""}` }, made, besideList(beside, held))];
}

function countryOf(place, country, count) {
  const thing = things[place.id];
  const made = svg("path", { d: country.path, fill: palette.fill.place, "fill-opacity": tint(count), stroke: thing === focused ? palette.accent : "none", "stroke-width": 2.2, "vector-effect": "non-scaling-stroke" });
  return stop(made, thing.key, `${thing.label}, country: ${count} things`, () => go({ focus: thing.key }, true));
}

/** Names of cities, largest first, then of countries, where they cover no disc and no other name. */
function mapLabels(spots, countries, scale, width, height, small) {
  const taken = spots.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  const made = [];
  const put = (text, choices, size, more) => {
    const wide = widthOf(measuring, text, fontOf(size, more.weight ?? 400));
    for (const [x, y, anchor] of choices) {
      const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
      const box = [left - 2, y - size * 0.62, left + wide + 2, y + size * 0.62];
      if (box[0] < 1 || box[1] < 1 || box[2] > width - 1 || box[3] > height - 1 || taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      made.push(textLines([text], x, y, { anchor, size, ...more }));
      return;
    }
  };
  for (const { place, x, y, r } of spots) {
    put(things[place.id].label, [[x + r + 4, y, "start"], [x - r - 4, y, "end"], [x, y - r - 8, "middle"], [x, y + r + 8, "middle"], [x + r, y - r - 4, "start"], [x + r, y + r + 4, "start"], [x - r, y - r - 4, "end"], [x - r, y + r + 4, "end"]], small ? 11 : 12, { weight: things[place.id] === focused ? 650 : 500 });
  }
  for (const place of countries) {
    const [x, y] = europe.countries[place.outline].middle.map((one) => one * scale);
    put(things[place.id].label, [[x, y, "middle"], [x, y + 15, "middle"], [x, y - 15, "middle"]], 11, { fill: palette.muted, weight: 400 });
  }
  return made;
}

const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

function besideList(beside, held) {
  if (beside.length === 0) return "";
  const part = (title, own) => (own.length === 0 ? null : element("section", {}, element("h2", {}, title), element("ul", {}, ...own.sort((a, b) => held.get(b.id) - held.get(a.id) || things[a.id].label.localeCompare(things[b.id].label)).map((place) =>
    element("li", {}, thingButton(things[place.id]), element("span", { className: "count" }, `\u00a0${held.get(place.id)}`))))));
  return element("div", { className: "beside" }, part("Outside this map", beside.filter((place) => place.placed || place.kind === "country")), part("Without coordinates", beside.filter((place) => !place.placed && place.kind !== "country")));
}

function buildSigns() {
  const box = (opacity) => keySign(svg("rect", { x: 1, y: 0, width: 22, height: 12, fill: palette.land }), svg("rect", { x: 1, y: 0, width: 22, height: 12, fill: palette.fill.place, "fill-opacity": opacity }));
  const disc = (r) => keySign(svg("circle", { cx: 12, cy: 6, r, fill: palette.fill.place, stroke: palette.edge.place, "stroke-width": 1.2 }));
  byId("signs").append(sign(disc(3), "a city or venue"), sign(disc(5.4), "larger: more things"),
    ...TINTS.map(([least, opacity], i) => sign(box(opacity), `country: ${i < TINTS.length - 1 ? `${least} to ${TINTS[i + 1][0] - 1}` : `${least} or more`} things`)),
    sign(keySign(svg("path", { d: "M0 6H24", stroke: palette.muted, "stroke-width": 1.5, "stroke-dasharray": "2.5 2.5" })), "disputed: the map takes no side"));
}

const zoomBy = (factor) => { larger = Math.min(6, Math.max(1, larger * factor)); drawBoard(); };
byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
byId("zoom-fit").addEventListener("click", () => { larger = 1; drawBoard(); });
