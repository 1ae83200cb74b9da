"use strict";
(function () {
  var holder = document.getElementById("data");
  var section = document.getElementById("explore");
  if (!holder || !section) { return; }
  var data = JSON.parse(holder.textContent);
  var SVG = document.createElementNS ? ["http:", "", "www.w3.org", "2000", "svg"].join("/") : "";
  var COLOURS = 8;
  var shown = data.environments.map(function () { return true; });
  var state = { metric: 0, variant: 0, quantity: 0, zoom: null };

  function element(name, attributes, parent, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function brief(value) {
    if (value === null || value === undefined) { return "none"; }
    return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(3) : String(+value.toPrecision(4));
  }
  function ticks(low, high, count) {
    var raw = (high - low) / count || 1;
    var size = Math.pow(10, Math.floor(Math.log10(raw)));
    var step = [1, 2, 5, 10].map(function (m) { return m * size; }).find(function (s) { return s >= raw; });
    var list = [];
    for (var at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) { list.push(+at.toPrecision(12)); }
    return list;
  }
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  section.appendChild(tip);
  function show(text, x, y) {
    tip.textContent = text;
    tip.hidden = false;
    var most = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = Math.max(4, Math.min(x + 12, most)) + window.scrollX + "px";
    tip.style.top = y + 14 + window.scrollY + "px";
  }
  function hide() { tip.hidden = true; }
  function told(node, text) {
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", text);
    node.addEventListener("mousemove", function (event) { show(text, event.clientX, event.clientY); });
    node.addEventListener("mouseleave", hide);
    node.addEventListener("focus", function () { var box = node.getBoundingClientRect(); show(text, box.right, box.bottom); });
    node.addEventListener("blur", hide);
  }
  function choice(label, names, key, parent) {
    var select = document.createElement("select");
    names.forEach(function (name, i) { select.add(new Option(name, i)); });
    select.addEventListener("change", function () { state[key] = +select.value; state.zoom = null; draw(); });
    var around = document.createElement("label");
    around.append(label + " ", select);
    parent.appendChild(around);
  }
  function controls() {
    var parent = document.getElementById("controls");
    choice("metric", data.metrics.map(function (m) { return m.name; }), "metric", parent);
    if (data.time.length) {
      choice("over time", data.time.map(function (q) { return q.name; }), "quantity", parent);
      choice("in", data.variants, "variant", parent);
    }
    data.environments.slice(0, 40).forEach(function (name, e) {
      var box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", function () { shown[e] = box.checked; draw(); });
      var around = document.createElement("label");
      around.className = "series c" + (e % COLOURS);
      around.append(box, name);
      parent.appendChild(around);
    });
  }
  function frame(parent, width, height, label) {
    parent.textContent = "";
    return element("svg", { viewBox: "0 0 " + width + " " + height, width: width, height: height, role: "group", "aria-label": label }, parent);
  }
  function overview() {
    var parent = document.getElementById("overview");
    var metric = data.metrics[state.metric];
    var cells = metric.cells.filter(function (c) { return shown[c.e] && c.mean !== null; });
    var width = Math.max(280, Math.min(1080, parent.clientWidth || 1080));
    var left = Math.min(220, width * 0.38);
    var top = 26;
    var row = 22;
    var groups = data.variants.map(function (name, v) { return { name: name, cells: cells.filter(function (c) { return c.v === v; }) }; })
      .filter(function (g) { return g.cells.length; });
    var height = top + groups.reduce(function (sum, g) { return sum + 22 + g.cells.length * row; }, 0) + 30;
    var svg = frame(parent, width, height, metric.name + " of all cells");
    var most = Math.max.apply(null, cells.map(function (c) { return Math.max.apply(null, [c.mean, c.high === null ? c.mean : c.high].concat(c.values)); }).concat(0));
    var least = Math.min.apply(null, cells.map(function (c) { return Math.min.apply(null, [c.mean, c.low === null ? c.mean : c.low].concat(c.values)); }).concat(0));
    if (most <= least) { most = least + 1; }
    function x(value) { return left + (value - least) / (most - least) * (width - left - 16); }
    element("text", { x: 4, y: 16, "class": "title" }, svg, metric.name + (metric.unit ? " (" + metric.unit + ")" : "") + (metric.better ? ", " + metric.better : ""));
    ticks(least, most, Math.max(2, Math.floor((width - left) / 90))).forEach(function (at) {
      element("line", { x1: x(at), x2: x(at), y1: top, y2: height - 24, "class": "grid" }, svg);
      element("text", { x: x(at), y: height - 8, "text-anchor": "middle" }, svg, brief(at));
    });
    var y = top;
    groups.forEach(function (group) {
      y += 16;
      element("text", { x: 4, y: y, "class": "group" }, svg, group.name);
      y += 6;
      group.cells.forEach(function (cell) {
        var middle = y + row / 2;
        var name = data.environments[cell.e];
        var most = Math.floor(left / 7.2) - 2;
        element("text", { x: 14, y: middle + 4 }, svg, name.length > most ? name.slice(0, most - 1) + "\u2026" : name);
        var mark = element("g", { "class": "mark c" + (cell.e % COLOURS), "data-cell": name + "/" + group.name }, svg);
        element("rect", { x: left, y: y, width: width - left, height: row, "class": "hit" }, mark);
        cell.values.forEach(function (value, i) {
          element("circle", { cx: x(value), cy: middle + (i % 5 - 2) * 1.6, r: 2, "class": "trial" }, mark);
        });
        if (cell.low !== null) { element("line", { x1: x(cell.low), x2: x(cell.high), y1: middle, y2: middle, "class": "interval" }, mark); }
        element("circle", { cx: x(cell.mean), cy: middle, r: 5, "class": "mean" }, mark);
        told(mark, name + ", " + group.name + ": " + brief(cell.mean) + " " + metric.unit
          + (cell.low === null ? " (no interval)" : " (" + brief(cell.low) + " to " + brief(cell.high) + ")")
          + ", n = " + cell.n + (cell.failed ? ", " + cell.failed + " failed" : ""));
        y += row;
      });
    });
    if (!cells.length) { element("text", { x: 4, y: top + 20 }, svg, "no cell that is chosen has this metric"); }
  }
  function timePlot() {
    var parent = document.getElementById("time");
    if (!data.time.length) { return; }
    var quantity = data.time[state.quantity];
    var curves = quantity.curves.filter(function (c) { return c.v === state.variant && shown[c.e]; });
    var width = Math.max(280, Math.min(1080, parent.clientWidth || 1080));
    var height = 280;
    var left = 56;
    var top = 26;
    var bottom = height - 40;
    var svg = frame(parent, width, height, quantity.name + " over time in " + data.variants[state.variant]);
    element("text", { x: 4, y: 16, "class": "title" }, svg, quantity.name + " (" + quantity.unit + ") in " + data.variants[state.variant]);
    if (!curves.length) { element("text", { x: left, y: 60 }, svg, "no samples here of what is chosen"); return; }
    var first = Math.min.apply(null, curves.map(function (c) { return c.t[0]; }));
    var last = Math.max.apply(null, curves.map(function (c) { return c.t[c.t.length - 1]; }));
    var range = state.zoom || [first, last];
    var most = Math.max.apply(null, curves.map(function (c) { return Math.max.apply(null, c.q3); }).concat(1e-9)) * 1.05;
    function x(t) { return left + (t - range[0]) / (range[1] - range[0]) * (width - left - 12); }
    function y(value) { return bottom - value / most * (bottom - top); }
    var clip = element("clipPath", { id: "clip" }, svg);
    element("rect", { x: left, y: top, width: width - left - 12, height: bottom - top }, clip);
    var inside = element("g", { "clip-path": "url(#clip)" }, svg);
    var gate = curves[0].gate;
    element("rect", { x: x(0), y: top, width: Math.max(0, x(gate) - x(0)), height: bottom - top, "class": "gate" }, inside);
    ticks(range[0], range[1], Math.max(2, Math.floor((width - left) / 90))).forEach(function (at) {
      element("text", { x: x(at), y: bottom + 16, "text-anchor": "middle" }, svg, brief(at));
    });
    element("text", { x: (left + width) / 2, y: height - 6, "text-anchor": "middle" }, svg, "seconds since the gate opened");
    ticks(0, most, 4).forEach(function (at) {
      element("line", { x1: left, x2: width - 12, y1: y(at), y2: y(at), "class": "grid" }, svg);
      element("text", { x: left - 6, y: y(at) + 4, "text-anchor": "end" }, svg, brief(at));
    });
    curves.forEach(function (curve) {
      var line = element("g", { "class": "curve c" + (curve.e % COLOURS), "data-environment": data.environments[curve.e] }, inside);
      var up = curve.t.map(function (t, i) { return x(t) + "," + y(curve.q3[i]); });
      var down = curve.t.map(function (t, i) { return x(t) + "," + y(curve.q1[i]); }).reverse();
      element("polygon", { points: up.concat(down).join(" "), "class": "band" }, line);
      element("polyline", { points: curve.t.map(function (t, i) { return x(t) + "," + y(curve.median[i]); }).join(" "), "class": "median" }, line);
    });
    var cursor = element("line", { y1: top, y2: bottom, x1: -9, x2: -9, "class": "cursor" }, svg);
    var drag = element("rect", { x: 0, y: top, width: 0, height: bottom - top, "class": "drag" }, svg);
    var field = element("rect", { x: left, y: top, width: width - left - 12, height: bottom - top, "class": "hit", id: "field" }, svg);
    var from = null;
    function time(event) {
      var box = svg.getBoundingClientRect();
      var at = (event.clientX - box.left) * width / box.width;
      return range[0] + (Math.max(left, Math.min(width - 12, at)) - left) / (width - left - 12) * (range[1] - range[0]);
    }
    field.addEventListener("mousedown", function (event) { from = time(event); event.preventDefault(); });
    field.addEventListener("mousemove", function (event) {
      var t = time(event);
      cursor.setAttribute("x1", x(t));
      cursor.setAttribute("x2", x(t));
      if (from !== null) {
        drag.setAttribute("x", x(Math.min(from, t)));
        drag.setAttribute("width", Math.abs(x(t) - x(from)));
      }
      show(brief(t) + " s: " + curves.map(function (c) {
        var i = c.t.findIndex(function (at) { return at >= t; });
        return data.environments[c.e] + " " + (i < 0 ? "none" : brief(c.median[i]));
      }).join("; "), event.clientX, event.clientY);
    });
    field.addEventListener("mouseup", function (event) {
      var to = time(event);
      if (from !== null && Math.abs(to - from) > (range[1] - range[0]) / 100) {
        state.zoom = [Math.min(from, to), Math.max(from, to)];
        timePlot();
      }
      from = null;
    });
    field.addEventListener("mouseleave", function () { from = null; drag.setAttribute("width", 0); hide(); });
    if (state.zoom) {
      var button = document.createElement("button");
      button.type = "button";
      button.id = "whole";
      button.textContent = "whole time";
      button.addEventListener("click", function () { state.zoom = null; timePlot(); });
      parent.appendChild(button);
    }
  }
  function draw() { hide(); overview(); timePlot(); }
  section.hidden = false;
  controls();
  draw();
  window.addEventListener("resize", draw);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
})();
