// The list of articles: what is in it, in which order, and only the rows in sight drawn.
const ROW = 34, BEYOND = 8;
const box = byId("list"), room = byId("room"), count = byId("count");
const control = {};
for (const id of ["left", "right", "measure", "who", "field", "least", "flag", "search", "order"]) {
  control[id] = byId(id);
}

function said(one) {
  // Made at the first search, for all that is written of an article.
  if (!one.said) {
    const parts = [one.id, one.title, ...one.texts.flatMap((text) => [text.from, text.text])];
    for (const brief of Object.values(one.briefs)) {
      for (const entry of brief.entries) { parts.push(entry.text, ...Object.values(entry.facets)); }
      for (const gone of brief.withheld) { parts.push(gone.text); }
    }
    one.said = parts.join("\n").toLowerCase();
  }
  return one.said;
}

function shownSides(one) { return [one.briefs[state.left], one.briefs[state.right]]; }

const FLAGS = {
  withheld: (one) => shownSides(one).some((brief) => brief && brief.withheld.some((x) => !x.replaced)),
  unverified: (one) => shownSides(one).some((brief) => brief && brief.entries.some(doubtful)),
  edited: (one) => shownSides(one).some((brief) => brief && brief.entries.some(
    (entry) => entry.marks.some((mark) => mark.startsWith("edited")))),
  missing: (one) => shownSides(one).some((brief) => !brief),
  both: (one) => shownSides(one).every((brief) => brief),
};

function doubtful(entry) {
  return entry.lost || entry.absent || entry.marks.some((mark) => mark.endsWith("not verified"));
}

function wanted(one) {
  const field = control.field.value;
  if (field !== "") {
    const found = pairOf(one), share = found ? found.alike[Number(field)] : null;
    if (share === null || share > 0.9995) { return false; }
  }
  const who = control.who.value, better = betterOf(one, state.measure);
  if (who && String(better) !== who) { return false; }
  const least = Number(control.least.value);
  if (least > 0) {
    const far = state.measure === ALIKE ? 1 - (alikeOf(one) ?? 1) : Math.abs(difference(one, state.measure) ?? 0);
    if (far < least - 1e-9) { return false; }
  }
  if (control.flag.value && !FLAGS[control.flag.value](one)) { return false; }
  const words = control.search.value.trim().toLowerCase();
  return !words || words.split(/\s+/).every((word) => said(one).includes(word));
}

const last = (value, worst) => value === null || value === undefined ? worst : value;
function gain(one) {
  if (state.measure === ALIKE) { return alikeOf(one); }
  const found = difference(one, state.measure);
  return found === null ? null : found * (data.measures[state.measure].better === "less" ? -1 : 1);
}
const ORDERS = {
  file: null,
  left: (a, b) => last(gain(a), 9e9) - last(gain(b), 9e9),
  right: (a, b) => last(gain(b), -9e9) - last(gain(a), -9e9),
  far: (a, b) => Math.abs(last(gain(b), 0)) - Math.abs(last(gain(a), 0)),
  alike: (a, b) => last(alikeOf(a), 9) - last(alikeOf(b), 9),
  title: (a, b) => a.title.localeCompare(b.title),
  newest: (a, b) => b.date.localeCompare(a.date),
  oldest: (a, b) => (a.date || "9").localeCompare(b.date || "9"),
};

function choose() {
  const chosen = state.at >= 0 ? state.list[state.at] : null;
  state.list = data.cases.filter(wanted);
  const order = ORDERS[control.order.value];
  if (order) { state.list.sort(order); }
  state.at = chosen ? state.list.indexOf(chosen) : -1;
  count.textContent = state.list.length === data.cases.length
    ? plural(data.cases.length, "article", "articles")
    : state.list.length + " of " + plural(data.cases.length, "article", "articles");
  room.style.height = state.list.length * ROW + "px";
  heads();
  if (state.at < 0) { show(state.list.length ? 0 : -1); } else { show(state.at); }
}

function heads() {
  const names = [control.left, control.right].map((one) => data.sides[Number(one.value)]);
  const alike = state.measure === ALIKE;
  byId("head-left").textContent = alike ? "" : names[0];
  byId("head-right").textContent = alike ? "" : names[1];
  byId("head-far").textContent = alike ? "Likeness" : "Difference";
  byId("head-left").className = "number name " + sideClass(state.left);
  byId("head-right").className = "number name " + sideClass(state.right);
  for (const option of control.who.options) {
    if (option.value === "-1") { option.textContent = names[0] + " better"; }
    if (option.value === "1") { option.textContent = names[1] + " better"; }
  }
  for (const option of control.order.options) {
    if (option.value === "left") { option.textContent = names[0] + " ahead most"; }
    if (option.value === "right") { option.textContent = names[1] + " ahead most"; }
  }
}

function rows() {
  const top = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
  const end = Math.min(state.list.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
  const drawn = [];
  for (let at = top; at < end; at++) { drawn.push(row(state.list[at], at)); }
  if (!drawn.length) {
    drawn.push(el("p", { class: "nothing" }, "No article is like this; loosen the filters."));
  }
  room.replaceChildren(...drawn);
  const active = state.at >= top && state.at < end ? "row-" + state.at : "";
  if (active) { box.setAttribute("aria-activedescendant", active); }
  else { box.removeAttribute("aria-activedescendant"); }
}

function row(one, at) {
  const alike = state.measure === ALIKE;
  const left = alike ? null : valueOf(one, state.left, state.measure);
  const right = alike ? null : valueOf(one, state.right, state.measure);
  const found = alike ? null : difference(one, state.measure);
  const better = betterOf(one, state.measure);
  const ahead = better === -1 ? sideClass(state.left) : better === 1 ? sideClass(state.right) : "";
  const pair = pairOf(one);
  const made = el("div", {
    class: "row", role: "option", id: "row-" + at, "aria-selected": at === state.at ? "true" : "false",
    "aria-posinset": at + 1, "aria-setsize": state.list.length, data: { at: at },
  },
    el("span", { class: "title", dir: "auto", title: one.title }, one.title),
    el("span", { class: "date" }, one.date),
    el("span", { class: "number" }, alike ? "" : number(left)),
    el("span", { class: "number" }, alike ? "" : number(right)),
    el("span", { class: "number difference " + ahead }, alike ? likeness(one) : signed(round(found))),
    el("span", { class: "cells" }, data.fields.map(([, label], field) => cell(pair, field, label))),
    el("span", { class: "flags" }, flags(one)));
  made.style.transform = "translateY(" + at * ROW + "px)";
  return made;
}

const round = (value) => value === null ? null : Math.round(value * 1e4) / 1e4;

function likeness(one) {
  const share = alikeOf(one);
  return share === null ? "–" : percent(share);
}

function cell(pair, field, label) {
  const share = pair ? pair.alike[field] : null;
  const how = share === null ? "none" : share > 0.9995 ? "same" : share >= 0.66 ? "near" : share >= 0.33 ? "part" : "apart";
  const words = label + ": " + (share === null ? "nothing to compare" : percent(share) + " alike");
  return el("span", { class: "cell " + how, title: words }, el("span", { class: "hidden" }, words + "; "));
}

function flags(one) {
  const missing = shownSides(one).map((brief, at) => brief ? null
    : el("span", { class: "flag" }, "no " + data.sides[at ? state.right : state.left]));
  const gone = FLAGS.withheld(one) ? el("span", { class: "flag" }, "withheld") : null;
  const doubt = FLAGS.unverified(one) ? el("span", { class: "flag bad" }, "unverified") : null;
  return [...missing, gone, doubt];
}

function show(at) {
  state.at = at;
  if (at >= 0) {
    const top = at * ROW;
    if (top < box.scrollTop) { box.scrollTop = top; }
    else if (top + ROW > box.scrollTop + box.clientHeight) { box.scrollTop = top + ROW - box.clientHeight; }
  }
  rows();
  drawCase(at >= 0 ? state.list[at] : null);
}

box.addEventListener("scroll", () => requestAnimationFrame(rows), { passive: true });
box.addEventListener("click", (event) => {
  const found = event.target.closest(".row");
  if (found) { show(Number(found.dataset.at)); remember(); }
});
