// The start of an overview, when all its parts are there.

function repaint() {
  readPalette();
  byId("signs").replaceChildren();
  buildSigns();
  if (state.view === "picture") drawBoard();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
matchMedia("print").addEventListener("change", repaint);
let pending = 0;
window.addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(show, 120); });

if (matchMedia("(max-width: 760px)").matches) byId("legend").open = false;
writeCaption();
readPalette();
buildLegend();
state = readHash(location.hash || (data.first.focus ? `#focus=${encodeURIComponent(data.first.focus)}` : ""));
show();
performance.mark("drawn");
