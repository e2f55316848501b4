// The start of a page, when all its parts are there.

/** Draw anew when colours or paper have changed. */
function repaint() {
  readPalette();
  byId("signs").replaceChildren();
  buildSigns();
  show();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
matchMedia("print").addEventListener("change", repaint);
let pending = 0;
window.addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(show, 120); });

if (matchMedia("(max-width: 760px)").matches) byId("legend").open = false;
writeCaption();
readPalette();
buildLegend();
const opened = data.first.page === "landscape" ? "&steps=2" : "";
state = readHash(location.hash || (data.first.focus ? `#focus=${encodeURIComponent(data.first.focus)}${opened}` : ""));
show();
performance.mark("drawn");
