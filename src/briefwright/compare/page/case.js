// One article: left brief, article, right brief; evidence lit from either end.
const place = byId("case");
let drawn = null;

const SIDES = ["left", "right"];

function drawCase(one) {
  state.pinned = null;
  drawn = null;
  if (!one) { place.replaceChildren(); return; }
  const briefs = shownSides(one), pair = pairOf(one);
  const twins = [new Map(), new Map()];
  for (const [a, b, how, left, right] of pair ? pair.met : []) {
    twins[0].set(a, { to: b, how: how, ranges: left || [] });
    twins[1].set(b, { to: a, how: how, ranges: right || [] });
  }
  drawn = { one: one, briefs: briefs, twins: twins, held: held(one) };
  place.style.setProperty("--left", "var(--" + sideClass(state.left) + ")");
  place.style.setProperty("--right", "var(--" + sideClass(state.right) + ")");
  const grid = el("div", { class: "grid" },
    head(0), el("div", { class: "middle" }, article(one, briefs)), head(1),
    data.fields.map(([name, label], field) => section(field, name, label, pair)),
    gone(briefs), cautions(briefs));
  place.replaceChildren(title(one), chips(one), grid);
  place.querySelector(".middle").style.gridRow = "1 / span " + (grid.children.length + 400);
}

// By side, the items that the reference has too, and the reference's items that it has met; null
// where there is no reference to hold to, or it is itself one of the sides.
function held(one) {
  const reference = data.runs;
  if (!data.reference || !one.briefs[reference] || [state.left, state.right].includes(reference)) { return null; }
  return [state.left, state.right].map((side) => {
    const pair = one.pairs[side + "-" + reference];
    const met = pair ? pair.met : [];
    return { ours: new Set(met.map((m) => m[0])), theirs: new Set(met.map((m) => m[1])) };
  });
}

// What the reference has in a field and a side has not.
function missed(field) {
  if (!drawn.held) { return []; }
  const lists = [0, 1].map((at) => !drawn.briefs[at] ? [] : drawn.one.briefs[data.runs].entries
    .filter((entry, n) => entry.field === field && !drawn.held[at].theirs.has(n)));
  const made = [];
  for (let n = 0; n < Math.max(lists[0].length, lists[1].length); n++) {
    for (const at of [0, 1]) {
      made.push(lists[at][n] ? el("div", { class: "missed " + SIDES[at] }, worded(lists[at][n], [], null),
        el("div", { class: "notes" }, el("span", { class: "bad" }, "missed"), "in the reference, not here"))
        : el("div", { class: SIDES[at] }));
    }
  }
  return made;
}

function title(one) {
  const first = one.texts[0];
  return el("header", { class: "case-head" },
    el("h2", { id: "case-title", dir: "auto", tabindex: "-1" }, one.title),
    el("p", { class: "quiet", dir: "auto" }, [first.from, one.date, one.id, one.texts.length > 1
      ? plural(one.texts.length, "article", "articles") : ""].filter(Boolean).join(" · ")),
    el("p", { class: "steps" },
      el("button", { type: "button", id: "previous", disabled: state.at <= 0 }, "‹ Previous"),
      el("span", { class: "quiet" }, state.at + 1 + " of " + state.list.length),
      el("button", { type: "button", id: "next", disabled: state.at >= state.list.length - 1 }, "Next ›")));
}

// The measures on which the two differ most, for why one of them is ahead here.
function chips(one) {
  const found = data.measures.map((measure, at) => ({ measure: measure, at: at, far: difference(one, at) }))
    .filter((x) => x.measure.better && x.far !== null && Math.abs(x.far) >= 5e-4)
    .sort((a, b) => Math.abs(b.far) - Math.abs(a.far));
  if (!found.length) { return el("p", { class: "chips quiet" }, "No measure that has a better end differs here."); }
  const more = found.length > 8 ? el("li", { class: "quiet" }, "and " + (found.length - 8) + " more") : null;
  return el("ul", { class: "chips", "aria-label": "Where the two differ" }, found.slice(0, 8).map((x) => {
    const side = betterOf(one, x.at) === 1 ? state.right : state.left;
    return el("li", { class: "chip " + sideClass(side) },
      x.measure.label + " ", el("b", {}, number(valueOf(one, state.left, x.at)) + " → " + number(valueOf(one, state.right, x.at))),
      el("span", { class: "who" }, " " + data.sides[side]));
  }), more);
}

function head(at) {
  const side = at ? state.right : state.left, brief = drawn.briefs[at];
  return el("div", { class: "side-head " + SIDES[at] + " " + sideClass(side) },
    el("b", { dir: "auto" }, data.sides[side]),
    brief ? brief.remarks.map((text) => el("p", { class: "quiet" }, text))
      : el("p", { class: "quiet" }, "has no brief of this article"));
}

function section(field, name, label, pair) {
  const ours = [0, 1].map((at) => (drawn.briefs[at] ? drawn.briefs[at].entries : [])
    .map((entry, n) => [entry, n]).filter(([entry]) => entry.field === field));
  if (!ours[0].length && !ours[1].length && !missed(field).length) { return []; }
  const share = pair ? pair.alike[field] : null;
  const alike = share === null ? "" : share > 0.9995 ? "the same" : percent(share) + " alike";
  const made = [
    el("h3", { class: "left", id: "field-" + field, tabindex: "-1" }, label, " ", el("span", { class: "quiet" }, alike)),
    el("p", { class: "right again", "aria-hidden": "true" }, label, " ", el("span", { class: "quiet" }, alike)),
  ];
  const alone = [ours[0].filter(([, n]) => !drawn.twins[0].has(n)), ours[1].filter(([, n]) => !drawn.twins[1].has(n))];
  for (const [entry, n] of ours[0]) {
    const twin = drawn.twins[0].get(n);
    if (twin) { made.push(item(entry, n, 0), item(drawn.briefs[1].entries[twin.to], twin.to, 1)); }
  }
  // What only one side has comes last, and shares its rows with what only the other one has.
  for (let at = 0; at < Math.max(alone[0].length, alone[1].length); at++) {
    for (const side of [0, 1]) {
      made.push(alone[side][at] ? item(...alone[side][at], side) : blank(side));
    }
  }
  return [made, missed(field)];
}

function blank(at) {
  return el("div", { class: "blank " + SIDES[at] }, drawn.briefs[at] ? "nothing like it" : "");
}

function item(entry, n, at) {
  const twin = drawn.twins[at].get(n);
  const other = twin ? drawn.briefs[1 - at].entries[twin.to] : null;
  const ranges = [
    ...(entry.absent || []).map(([a, b]) => [a, b, "mark", "absent", "not in the article"]),
    ...(twin ? twin.ranges : []).map(([a, b]) => [a, b, "mark", "changed"]),
  ];
  const alone = !twin && drawn.briefs[1 - at] ? el("span", { class: "only" }, "only here") : null;
  return el("div", {
    class: "item " + SIDES[at] + (!twin ? " alone" : twin.how === "same" ? " same" : ""), tabindex: "0", role: "group",
    "aria-label": data.sides[at ? state.right : state.left] + " " + entry.id, data: { side: at, n: n },
  }, worded(entry, ranges, other), el("div", { class: "notes" }, el("span", {}, entry.id), alone, inReference(n, at), remarks(entry)));
}

function inReference(n, at) {
  if (!drawn.held) { return null; }
  return drawn.held[at].ours.has(n) ? el("span", { class: "held" }, "✓ in the reference")
    : el("span", { class: "not-held" }, "not in the reference");
}

function remarks(entry) {
  const made = entry.marks.map((mark) =>
    el("span", { class: mark.endsWith("not verified") ? "bad" : "" }, mark));
  if (entry.absent) { made.push(el("span", { class: "bad" }, "name or number not in the article")); }
  for (const text of entry.lost || []) {
    made.push(el("span", { class: "bad", dir: "auto" }, "evidence not in this text: “" + text + "”"));
  }
  for (const text of entry.cautions || []) { made.push(el("span", { class: "caution", dir: "auto" }, text)); }
  return made;
}

// As a note words the field, the facets marked where the counterpart has others.
function worded(entry, ranges, other) {
  const facet = (name) => {
    const value = entry.facets[name];
    if (!value) { return null; }
    const differs = other && (other.facets[name] || "") !== value;
    return el(differs ? "mark" : "span", { class: differs ? "changed" : "" }, value);
  };
  const joined = (names, between) => names.map(facet).filter(Boolean)
    .flatMap((one, at) => at ? [between, one] : [one]);
  const text = marked(entry.text, ranges);
  switch (data.fields[entry.field][0]) {
    case "participants": {
      const more = joined(["title", "organisation", "country", "kind"], ", ");
      return el("p", { dir: "auto" }, el("b", {}, text), more.length ? [", ", more] : null);
    }
    case "key_quotes":
      return el("blockquote", { dir: "auto" }, "“", text, "”",
        el("footer", {}, "— ", facet("speaker") || "nobody named"));
    case "cooperation_areas": {
      const parties = facet("parties");
      return el("p", { dir: "auto" }, el("span", { class: "lead" }, facet("status"), " · "), text,
        parties ? [" (", parties, ")"] : null);
    }
    case "outlook": {
      const lead = joined(["kind", "when", "by"], " · ");
      return el("p", { dir: "auto" }, lead.length ? el("span", { class: "lead" }, lead, " · ") : null, text);
    }
    case "bottom_line":
      return el("p", { class: "bottom-line", dir: "auto" }, text);
    default:
      return el("p", { dir: "auto" }, text);
  }
}

function gone(briefs) {
  return aside(briefs, "Withheld", "nothing withheld", (brief) => brief.withheld.map((x) =>
    el("li", { dir: "auto" }, el("span", { class: "lead" }, data.fields[x.field][1] + " · "),
      el("s", {}, x.text), " ", el("span", { class: "quiet" }, x.reason + (x.replaced ? "; the article’s words stand instead" : "")))));
}

function cautions(briefs) {
  return aside(briefs, "Cautions", "no caution", (brief) => brief.cautions.map((text) => el("li", { dir: "auto" }, text)));
}

function aside(briefs, label, nothing, lines) {
  const made = briefs.map((brief) => brief && brief.hand !== "person" ? lines(brief) : []);
  if (!made[0].length && !made[1].length) { return []; }
  const side = (at) => made[at].length ? el("ul", { class: "aside " + SIDES[at] }, made[at])
    : el("p", { class: "aside quiet " + SIDES[at] }, briefs[at] && briefs[at].hand !== "person" ? nothing : "");
  return [el("h3", { class: "left" }, label), el("p", { class: "right again", "aria-hidden": "true" }, label), side(0), side(1)];
}

function article(one, briefs) {
  const rest = "Point at an item, or tab to it, to see what it rests on.";
  return el("section", { class: "pane", id: "pane", tabindex: "0", "aria-label": "The article" },
    el("p", { id: "rests", "aria-live": "polite", data: { rest: rest } }, rest),
    one.texts.map((text, at) => el("article", {},
      el("h3", { dir: "auto" }, one.texts.length > 1 ? text.from || text.title : "The article"),
      text.text ? paragraphs(text.text, at, briefs) : el("p", { class: "quiet" }, "No run carries the text."))));
}

function paragraphs(text, at, briefs) {
  const cited = [];
  briefs.forEach((brief, side) => (brief ? brief.entries : []).forEach((entry, n) => {
    for (const [article_, start, end] of entry.at) {
      if (article_ === at) { cited.push([start, end, side, n]); }
    }
  }));
  const made = [];
  for (const line of text.matchAll(/[^\n]+/g)) {
    if (line[0].trim()) { made.push(el("p", { dir: "auto" }, pieces(line[0], line.index, cited))); }
  }
  return made;
}

function pieces(line, start, cited) {
  const end = start + line.length;
  const inside = cited.filter((one) => one[0] < end && one[1] > start);
  const cuts = new Set([start, end]);
  for (const [a, b] of inside) { for (const edge of [a, b]) { if (edge > start && edge < end) { cuts.add(edge); } } }
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((stop, at) => {
    const from = edges[at], words = line.slice(from - start, stop - start);
    const own = inside.filter((one) => one[0] <= from && one[1] >= stop);
    if (!own.length) { return words; }
    const of = (side) => [...new Set(own.filter((one) => one[2] === side).map((one) => one[3]))].join(" ");
    const by = [of(0), of(1)];
    return el("mark", {
      class: "cited" + (by[0] ? " by-left " : "") + (by[1] ? " by-right" : ""), data: { left: by[0], right: by[1] },
    }, words);
  });
}
