// Lights up evidence, takes keys, keeps what was typed in the ballot while an item is corrected.
// Without it the page judges, marks and corrects all the same.
(function () {
  "use strict";
  var body = document.body, pane = document.getElementById("article");
  var marks = Array.from(document.querySelectorAll("mark[data-cites]"));
  var items = Array.from(document.querySelectorAll(".item"));
  var ballot = document.getElementById("ballot"), undo = document.getElementById("undo");
  var bar = document.querySelector(".bar");
  var pinned = null, sent = false, held = "ballot-" + body.dataset.draft;
  body.classList.add("scripted");
  document.querySelectorAll(".keys[hidden], .take[hidden]").forEach(function (one) { one.hidden = false; });

  function cites(mark, at) { return mark.dataset.cites.split(" ").indexOf(at) >= 0; }
  function clear() {
    marks.concat(items).forEach(function (one) { one.classList.remove("lit"); });
  }
  function light(item) {
    clear();
    item.classList.add("lit");
    var own = marks.filter(function (mark) { return cites(mark, item.dataset.at); });
    own.forEach(function (mark) { mark.classList.add("lit"); });
    if (own.length) { reveal(own[0]); }
  }
  // Scrolls the article alone: the briefs must stay where they are under the pointer.
  function reveal(mark) {
    if (pane.scrollHeight <= pane.clientHeight + 1) { return; }
    var box = mark.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    // The bar lies over the article's end until the page is scrolled.
    var end = Math.min(frame.bottom, bar.getBoundingClientRect().top);
    if (box.top < frame.top + 24 || box.bottom > end - 16) {
      pane.scrollTop += box.top - frame.top - (end - frame.top) / 3;
    }
  }
  function back(mark) {
    clear();
    mark.classList.add("lit");
    items.forEach(function (item) { if (cites(mark, item.dataset.at)) { item.classList.add("lit"); } });
  }
  function on(event) {
    if (pinned && event.type === "mouseover") { return; }
    var item = event.target.closest(".item"), mark = event.target.closest("mark[data-cites]");
    if (item) { light(item); } else if (mark) { back(mark); }
  }
  function off() { if (pinned) { light(pinned); } else { clear(); } }
  document.addEventListener("mouseover", on);
  document.addEventListener("focusin", on);
  document.addEventListener("mouseout", off);
  document.addEventListener("focusout", off);
  document.addEventListener("click", function (event) {
    var item = event.target.closest(".item"), ref = event.target.closest(".ref");
    if (event.target.closest("summary, form, button, input, select, textarea")) { return; }
    if (ref && pane.scrollHeight > pane.clientHeight + 1) { event.preventDefault(); }
    pinned = item && (ref || item !== pinned) ? item : null;
    off();
  });

  // Words selected in the article become evidence.
  document.querySelectorAll(".take").forEach(function (button) {
    button.addEventListener("click", function () {
      var area = button.closest("form").querySelector("textarea[name=evidence]");
      var words = chosen || String(getSelection());
      words = words.replace(/\s+/g, " ").trim();
      if (words) { area.value = (area.value.trim() + "\n" + words).trim(); }
      else { button.textContent = "Select words in the article first, then press this"; }
    });
  });
  // A click elsewhere ends the selection before the button hears of it.
  var chosen = "";
  document.addEventListener("selectionchange", function () {
    var selection = getSelection();
    if (selection.rangeCount && !selection.isCollapsed && pane.contains(selection.anchorNode)) {
      chosen = String(selection);
    }
  });

  // What is ticked and typed in the ballot stays while another form is sent.
  function keep() {
    if (!ballot) { return; }
    var ticked = Array.from(ballot.querySelectorAll("input:checked")).map(function (one) { return one.value; });
    sessionStorage.setItem(held, JSON.stringify({
      ticked: ticked, comment: ballot.comment.value, open: document.getElementById("why").open
    }));
  }
  if (ballot) {
    var before = JSON.parse(sessionStorage.getItem(held) || "null");
    if (before) {
      ballot.querySelectorAll("input[type=checkbox]").forEach(function (one) {
        one.checked = before.ticked.indexOf(one.value) >= 0;
      });
      ballot.comment.value = before.comment;
      document.getElementById("why").open = before.open;
    }
    ballot.addEventListener("input", keep);
    document.getElementById("why").addEventListener("toggle", keep);
  }
  document.addEventListener("submit", function (event) {
    if (sent) { event.preventDefault(); return; }
    sent = true;
    if (event.target === ballot && event.submitter && event.submitter.value) { sessionStorage.removeItem(held); }
  });
  addEventListener("pageshow", function () { sent = false; });

  function move(by) {
    var at = items.indexOf(document.activeElement.closest(".item"));
    var next = items[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function open(selector) {
    var item = document.activeElement.closest(".item");
    var fold = item && item.querySelector(".act");
    if (!fold) { return; }
    fold.open = true;
    var field = fold.querySelector(selector);
    if (field) { field.focus(); }
  }
  function choose(value) {
    if (ballot) { ballot.querySelector("button[value=" + value + "]").click(); }
  }
  function why(field) {
    if (!ballot) { return; }
    var fold = document.getElementById("why");
    fold.open = field || !fold.open;
    if (fold.open) { (field || fold.querySelector("input")).focus(); }
  }
  var keys = {
    "1": function () { choose("left"); },
    "2": function () { choose("tie"); },
    "3": function () { choose("bad"); },
    "4": function () { choose("right"); },
    u: function () { var button = undo.querySelector("button"); if (!button.disabled) { button.click(); } },
    n: function () { var next = document.querySelector(".bar a.go, a[rel=next]"); if (next) { next.click(); } },
    p: function () { var last = document.querySelector("a[rel=prev]"); if (last) { last.click(); } },
    w: function () { why(null); },
    c: function () { why(ballot && ballot.comment); },
    j: function () { move(1); },
    k: function () { move(-1); },
    x: function () { open("select[name=reason]"); },
    e: function () { open("[name=text]"); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var item = event.target.closest(".item");
      pinned = null;
      clear();
      if (item && item !== event.target) { item.focus(); } else { event.target.blur(); }
      return;
    }
    // A key held down, or a shortcut of the browser, is no ballot.
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) { return; }
    // A browser takes Enter in a checkbox for the form's button.
    if (event.key === "Enter" && event.target.closest("#ballot input")) { event.preventDefault(); }
    var act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
})();
