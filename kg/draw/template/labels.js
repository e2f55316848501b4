// Labels on the canvas: the largest things first, each where it covers neither a thing nor another label.

/** Where the label of each thing goes on a canvas of this size, in screen pixels; asked again at every zoom. */
function placeLabels(context, onScreen, width, height) {
  const taken = onScreen.map(({ x, y, size }) => [x - size - 1, y - size - 1, x + size + 1, y + size + 1]);
  // A grid of the things: with thousands, a label need not be compared with all of them.
  const grid = new Map();
  const cells = ([left, top, right, bottom]) => {
    const keys = [];
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x++) for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y++) keys.push(x * 4096 + y);
    return keys;
  };
  taken.forEach((box, i) => { for (const key of cells(box)) grid.set(key, [...(grid.get(key) ?? []), i]); });
  const covers = (box, own) => cells(box).some((key) => grid.get(key)?.some((i) => i !== own && meet(box, taken[i])));
  const boxes = [];
  const free = (box, own) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2
    && !boxes.some((other) => near(box, other)) && !covers(box, own);
  const placed = [];
  const isHub = hubs(onScreen, width);
  const order = onScreen.map((_, i) => i).sort((a, b) => rank(onScreen[b]) - rank(onScreen[a]) || a - b).slice(0, onScreen.length > 1000 ? 120 : 400);
  // To cover the sign of a hub is worse than to cover others: the label would be read as its own.
  const weights = onScreen.map(({ thing }) => (isHub(thing) ? 9 : 1));
  for (const [position, i] of order.entries()) {
    const spot = onScreen[i];
    const { thing, size } = spot;
    const strong = isHub(thing);
    const font = `${strong ? "600 13px" : "12px"} ${FONT}`;
    const tries = spot.side ? triesBeside(spot) : triesAround(thing, strong);
    for (const { room, most, words, brief, cover } of tries) {
      const lines = brief ? [brief] : shortened(context, thing.label, font, room, most);
      const wide = Math.max(...lines.map((line) => widthOf(context, line, font)), words ? widthOf(context, words, `italic 11px ${FONT}`) : 0);
      const tall = (lines.length + (words ? 1 : 0)) * LINE;
      const spots = placesBeside(spot, size + 5, wide, tall);
      const found = spots.find((at) => free(boxAt(at, wide, tall), i)) ?? (cover ? leastCovering(spots, wide, tall, boxes, taken, weights, i, width, height, position < (width < 600 ? 1 : 7) ? Infinity : 2) : null);
      if (!found) continue;
      const [left, top, align] = found;
      boxes.push(boxAt(found, wide, tall));
      placed.push({ thing, lines, words: words ? [words] : [], font, align, left, top, wide, tall });
      break;
    }
  }
  return placed;
}

/** What to try for a label in a column: with the words of the link, without them, then shorter. */
const triesBeside = ({ room, lines, words }) => [
  ...(words ? [words.join(", "), words[0]].map((text) => ({ room, most: lines, words: text })) : []),
  { room, most: lines, words: "" }, { room: room * 0.75, most: lines, words: "" }, { room: room * 0.75, most: 1, words: "" },
];

/** What to try for a label anywhere else; a hub gets one even if it covers something. */
const triesAround = (thing, strong) => [
  { room: 150, most: thing === focused ? 3 : 2, words: "" }, { room: 105, most: 3, words: "" },
  ...(acronymOf(thing.label) ? [{ brief: acronymOf(thing.label), words: "" }] : []),
  ...(strong ? [{ room: 150, most: 2, words: "", cover: true }] : []),
];

/** The places around a thing where its label may stand, best first. */
function placesBeside({ thing, x, y, side }, gap, wide, tall) {
  const at = {
    right: [x + gap, y - tall / 2, "left"], left: [x - gap - wide, y - tall / 2, "right"],
    below: [x - wide / 2, y + gap - 2, "center"], above: [x - wide / 2, y - gap + 2 - tall, "center"],
    belowRight: [x + gap * 0.6, y + gap * 0.6, "left"], aboveRight: [x + gap * 0.6, y - gap * 0.6 - tall, "left"],
    belowLeft: [x - gap * 0.6 - wide, y + gap * 0.6, "right"], aboveLeft: [x - gap * 0.6 - wide, y - gap * 0.6 - tall, "right"],
  };
  const diagonals = ["belowRight", "aboveRight", "belowLeft", "aboveLeft"];
  const order = side ? [side] : [...(thing === focused ? ["below", "above", "right", "left"] : ["right", "left", "below", "above"]), ...diagonals];
  return order.map((name) => at[name]);
}

/** Which things get a label whatever it covers: the one in focus and those with the most links. */
function hubs(spots, width) {
  const least = Math.max(8, spots.map(({ thing }) => thing.links.length).sort((a, b) => b - a)[width < 600 ? 5 : 13] ?? 8);
  return (thing) => thing === focused || thing.links.length >= least;
}

/** The same places, with signs moved aside that the label of a hub would cover. */
function givingWay(places, width, height) {
  if (places.size < 2 || places.size > 1000 || (width * height) / places.size < 500) return places;
  const { position, scale } = framed([...places.values()], width, height);
  const spots = [...places].map(([id, { x, y }]) => ({
    thing: things[id], x: (x - position.x) * scale + width / 2, y: (y - position.y) * scale + height / 2, size: sizeAt(things[id], scale) * scale,
  }));
  const isHub = hubs(spots, width);
  const [strong, weak] = [spots.filter(({ thing }) => isHub(thing)), spots.filter(({ thing }) => !isHub(thing))];
  const around = ({ x, y, size }) => [x - size - 2, y - size - 2, x + size + 2, y + size + 2];
  const boxes = strong.map(around);
  for (const spot of strong.sort((a, b) => rank(b) - rank(a))) {
    const lines = shortened(measuring, spot.thing.label, `600 13px ${FONT}`, 150, spot.thing === focused ? 3 : 2);
    const wide = Math.max(...lines.map((line) => widthOf(measuring, line, `600 13px ${FONT}`)));
    const choices = placesBeside(spot, spot.size + 5, wide, lines.length * LINE).map((at) => boxAt(at, wide, lines.length * LINE))
      .filter((box) => box[0] > 2 && box[2] < width - 2 && box[1] > 2 && box[3] < height - 2 && !boxes.some((other) => meet(box, other)))
      .map((box) => ({ box, covered: weak.filter((other) => meet(box, around(other))).length })).sort((a, b) => a.covered - b.covered);
    if (choices.length) boxes.push(choices[0].box);
  }
  for (let round = 0, moved = true; moved && round < 25; round++) {
    moved = false;
    weak.forEach((one, i) => {
      for (let j = 0; j < i; j++) {
        const other = weak[j];
        const [reach, dx, dy] = [one.size + other.size + 3, one.x - other.x || 0.1, one.y - other.y || 0.1];
        if (Math.abs(dx) > reach || Math.abs(dy) > reach) continue;
        const lacking = (reach / Math.hypot(dx, dy) - 1) / 2;
        if (lacking > 0) { one.x += dx * lacking; one.y += dy * lacking; other.x -= dx * lacking; other.y -= dy * lacking; }
      }
      const own = around(one);
      for (const box of boxes) {
        if (!meet(box, own)) continue;
        const [down, far] = [[0, box[0] - own[2]], [0, box[2] - own[0]], [1, box[1] - own[3]], [1, box[3] - own[1]]].sort((a, b) => Math.abs(a[1]) - Math.abs(b[1]))[0];
        one[down ? "y" : "x"] += far;
        moved = true;
        break;
      }
    });
  }
  return new Map(spots.map(({ thing, x, y }) => [thing.id, { x: (x - width / 2) / scale + position.x, y: (y - height / 2) / scale + position.y }]));
}

const boxAt = ([left, top], wide, tall) => [left - 2, top, left + wide + 2, top + tall];

/** Where the label of a hub covers the fewest things and no other label: a picture without its hubs' names says little. */
function leastCovering(spots, wide, tall, boxes, taken, weights, own, width, height, most) {
  const choices = spots.map((at) => ({ at, box: boxAt(at, wide, tall) }))
    .filter(({ box }) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2 && !boxes.some((other) => near(box, other)))
    .map(({ at, box }) => ({ at, covered: taken.reduce((sum, other, i) => sum + (i !== own && meet(box, other) ? weights[i] : 0), 0) }))
    .filter(({ covered }) => covered <= most);
  choices.sort((a, b) => a.covered - b.covered);
  return choices[0]?.at ?? null;
}

/** The whole label of the thing under the pointer, over everything else. */
function drawPointedAt(context, spot, width, height) {
  const font = `600 13px ${FONT}`;
  const lines = wrap(context, spot.thing.label, font, 260, 12);
  const wide = Math.max(...lines.map((line) => widthOf(context, line, font))) + 16;
  const tall = lines.length * 17 + 10;
  const left = Math.min(Math.max(spot.x - wide / 2, 4), width - wide - 4);
  const top = spot.y + spot.size + 10 + tall < height ? spot.y + spot.size + 10 : spot.y - spot.size - 10 - tall;
  context.fillStyle = palette.ink;
  context.beginPath();
  context.roundRect(left, top, wide, tall, 5);
  context.fill();
  context.fillStyle = palette.paper;
  context.font = font;
  context.textAlign = "left";
  lines.forEach((line, i) => context.fillText(line, left + 8, top + 5 + 17 * (i + 0.5)));
}

const rank = ({ thing }) => (thing === focused ? 1e6 : 0) + thing.links.length;
/** Whether two labels would be read as one. */
const near = (a, b) => labelPlan.size ? meet(a, b) : a[0] < b[2] + 7 && a[2] > b[0] - 7 && a[1] < b[3] + 3 && a[3] > b[1] - 3;
const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** The things on the canvas with their places and sizes in screen pixels. */
function thingsOnScreen(width, height) {
  const scale = network.getScale();
  const middle = network.getViewPosition();
  const places = network.getPositions();
  return drawnThings.filter((thing) => places[thing.id]).map((thing) => ({
    thing,
    x: (places[thing.id].x - middle.x) * scale + width / 2,
    y: (places[thing.id].y - middle.y) * scale + height / 2,
    size: sizeNow(thing) * scale,
    ...(labelPlan.get(thing.id) ?? {}),
  })).filter(({ x, y }) => x > -50 && y > -50 && x < width + 50 && y < height + 50);
}

let labelsShown = [];
function drawLabels(context) {
  const { clientWidth: width, clientHeight: height } = byId("picture");
  const pixels = context.canvas.width / width;
  context.save();
  context.setTransform(pixels, 0, 0, pixels, 0, 0);
  context.lineJoin = "round";
  context.textBaseline = "middle";
  const onScreen = thingsOnScreen(width, height);
  labelsShown = placeLabels(context, onScreen, width, height);
  for (const { thing, lines, words, font, align, left, top, wide } of labelsShown) {
    const x = align === "left" ? left : align === "right" ? left + wide : left + wide / 2;
    context.textAlign = align;
    [...words, ...lines].forEach((line, i) => {
      const isWords = i < words.length;
      context.font = isWords ? `italic 11px ${FONT}` : font;
      context.strokeStyle = palette.paper;
      context.lineWidth = 4;
      const y = top + LINE * (i + 0.5);
      context.strokeText(line, x, y);
      context.fillStyle = isWords ? palette.muted : palette.ink;
      context.fillText(line, x, y);
    });
  }
  const pointedAt = onScreen.find(({ thing }) => thing === hovered);
  if (pointedAt) drawPointedAt(context, pointedAt, width, height);
  context.restore();
}
