// What the keyboard does, and how the page begins.
const keys = byId("keys"), single = byId("single");
const sections = { overview: byId("overview"), articles: byId("articles") };

function open(name) {
  for (const [own, element] of Object.entries(sections)) {
    element.hidden = own !== name;
    const tab = byId("to-" + own);
    if (own === name) { tab.setAttribute("aria-current", "page"); } else { tab.removeAttribute("aria-current"); }
  }
  if (name === "articles") { choose(); }
}

// At once, where an address would be followed only after the key has been dealt with.
function go(name) {
  history.pushState(null, "", "#" + name);
  open(name);
}

function remember() {
  const one = state.list[state.at];
  // An address of the article, which a reviewer may send to another.
  if (one) { history.replaceState(null, "", "#article=" + encodeURIComponent(one.id)); }
}

function step(by) {
  const to = Math.min(Math.max(state.at + by, 0), state.list.length - 1);
  if (to !== state.at && to >= 0) { show(to); remember(); }
}

function followAddress() {
  let asked = "";
  try { asked = decodeURIComponent(location.hash.slice(1)); } catch { asked = ""; }
  if (asked.startsWith("article=")) {
    const found = data.cases.findIndex((one) => one.id === asked.slice(8));
    if (found >= 0) {
      sections.articles.hidden = false;
      reset();
      state.at = -1;
      open("articles");
      show(state.list.indexOf(data.cases[found]));
      return;
    }
  }
  open(asked === "articles" ? "articles" : "overview");
}

function reset() {
  for (const id of ["who", "field", "flag", "search", "least"]) { control[id].value = ""; }
}

function move(found, by) {
  const all = every(".item." + SIDES[Number(found.dataset.side)]);
  const to = all[all.indexOf(found) + by];
  if (to) { to.focus(); }
}

function across(found, side) {
  const own = Number(found.dataset.side);
  if (own === side) { return; }
  const twin = drawn.twins[own].get(Number(found.dataset.n));
  const to = twin ? itemOf(side, twin.to) : place.querySelector(".item." + SIDES[side]);
  if (to) { to.focus(); }
}

function onItem(event, found) {
  const moves = {
    ArrowDown: () => move(found, 1), ArrowUp: () => move(found, -1),
    ArrowLeft: () => across(found, 0), ArrowRight: () => across(found, 1),
    Enter: () => pin(found), " ": () => pin(found),
  };
  if (moves[event.key]) { moves[event.key](); event.preventDefault(); }
}

function onList(event) {
  const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 1);
  const moves = {
    ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9,
  };
  if (event.key in moves) { step(moves[event.key]); event.preventDefault(); }
  else if (event.key === "Enter") {
    const first = place.querySelector(".item");
    if (first) { first.focus(); event.preventDefault(); }
  }
}

function swap() {
  [control.left.value, control.right.value] = [control.right.value, control.left.value];
  sides();
}

const SINGLE = {
  "?": () => keys.showModal(),
  o: () => go("overview"),
  a: () => { if (sections.articles.hidden) { go("articles"); } box.focus(); },
  j: () => step(1), k: () => step(-1),
  s: swap,
  "/": () => { if (sections.articles.hidden) { go("articles"); } control.search.focus(); control.search.select(); },
  x: () => { reset(); choose(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) { return; }
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    if (typing) { box.focus(); } else { pin(null); darkAll(); }
    return;
  }
  if (typing) { return; }
  const found = event.target.closest(".item");
  if (found && /^(Arrow|Enter| $)/.test(event.key)) { onItem(event, found); return; }
  if (event.target === box) { onList(event); if (event.defaultPrevented) { return; } }
  if (!single.checked) { return; }
  const own = SINGLE[event.key];
  if (own) { event.preventDefault(); own(); return; }
  const field = Number(event.key) - 1;
  if (/^[1-9]$/.test(event.key) && !sections.articles.hidden && field < data.fields.length) {
    const heading = byId("field-" + field);
    const first = every(".item").find((one) => drawn.briefs[one.dataset.side].entries[one.dataset.n].field === field);
    if (heading && first) { heading.scrollIntoView({ block: "start" }); first.focus({ preventScroll: true }); }
  }
});

function darkAll() { if (drawn) { dark(); } }

function sides() {
  state.left = Number(control.left.value);
  state.right = Number(control.right.value);
  choose();
}

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, label]) => el("option", { value: value }, label)));
  select.value = chosen;
}

fill(control.left, data.sides.map((name, at) => [at, name]), "0");
fill(control.right, data.sides.map((name, at) => [at, name]), "1");
const lead = data.measures.length && data.measures[0].better && data.reference ? 0 : ALIKE;
fill(control.measure, [...data.measures.map((one, at) => [at, one.label]), [ALIKE, "likeness of the two"]], String(lead));
state.measure = lead;
fill(control.field, [["", "any field"], ...data.fields.map(([, label], at) => [at, "differ in: " + label.toLowerCase()])], "");
control.left.addEventListener("change", sides);
control.right.addEventListener("change", sides);
control.measure.addEventListener("change", () => { state.measure = Number(control.measure.value); choose(); });
for (const id of ["who", "field", "flag", "order"]) { control[id].addEventListener("change", choose); }
for (const id of ["search", "least"]) { control[id].addEventListener("input", choose); }
byId("clear").addEventListener("click", () => { reset(); choose(); });
byId("swap").addEventListener("click", swap);
byId("help").addEventListener("click", () => keys.showModal());
window.addEventListener("hashchange", followAddress);
// On paper nobody can unfold anything.
window.addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("#overview details")) { one.open = true; }
});
// The head may take several lines, and what sticks below it must know how many.
function fit() {
  const bar = document.querySelector(".top");
  document.documentElement.style.setProperty("--top", bar.offsetHeight + "px");
  if (!sections.articles.hidden) { rows(); }
}
window.addEventListener("resize", fit);
box.style.height = Math.min(data.cases.length, 6) * ROW + 2 + "px";
fit();
followAddress();
document.documentElement.dataset.ready = "1";
