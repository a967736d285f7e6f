// The charts of a segment: one window of time over all of them. The window is in the address; the server gives rows.
"use strict";

(() => {
  const charts = document.getElementById("charts");
  if (!charts) return;
  const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#aa3e98", "#b07a00", "#3a3f45", "#56b4e9", "#8c564b"];
  const PALETTE_DARK = ["#56b4e9", "#ff9a66", "#5fd0a8", "#e59bd3", "#f0c04a", "#cfd6de", "#8fc3e8", "#c49c94"];
  const DASHES = [[], [6, 3], [2, 2]];
  const LEAST_MS = 20;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const first = Number(charts.dataset.first);
  const last = Math.max(first + 1, Number(charts.dataset.last));
  const epoch = Number(charts.dataset.epoch);
  const marks = JSON.parse(charts.dataset.marks);
  const figures = [...charts.querySelectorAll("[data-chart]")];
  const plots = new Map();
  let from = Number(charts.dataset.from);
  let to = Number(charts.dataset.to);
  let at = charts.dataset.at === "" ? null : Number(charts.dataset.at);
  let asked = 0;

  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = (ms, digits = 3) => {
    const size = Math.abs(Math.round(ms));
    const two = (value) => String(value).padStart(2, "0");
    const seconds = digits === 0 ? two(Math.floor(size / 1000) % 60)
      : two(Math.floor(size / 1000) % 60) + "." + String(size % 1000).padStart(3, "0").slice(0, digits);
    const minutes = Math.floor(size / 60000);
    const text = minutes < 60 ? minutes + ":" + seconds : Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + seconds;
    return (ms < 0 ? "−" : "") + text;
  };

  // ---- The window.
  function show(newFrom, newTo, push = true) {
    const least = Math.max(LEAST_MS, newTo - newFrom);
    from = Math.round(newFrom);
    to = Math.round(newFrom + least);
    remember(push);
    load();
  }

  function remember(push) {
    const address = new URL(location.href);
    const whole = from <= first && to >= last;
    for (const [name, value] of [["from", whole ? null : from], ["to", whole ? null : to], ["t", at]]) {
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    if (address.href !== location.href) history[push ? "pushState" : "replaceState"](null, "", address);
    links();
  }

  addEventListener("popstate", () => {
    const words = new URL(location.href).searchParams;
    from = words.has("from") ? Number(words.get("from")) : first;
    to = words.has("to") ? Number(words.get("to")) : last;
    at = words.has("t") ? Number(words.get("t")) : null;
    links();
    load();
  });

  // ---- Links to files of the window.
  function links() {
    document.getElementById("window").textContent = clock(from) + " to " + clock(to);
    for (const link of document.querySelectorAll("[data-window]")) {
      const address = new URL(link.dataset.window, location.href);
      address.searchParams.set("from", from);
      address.searchParams.set("to", to);
      if (link.dataset.table) address.searchParams.set("table", link.dataset.table);
      const moment = new Date(epoch + (at ?? from)).toISOString();
      if (link.dataset.open === "foxglove") {
        link.href = "foxglove://open?ds=remote-file&ds.url=" + encodeURIComponent(address.href) + "&time=" + encodeURIComponent(moment);
      } else if (link.dataset.open === "rerun") {
        link.href = "https://rerun.io/viewer?url=" + encodeURIComponent(address.href + "#when=message_log_time@" + moment);
      } else {
        link.href = address.pathname + address.search;
      }
      const text = document.querySelector("[data-text=rerun]");
      if (text && link.dataset.open === "rerun") text.textContent = "'" + address.href + "'";
    }
  }

  // ---- Rows.
  async function load() {
    const mine = ++asked;
    charts.setAttribute("aria-busy", "true");
    const address = new URL(charts.dataset.series, location.href);
    address.searchParams.set("from", from);
    address.searchParams.set("to", to);
    address.searchParams.set("px", Math.max(100, Math.min(1200, charts.clientWidth - 90)));
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const body = await answer.json();
      if (mine !== asked) return;
      if (!answer.ok) throw new Error(body.error ? body.error.message : answer.status);
      for (const figure of figures) draw(figure, body.charts.find((one) => one.id === figure.dataset.chart));
    } catch (problem) {
      if (mine === asked) figures.forEach((figure) => said(figure, ", no answer: " + problem.message, true));
    }
    if (mine === asked) {
      charts.setAttribute("aria-busy", "false");
      charts.dataset.shown = from + "-" + to;
    }
  }

  function said(figure, text, bad) {
    const place = figure.querySelector("[data-said]");
    place.textContent = text;
    place.className = bad ? "bad" : "";
  }

  function draw(figure, chart) {
    plots.get(figure)?.destroy();
    plots.delete(figure);
    const place = figure.querySelector(".plot");
    place.replaceChildren();
    if (!chart || chart.problem) return said(figure, ", " + (chart?.problem ?? "nothing of this table"), true);
    const rows = chart.rows.toLocaleString("en");
    said(figure, ", " + rows + (chart.rows === 1 ? " row" : " rows")
      + (chart.whole ? "" : ": least and greatest of each pixel") + (chart.more > 0 ? ", " + chart.more + " lines more" : ""));
    if (chart.lines.length === 0) return;
    const colours = dark.matches ? PALETTE_DARK : PALETTE;
    // Nulls of rows are gaps; where another line has a time and this one has not, the line goes on.
    const data = uPlot.join(chart.lines.map((line) => [line.t, line.v]), chart.lines.map(() => [0, 1]));
    const muted = ink("--muted");
    const grid = { stroke: ink("--line"), width: 1 };
    const plot = new uPlot({
      width: place.clientWidth, height: 150,
      pxAlign: 0,
      cursor: { sync: { key: "segment", scales: ["x", null] }, drag: { x: true, y: false, setScale: false }, points: { size: 5 } },
      legend: { show: true, live: true },
      scales: { x: { time: false, range: () => [from, to] } },
      axes: [
        { stroke: muted, grid, ticks: grid, font: "11px system-ui", values: (u, splits) => splits.map((ms) => clock(ms, to - from < 5000 ? 2 : 0)) },
        { stroke: muted, grid, ticks: grid, font: "11px system-ui", size: 58 },
      ],
      series: [
        { label: "t", value: (u, ms) => (ms === null ? "–" : clock(ms)) },
        ...chart.lines.map((line, i) => ({
          label: line.name || figure.dataset.chart.split(".").pop(),
          stroke: colours[i % colours.length], dash: DASHES[Math.floor(i / colours.length) % DASHES.length],
          width: 1.4, spanGaps: false, points: { show: data[0].length < 120, size: 4 },
          value: (u, value) => (value === null || value === undefined ? "–" : String(Number(value.toPrecision(5)))),
        })),
      ],
      hooks: {
        drawClear: [bands],
        draw: [moment],
        setSelect: [(u) => {
          if (u.select.width > 3) {
            const low = u.posToVal(u.select.left, "x");
            const high = u.posToVal(u.select.left + u.select.width, "x");
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            show(low, high);
          }
        }],
      },
    }, data, place);
    plot.over.addEventListener("click", () => {
      if (plot.cursor.left >= 0) {
        at = Math.round(plot.posToVal(plot.cursor.left, "x"));
        remember(false);
        redraw();
      }
    });
    plots.set(figure, plot);
  }

  // ---- Spans as bands, moments of metrics as marks, the marked moment as a dashed line.
  function bands(u) {
    const { left, top, width, height } = u.bbox;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(left, top, width, height);
    u.ctx.clip();
    for (const mark of marks) {
      const begin = u.valToPos(mark.from, "x", true);
      const end = u.valToPos(mark.to, "x", true);
      if (end < left || begin > left + width) continue;
      if (mark.kind === "span") {
        u.ctx.fillStyle = dark.matches ? "rgb(255 255 255 / 9%)" : "rgb(10 30 60 / 8%)";
        u.ctx.fillRect(begin, top, Math.max(1, end - begin), height);
        u.ctx.fillStyle = ink("--muted");
        u.ctx.font = 11 * devicePixelRatio + "px system-ui";
        u.ctx.fillText(mark.label, Math.max(left + 3, begin + 3), top + 12 * devicePixelRatio, Math.max(20, end - begin - 4));
      } else {
        u.ctx.fillStyle = mark.kind === "event" ? ink("--failed-fill") : ink("--parked");
        u.ctx.globalAlpha = 0.22;
        u.ctx.fillRect(begin, top, Math.max(2, end - begin), height);
        u.ctx.globalAlpha = 1;
        u.ctx.fillRect(begin, top + height - 5 * devicePixelRatio, Math.max(3, end - begin), 5 * devicePixelRatio);
      }
    }
    u.ctx.restore();
  }

  function moment(u) {
    if (at === null || at < from || at > to) return;
    const x = u.valToPos(at, "x", true);
    u.ctx.save();
    u.ctx.strokeStyle = ink("--text");
    u.ctx.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
    u.ctx.lineWidth = 1.5 * devicePixelRatio;
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    u.ctx.restore();
  }

  const redraw = () => plots.forEach((plot) => plot.redraw(false));

  // ---- Moves, by buttons and keys.
  const length = () => to - from;
  const middle = () => (at !== null && at >= from && at <= to ? at : (from + to) / 2);
  const moments = [...new Set(marks.map((mark) => mark.from))].sort((a, b) => a - b);
  const goTo = (time) => {
    if (time === undefined) return;
    at = time;
    const half = Math.min(length(), 20000) / 2;
    show(time - half, time + half);
  };
  const moves = {
    left: () => show(from - length() / 4, to - length() / 4),
    right: () => show(from + length() / 4, to + length() / 4),
    in: () => show(middle() - length() / 4, middle() + length() / 4),
    out: () => show(Math.max(first, middle() - length()), Math.min(last, middle() + length())),
    all: () => show(first, last),
    next: () => goTo(moments.find((time) => time > (at ?? -Infinity))),
    previous: () => goTo(moments.findLast((time) => time < (at ?? Infinity))),
  };
  for (const button of document.querySelectorAll("[data-move]")) button.addEventListener("click", moves[button.dataset.move]);
  const keyed = { "+": "in", "=": "in", "-": "out", "0": "all", n: "next", p: "previous", ArrowLeft: "left", ArrowRight: "right" };
  document.addEventListener("keydown", (event) => {
    const move = keyed[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea")) return;
    // Arrow keys scroll what is scrolled; elsewhere they move the window.
    if (event.key.startsWith("Arrow") && event.target.closest(".scroll, pre")) return;
    event.preventDefault();
    moves[move]();
  });
  // A moment of this page is shown without loading it again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-moment]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const words = new URL(link.href).searchParams;
    at = Number(words.get("t"));
    show(Number(words.get("from")), Number(words.get("to")));
    charts.scrollIntoView({ block: "nearest" });
  });

  let width = charts.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(charts.clientWidth - width) > 20) {
      width = charts.clientWidth;
      load();
    }
  }).observe(charts);
  dark.addEventListener("change", load);
  links();
  load();
})();
