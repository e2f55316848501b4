// Words measured and broken into lines.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
const LINE = 14;
const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map();

function widthOf(context, text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

/** A word that is wider than a line, cut after its hyphens or, without any, anywhere; any other word as it is. */
function pieces(context, word, font, width) {
  if (widthOf(context, word, font) <= width) return [word];
  const parts = word.split(/(?<=[-–/_.])/);
  if (parts.length > 1) return parts.flatMap((part) => pieces(context, part, font, width));
  let length = word.length - 1;
  while (length > 1 && widthOf(context, word.slice(0, length), font) > width) length--;
  return length < 1 || length === word.length ? [word] : [word.slice(0, length), ...pieces(context, word.slice(length), font, width)];
}

/** Break a text into lines of at most this width; null if that needs more than `most` lines. */
function wrap(context, text, font, width, most) {
  const lines = [];
  let line = "";
  for (const word of text.split(/[ \t\n]+/)) {
    pieces(context, word, font, width).forEach((piece, i) => {
      const longer = line && i === 0 ? `${line} ${piece}` : line + piece;
      if (line && widthOf(context, longer, font) > width) {
        lines.push(line);
        line = piece;
      } else line = longer;
    });
  }
  lines.push(line);
  return lines.length <= most ? lines : null;
}

/** A label short enough to be drawn: the whole one if it fits, its acronym in brackets, or its beginning. */
function shortened(context, text, font, width, most) {
  const whole = wrap(context, text, font, width, most);
  if (whole) return whole;
  const acronym = acronymOf(text);
  if (acronym) return [acronym];
  if (most === 1) return [begun(context, text, font, width)];
  const words = text.split(/[ \t\n]+/);
  for (let count = words.length - 1; count > 0; count--) {
    const part = wrap(context, `${words.slice(0, count).join(" ").replace(/[,:;–-]+$/, "")} …`, font, width, most);
    if (part) return part;
  }
  return [begun(context, text, font, width)];
}

/** The acronym in brackets at the end of a name, or nothing. */
const acronymOf = (text) => /\((\p{Lu}[^()\s]{1,17})\)\s*$/u.exec(text)?.[1] ?? "";

/** As much of a text as fits into a line. */
function begun(context, text, font, width) {
  let length = text.length;
  while (length > 6 && widthOf(context, `${text.slice(0, length)}…`, font) > width) length--;
  return `${text.slice(0, length).trimEnd()}…`;
}
