// Lights up the evidence of a statement in the article beside the note, and the other way round.
(function () {
  "use strict";
  var marks = Array.from(document.querySelectorAll("[data-cites]"));
  var items = Array.from(document.querySelectorAll("[data-at]"));
  var status = document.getElementById("verdict");
  var rest = status ? status.textContent : "";
  var pinned = null;
  function cites(mark, at) { return mark.dataset.cites.split(" ").indexOf(at) >= 0; }
  function clear() {
    marks.concat(items).forEach(function (one) { one.classList.remove("lit"); });
    if (status) { status.textContent = rest; }
  }
  function light(item) {
    clear();
    item.classList.add("lit");
    var own = marks.filter(function (mark) { return cites(mark, item.dataset.at); });
    own.forEach(function (mark) { mark.classList.add("lit"); });
    if (status) { status.textContent = item.dataset.verdict || rest; }
    if (own.length) { reveal(own[0]); }
  }
  // Scrolls the article alone: the note must stay where it is under the pointer.
  function reveal(mark) {
    var pane = mark.closest(".pane");
    if (!pane || pane.scrollHeight <= pane.clientHeight) { return; }
    var box = mark.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (box.top < frame.top + 48 || box.bottom > frame.bottom - 16) {
      pane.scrollTop += box.top - frame.top - frame.height / 3;
    }
  }
  function back(mark) {
    clear();
    mark.classList.add("lit");
    items.forEach(function (item) { if (cites(mark, item.dataset.at)) { item.classList.add("lit"); } });
    if (status) { status.textContent = "Cited by " + mark.dataset.ids; }
  }
  function on(event) {
    if (pinned && event.type === "mouseover") { return; }
    var item = event.target.closest("[data-at]"), mark = event.target.closest("[data-cites]");
    if (item) { light(item); } else if (mark) { back(mark); }
  }
  function off() { if (pinned) { light(pinned); } else { clear(); } }
  document.addEventListener("mouseover", on);
  document.addEventListener("focusin", on);
  document.addEventListener("mouseout", off);
  document.addEventListener("focusout", off);
  document.addEventListener("click", function (event) {
    var item = event.target.closest("[data-at]");
    pinned = item && item !== pinned ? item : null;
    if (pinned) { light(pinned); } else { clear(); }
    if (marks.length && event.target.closest(".ref")) { event.preventDefault(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { pinned = null; clear(); }
  });
})();
