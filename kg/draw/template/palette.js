// The colours of the style sheet, which differ by light, dark and print.

let palette = {};

/** Read the colours of the style sheet, which differ by light, dark and print. */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  palette = { paper: colour("paper"), panel: colour("panel"), ink: colour("ink"), muted: colour("muted"), rule: colour("rule"), land: colour("land"), accent: colour("accent"), fill: {}, edge: {}, link: {} };
  for (const { key } of families) {
    palette.fill[key] = colour(`${key}-fill`);
    palette.edge[key] = colour(`${key}-edge`);
  }
  for (const { key } of groups) palette.link[key] = colour(`link-${key}`);
}
