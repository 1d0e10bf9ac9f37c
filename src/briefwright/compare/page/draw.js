// Elements from text, and nothing else: no string of an article is ever taken as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

function el(tag, given, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (value === false || value === null || value === undefined) { continue; }
    if (name === "class") { made.className = value; }
    else if (name === "data") { Object.assign(made.dataset, value); }
    else { made.setAttribute(name, value === true ? "" : String(value)); }
  }
  made.append(...inside.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

// The text with ranges of it in elements: ranges are [start, end, tag, class, title], in order of
// their starts; of overlapping ones the first stands.
function marked(text, ranges) {
  const made = [];
  let at = 0;
  for (const [start, end, tag, name, title] of ranges.slice().sort((a, b) => a[0] - b[0])) {
    if (start < at || end > text.length) { continue; }
    made.push(text.slice(at, start), el(tag, { class: name, title: title }, text.slice(start, end)));
    at = end;
  }
  made.push(text.slice(at));
  return made;
}

const minus = (text) => text.replace("-", "−");
// Shares to three digits, counts as they are.
const number = (value) => value === null || value === undefined ? "–"
  : minus(Number.isInteger(value) && Math.abs(value) > 1 ? String(value) : value.toFixed(3));
const signed = (value) => value === null ? "–" : (value > 0 ? "+" : "") + number(value);
const percent = (share) => Math.round(share * 100) + " %";
const plural = (count, one, more) => count + " " + (count === 1 ? one : more);

const state = {
  left: 0, right: 1, measure: 0, order: "file", list: [], at: -1, pinned: null,
};
const ALIKE = data.measures.length;   // the measure that is not of a run but of the pair

const sideClass = (side) => "run-" + (data.reference && side === data.runs ? "ref" : (side % 6) + 1);

// What two sides have in common, seen from the left one.
function pairOf(one) {
  const turned = state.left > state.right;
  const key = turned ? state.right + "-" + state.left : state.left + "-" + state.right;
  const found = one.pairs[key];
  if (!found || !turned) { return found || null; }
  return {
    alike: found.alike,
    met: found.met.map(([a, b, how, x, y]) => [b, a, how, y, x]),
  };
}

function alikeOf(one) {
  const found = pairOf(one);
  if (!found) { return null; }
  const taken = found.alike.filter((share) => share !== null);
  return taken.length ? taken.reduce((a, b) => a + b, 0) / taken.length : null;
}

function valueOf(one, side, measure) {
  const values = one.values[side];
  return values ? values[measure] : null;
}

// Right minus left; null where either cannot be taken.
function difference(one, measure) {
  const left = valueOf(one, state.left, measure), right = valueOf(one, state.right, measure);
  return left === null || right === null || left === undefined || right === undefined
    ? null : right - left;
}

// -1 if the left is better, 1 if the right is, 0 if they are equal, null where nobody can say.
function betterOf(one, measure) {
  if (measure === ALIKE || !data.measures[measure].better) { return null; }
  const found = difference(one, measure);
  if (found === null) { return null; }
  const turn = data.measures[measure].better === "less" ? -1 : 1;
  return Math.abs(found) < 5e-5 ? 0 : Math.sign(found) * turn;
}
