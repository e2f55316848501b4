// One thing and what is around it, laid out afresh: links that lead to it on the left, links that lead from it on the right.

let labelPlan = new Map();

/** The things at most this many links away, by their distance; only along links that may be shown. */
function around(centre, steps, allowed) {
  const distance = new Map([[centre.id, 0]]);
  let ring = [centre];
  for (let step = 1; step <= steps; step++) {
    const next = [];
    for (const thing of ring) {
      for (const link of thing.links) {
        const other = across(link, thing);
        if (allowed(link) && !distance.has(other.id)) {
          distance.set(other.id, step);
          next.push(other);
        }
      }
    }
    ring = next;
  }
  return distance;
}

const groupNumber = (link) => groups.findIndex((group) => group.key === link.group);

/** Places in columns: left what names the thing, right what it names, those further away outside of them. */
function columns(centre, distance, shownLinks, width, height) {
  const near = [...distance].filter(([, steps]) => steps === 1).map(([id]) => things[id]);
  const far = [...distance].filter(([, steps]) => steps === 2).map(([id]) => things[id]);
  const linkTo = new Map();
  const linksTo = new Map();
  for (const link of shownLinks) {
    if (link.from !== centre.id && link.to !== centre.id) continue;
    const other = across(link, centre).id;
    linksTo.set(other, [...(linksTo.get(other) ?? []), link].sort((a, b) => a.relation - b.relation));
    if (!linkTo.has(other) || groupNumber(link) < groupNumber(linkTo.get(other))) linkTo.set(other, link);
  }
  const sides = { left: [], right: [] };
  for (const thing of near) sides[linkTo.get(thing.id).to === centre.id ? "left" : "right"].push(thing);
  const order = (a, b) => groupNumber(linkTo.get(a.id)) - groupNumber(linkTo.get(b.id)) || linkTo.get(a.id).relation - linkTo.get(b.id).relation
    || b.links.length - a.links.length || a.label.localeCompare(b.label);
  sides.left.sort(order);
  sides.right.sort(order);
  const parents = new Map();
  for (const link of shownLinks) {
    for (const [one, other] of [[link.from, link.to], [link.to, link.from]]) {
      if (distance.get(one) === 2 && distance.get(other) === 1 && !parents.has(one)) parents.set(one, other);
    }
  }
  const behind = (thing) => far.filter((one) => parents.get(one.id) === thing.id);
  balance(sides, (thing) => Math.max(1, behind(thing).length));
  const places = new Map([[centre.id, { x: 0, y: 0 }]]);
  labelPlan = new Map();
  shrunk = 1;
  const half = width / 2;
  for (const [side, sign] of [["left", -1], ["right", 1]]) {
    const inner = sides[side];
    const outer = inner.flatMap(behind);
    const most = Math.max(1, Math.floor(height / 28));
    const rows = stagger(inner, most);
    const first = outer.length ? half * 0.15 : rows.length > 1 ? half * 0.24 : Math.min(half * (half < 300 ? 0.36 : 0.45), 270);
    const beyond = outer.length ? half * 0.52 : half;
    const largest = half / 15;
    const room = (beyond - first) / rows.length - largest - 14;
    const said = (thing) => [...new Set(linksTo.get(thing.id).map((link) => wordsFrom(link, centre)))].slice(0, 2);
    rows.forEach((column, i) => spread(column, sign * (first + ((beyond - first) * i) / rows.length), height, 0.3, (thing, step, inwards) => {
      labelPlan.set(thing.id, { side, column: `${side} ${i}`, room: room + (rows.length > 1 || outer.length ? 0 : inwards), lines: step > 58 ? 3 : step > 42 ? 2 : 1, words: step >= 28 && distance.size < 90 ? said(thing) : null, limit: Math.min(step * 0.42, largest) });
    }, places));
    if (outer.length) {
      spread(outer, sign * beyond, height, 0.12, (thing, step, inwards) => {
        labelPlan.set(thing.id, { side, column: `${side} outer`, room: half - beyond - step * 0.42 - 14 + inwards, lines: step > 44 ? 3 : step > 29 ? 2 : 1, limit: Math.min(step * 0.42, largest) });
      }, places);
    }
  }
  return places;
}

/** Move things from a crowded side to the other one: words and arrows say the direction. */
function balance(sides, weight) {
  const total = (side) => side.reduce((sum, thing) => sum + weight(thing), 0);
  const [many, few] = total(sides.left) > total(sides.right) ? [sides.left, sides.right] : [sides.right, sides.left];
  if (total(many) <= 8 || total(many) <= 2 * total(few)) return;
  for (const thing of [...many].reverse()) {
    if (many.length > 1 && total(many) - weight(thing) >= total(few) + weight(thing)) few.unshift(...many.splice(many.indexOf(thing), 1));
  }
}

/** Cut a long row of things into as many columns as it needs. */
function stagger(row, most) {
  const count = Math.max(1, Math.ceil(row.length / most));
  return Array.from({ length: count }, (_, i) => row.filter((_, j) => j % count === i));
}

/** Put things one below the other on an arc that is open towards the middle, so that links among them can be seen. */
function spread(column, x, height, bend, plan, places) {
  const step = Math.min(76, height / Math.max(column.length, 1));
  const middle = (column.length - 1) / 2;
  column.forEach((thing, i) => {
    const off = ((i - middle) * step) / (height / 2);
    const inwards = bend * off * off * x;
    places.set(thing.id, { x: x - inwards, y: (i - middle) * step });
    plan(thing, step, Math.abs(inwards));
  });
}

/** Places by springs, for more things than columns hold: starts from the landscape's own places, so the same every time. */
function springs(centre, distance, shownLinks, width, height) {
  labelPlan = new Map();
  const shown = [...distance.keys()].map((id) => things[id]);
  const spots = shown.map((thing) => ({ x: thing.x - centre.x, y: thing.y - centre.y }));
  const number = new Map(shown.map((thing, i) => [thing.id, i]));
  const middle = number.get(centre.id);
  const ideal = 0.85 * Math.sqrt((width * height) / shown.length);
  shrunk = Math.min(1, ideal / 34);
  const rounds = 160;
  for (let round = 0; round < rounds; round++) {
    const reach = ideal * 0.6 * (1 - round / rounds);
    const push = spots.map(() => [0, 0]);
    for (let i = 0; i < spots.length; i++) {
      for (let j = 0; j < i; j++) {
        const dx = spots[i].x - spots[j].x || 0.1 * (i - j);
        const dy = spots[i].y - spots[j].y;
        const strength = (ideal * ideal) / (dx * dx + dy * dy + 1);
        push[i][0] += dx * strength; push[i][1] += dy * strength;
        push[j][0] -= dx * strength; push[j][1] -= dy * strength;
      }
    }
    for (const link of shownLinks) {
      const [a, b] = [number.get(link.from), number.get(link.to)];
      const [dx, dy] = [spots[a].x - spots[b].x, spots[a].y - spots[b].y];
      const strength = Math.hypot(dx, dy) / ideal;
      push[a][0] -= dx * strength; push[a][1] -= dy * strength;
      push[b][0] += dx * strength; push[b][1] += dy * strength;
    }
    spots.forEach((spot, i) => {
      if (i === middle) return;
      const length = Math.hypot(...push[i]) || 1;
      spot.x += (push[i][0] / length) * Math.min(length, reach);
      spot.y += (push[i][1] / length) * Math.min(length, reach) * 0.8;
    });
  }
  return givingWay(stretched(new Map(shown.map((thing, i) => [thing.id, { x: spots[i].x, y: spots[i].y }])), width, height + ABOVE + BELOW), width, height + ABOVE + BELOW);
}
