"use strict";
(function () {
  function value(cell) {
    var text = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    var number = parseFloat(text.replace(/^[<>]\s*/, ""));
    return { text: text, number: number, known: text !== "" && text !== "–" };
  }
  function compare(a, b, numeric) {
    if (a.known !== b.known) { return a.known ? -1 : 1; }
    if (numeric && Number.isFinite(a.number) && Number.isFinite(b.number)) { return a.number - b.number; }
    return a.text.localeCompare(b.text, "en", { numeric: true });
  }
  document.querySelectorAll("table.data").forEach(function (table) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var numeric = head.classList.contains("num");
        rows.map(function (row) { return { row: row, value: value(row.cells[column]) }; })
          .sort(function (a, b) {
            var order = compare(a.value, b.value, numeric);
            return down && a.value.known && b.value.known ? -order : order;
          })
          .forEach(function (entry) { body.appendChild(entry.row); });
      });
    });
    if (rows.length > 5) {
      var filter = document.createElement("input");
      filter.type = "search";
      filter.className = "filter";
      filter.placeholder = "filter " + rows.length + " rows";
      filter.setAttribute("aria-label", "filter the rows of this table");
      filter.addEventListener("input", function () {
        var wanted = filter.value.toLowerCase();
        rows.forEach(function (row) { row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0; });
      });
      table.parentNode.parentNode.insertBefore(filter, table.parentNode);
    }
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (details) { details.open = true; });
  });
})();
