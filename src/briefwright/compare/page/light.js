// Evidence lit up from an item, and items from their evidence.
function every(selector) { return Array.from(place.querySelectorAll(selector)); }
function itemOf(side, n) { return place.querySelector('.item[data-side="' + side + '"][data-n="' + n + '"]'); }
function cites(mark, side, n) { return mark.dataset[SIDES[side]].split(" ").includes(String(n)); }

function dark() {
  for (const one of every(".lit, .twin")) { one.classList.remove("lit", "twin"); }
  const rests = byId("rests");
  if (rests) { rests.textContent = rests.dataset.rest; }
}

function light(found) {
  const side = Number(found.dataset.side), n = Number(found.dataset.n);
  const entry = drawn.briefs[side].entries[n], twin = drawn.twins[side].get(n);
  dark();
  found.classList.add("lit");
  const own = every("mark.cited").filter((mark) => cites(mark, side, n));
  for (const mark of own) { mark.classList.add("lit"); }
  if (own.length) { reveal(own[0]); }
  const other = twin ? itemOf(1 - side, twin.to) : null;
  if (other) { other.classList.add("twin"); }
  const name = data.sides[side ? state.right : state.left];
  const where = entry.at.length ? "rests on " + plural(entry.at.length, "passage", "passages")
    : entry.lost ? "rests on words that are not in this text" : "names no evidence";
  const met = twin ? "; " + { same: "said likewise", evidence: "rests on the same words as", words: "is like" }[twin.how]
    + " " + (twin.how === "same" ? "by " : "") + drawn.briefs[1 - side].entries[twin.to].id + " of " + data.sides[side ? state.left : state.right]
    : "; has no counterpart";
  byId("rests").textContent = entry.id + " of " + name + " " + where + met + ".";
}

function back(mark) {
  dark();
  mark.classList.add("lit");
  const said = [];
  SIDES.forEach((name, side) => mark.dataset[name].split(" ").filter(Boolean).forEach((n) => {
    const found = itemOf(side, n);
    if (found) {
      found.classList.add("lit");
      said.push(drawn.briefs[side].entries[n].id + " of " + data.sides[side ? state.right : state.left]);
    }
  }));
  byId("rests").textContent = "Cited by " + said.join(", ") + ".";
}

// Scrolls the article alone: the briefs must stay where they are under the pointer.
function reveal(mark) {
  const pane = byId("pane");
  if (pane.scrollHeight <= pane.clientHeight) { return; }
  const spot = mark.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (spot.top < frame.top + 56 || spot.bottom > frame.bottom - 12) {
    pane.scrollTop += spot.top - frame.top - frame.height / 3;
  }
}

function on(event) {
  if (!drawn || (state.pinned && event.type === "mouseover")) { return; }
  const found = event.target.closest(".item"), mark = event.target.closest("mark.cited");
  if (found) { light(found); } else if (mark) { back(mark); }
}
function off() { if (drawn) { if (state.pinned) { light(state.pinned); } else { dark(); } } }

place.addEventListener("mouseover", on);
place.addEventListener("focusin", on);
place.addEventListener("mouseout", off);
place.addEventListener("focusout", off);
place.addEventListener("click", (event) => {
  if (event.target.closest("#previous")) { step(-1); return; }
  if (event.target.closest("#next")) { step(1); return; }
  const mark = event.target.closest("mark.cited");
  if (mark) { follow(mark); return; }
  pin(event.target.closest(".item"));
});

// From a passage to what is made of it: the first item that it is evidence of comes into sight.
function follow(mark) {
  const side = mark.dataset.left ? 0 : 1;
  const found = itemOf(side, mark.dataset[SIDES[side]].split(" ")[0]);
  if (found) { found.scrollIntoView({ block: "nearest" }); back(mark); }
}

function pin(found) {
  if (state.pinned) { state.pinned.classList.remove("pinned"); }
  state.pinned = found && found !== state.pinned ? found : null;
  if (state.pinned) { state.pinned.classList.add("pinned"); light(state.pinned); } else { dark(); }
}
