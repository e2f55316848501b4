// The drawing: vis-network with places computed beforehand, our signs and our labels.

let drawnThings = [];
let drawnLinks = [];
let hovered = null;
// Signs are drawn smaller than their links ask for where a small stage leaves no room.
let shrunk = 1;
const vertices = new vis.DataSet();
const edges = new vis.DataSet();

/** The radius of a thing, never less than can be seen at this zoom. */
const sizeAt = (thing, scale) => Math.max(Math.min(thing.size * shrunk, labelPlan.get(thing.id)?.limit ?? Infinity), 3.2 / scale);
const sizeNow = (thing) => sizeAt(thing, network.getScale());

/** Draw one thing: hollow and dashed if it was only planned, ringed if it is in focus or under the pointer. */
function drawThing({ ctx, id, x, y, state }) {
  const thing = things[id];
  const shape = SHAPES[thing.family];
  const size = sizeNow(thing);
  const line = Math.min(1, size / 6);
  return {
    nodeDimensions: { width: size * 2.1, height: size * 2.1 },
    drawNode() {
      if (thing === focused || state.hover) {
        trace(ctx, shape, x, y, size + 6);
        ctx.strokeStyle = palette.accent;
        ctx.lineWidth = 2.5;
        ctx.stroke();
      }
      trace(ctx, shape, x, y, size);
      ctx.fillStyle = thing.planned ? palette.paper : palette.fill[thing.family];
      ctx.fill();
      ctx.setLineDash(thing.planned ? [3, 2.5] : []);
      ctx.strokeStyle = palette.edge[thing.family];
      ctx.lineWidth = 1.6 * line;
      ctx.stroke();
      ctx.setLineDash([]);
    },
  };
}

const network = new vis.Network(byId("picture"), { nodes: vertices, edges }, {
  autoResize: false,
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: true, hoverConnectedEdges: true, dragNodes: true, multiselect: false, keyboard: false, tooltipDelay: 1e9 },
  nodes: { shape: "custom", ctxRenderer: drawThing, chosen: false },
  edges: { smooth: false, arrowStrikethrough: false, hoverWidth: 0.8, selectionWidth: 0.8, arrows: { to: { enabled: true, scaleFactor: 0.42 } } },
});
byId("picture").firstElementChild.tabIndex = -1; // what the canvas shows is reached by search, list and card

const DASHES = { listed: [2, 4] };
const WIDTHS = { money: 1.9, listed: 1 };

/** Links among things of one column bend towards the middle, so that they do not run through the column. */
function bendInColumn(link) {
  const [from, to] = [labelPlan.get(link.from), labelPlan.get(link.to)];
  if (!from?.column || from.column !== to?.column) return 0;
  const downwards = vertices.get(link.from).y < vertices.get(link.to).y;
  return (from.side === "left") === downwards ? 0.25 : -0.25;
}

/** How vis-network draws a link; links between the same two things bend apart. */
function edgeOf(link, position, count) {
  // Where there are many links, they step back behind the signs and names.
  const colour = `${palette.link[link.group]}${drawnLinks.length > 400 ? "b0" : ""}`;
  const bend = count > 1 ? (position - (count - 1) / 2) * 0.36 : bendInColumn(link);
  const forward = count === 1 || link.from < link.to ? 1 : -1;
  return {
    id: link.id, from: link.from, to: link.to,
    color: { color: colour, hover: palette.accent, highlight: palette.accent },
    width: WIDTHS[link.group] ?? 1.2,
    // Beyond so many links, nobody can see an arrow, and drawing them takes half of the time.
    arrows: { to: { enabled: drawnLinks.length <= 1500, scaleFactor: 0.42 } },
    dashes: link.provisional ? [7, 4] : DASHES[link.group] ?? false,
    smooth: bend === 0 ? false : { enabled: true, type: bend * forward > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) },
  };
}

/** Put these things and links on the canvas; `places` gives each thing its place. */
function draw(shownThings, shownLinks, places) {
  drawnThings = shownThings;
  drawnLinks = shownLinks;
  hovered = null;
  edges.clear();
  vertices.clear();
  vertices.add(shownThings.map((thing) => ({ id: thing.id, ...places(thing), size: thing.size })));
  paintLinks();
}

/** Give every link its line, again when the colours have changed. */
function paintLinks() {
  const between = new Map();
  for (const link of drawnLinks) {
    const pair = `${Math.min(link.from, link.to)} ${Math.max(link.from, link.to)}`;
    if (!between.has(pair)) between.set(pair, []);
    between.get(pair).push(link);
  }
  edges.update([...between.values()].flatMap((same) => same.map((link, i) => edgeOf(link, i, same.length))));
}

/** How far a set of places reaches: left, right, top, bottom. */
function extent(spots) {
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

/** The room for signs on a stage: what labels at its edges leave. */
const roomFor = (width, height) => [width - (width < 600 ? 70 : 190), height - 60];

/** The same places drawn out in the direction in which the stage has room to spare; nothing comes nearer to anything. */
function stretched(places, width, height) {
  const [left, right, top, bottom] = extent([...places.values()]);
  const [wide, high] = roomFor(width, height);
  const spare = (wide / high) / (Math.max(right - left, 1) / Math.max(bottom - top, 1));
  const across = Math.min(Math.max(spare, 1), 1.6);
  const down = Math.min(Math.max(1 / spare, 1), 1.6);
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x * across, y: y * down }]));
}

/** The middle and the scale at which places fill the room of a stage. */
function framed(spots, width, height) {
  const [left, right, top, bottom] = extent(spots);
  const [wide, high] = roomFor(width, height);
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(Math.min(wide / Math.max(right - left, 1), high / Math.max(bottom - top, 1), 1.25), 0.05) };
}

/** Show all that is drawn, with room for labels at the sides. */
function fit() {
  if (drawnThings.length === 0) return;
  const { clientWidth: width, clientHeight: height } = byId("picture");
  network.moveTo(framed(Object.values(network.getPositions(drawnThings.map((thing) => thing.id))), width, height));
}

network.on("beforeDrawing", (context) => {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
});
network.on("afterDrawing", (context) => drawLabels(context));
network.on("hoverNode", ({ node }) => { hovered = things[node]; byId("picture").classList.add("pointing"); });
network.on("blurNode", () => { hovered = null; byId("picture").classList.remove("pointing"); });
