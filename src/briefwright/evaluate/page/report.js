// Sorts a table of articles by the heading that is pressed.
(function () {
  "use strict";
  function key(row, at) {
    var cell = row.cells[at];
    return "value" in cell.dataset ? cell.dataset.value : cell.textContent.trim();
  }
  function sort(table, at, numbers, down) {
    var body = table.tBodies[0];
    Array.from(body.rows).sort(function (one, other) {
      var a = key(one, at), b = key(other, at);
      // What was not measured stands last either way.
      if (a === "" || b === "") { return (a === "") - (b === ""); }
      var order = numbers ? a - b : a.localeCompare(b);
      return down ? -order : order;
    }).forEach(function (row) { body.appendChild(row); });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (one) { one.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, at, head.classList.contains("number"), down);
      });
    });
  });
})();
