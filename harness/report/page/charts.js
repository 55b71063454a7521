"use strict";
// Charts by Chart.js, and the interval plots, which are plain SVG.
let drawn = [];
const css = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

// Writes a letter into each segment of a census bar, so that hue is never alone.
const letters = {
  id: "letters",
  afterDatasetsDraw(chart) {
    const context = chart.ctx;
    chart.data.datasets.forEach((set, index) => {
      if (!set.letter || !chart.isDatasetVisible(index)) return;
      chart.getDatasetMeta(index).data.forEach((bar, i) => {
        if (!set.data[i] || Math.abs(bar.base - bar.y) < 15 || bar.width < 12) return;
        context.save();
        context.fillStyle = set.ink;
        context.font = "600 12px system-ui, sans-serif";
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(bar.width > 44 ? `${set.letter} ${set.data[i]}` : set.letter, bar.x, (bar.y + bar.base) / 2);
        context.restore();
      });
    });
  },
};

function chart(id, type, content, options = {}) {
  const canvas = document.getElementById(id);
  if (!canvas) return;
  const ink = css("--soft"), grid = css("--grid");
  const axis = (more = {}, title) => ({ ...more, grid: { color: grid, ...(more.grid || {}) }, border: { color: grid }, ticks: { color: ink, ...(more.ticks || {}) }, title: { display: !!title, text: title || "", color: ink } });
  drawn.push(new Chart(canvas, {
    type, data: content, plugins: [letters],
    options: {
      responsive: true, maintainAspectRatio: false, animation: false, indexAxis: options.across ? "y" : "x", interaction: { mode: "index", intersect: false },
      scales: {
        x: axis({ stacked: options.stacked, beginAtZero: true, ticks: { maxRotation: 0, autoSkip: true, ...(options.across ? { precision: 0 } : {}) }, grid: options.across ? {} : { display: false } }, options.x),
        y: axis({ stacked: options.stacked, beginAtZero: true, ticks: options.across ? { autoSkip: false } : { precision: 0 }, grid: options.across ? { display: false } : {} }, options.y),
      },
      plugins: { legend: { display: content.datasets.length > 1, position: "bottom", labels: { color: css("--ink"), boxWidth: 14, usePointStyle: true } }, tooltip: { enabled: true } },
    },
  }));
}

function drawHours() {
  const { first, by_class: byClass, violations } = data.hours, hours = violations.length;
  const folds = hours > 60;  // A long run is shown as one average day.
  const firstHour = local(first).getUTCHours(), days = Math.max(S.days, 1 / 24);
  const fold = (row) => {
    if (!folds) return row;
    const day = Array(24).fill(0);
    row.forEach((n, i) => { day[(firstHour + i) % 24] += n; });
    return day.map((n) => Math.round((100 * n) / days) / 100);
  };
  const labels = folds ? [...Array(24).keys()].map((h) => `${two(h)}`) : violations.map((_, i) => `${two((firstHour + i) % 24)}:00`);
  const shapes = ["circle", "triangle", "rect", "rectRot", "rectRounded", "circle"];
  const sets = byClass.map((row, i) => ({ label: say(className(i)), data: fold(row), backgroundColor: css(`--c${i % 6}`), pointStyle: shapes[i % 6], stack: "seen" }));
  sets.push({ type: "line", label: say(["真实违规", "true violations"]), data: fold(violations), borderColor: css("--ink"), backgroundColor: css("--ink"), borderWidth: 2, pointRadius: 2.5, borderDash: [5, 3], tension: 0, stack: "truth", order: -1 });
  chart("hours", "bar", { labels, datasets: sets.filter((s) => s.type || s.data.some((n) => n)) }, { stacked: true, x: say(folds ? ["时刻（多日平均）", "hour of the day (mean of all days)"] : ["时刻", "hour"]), y: say(folds ? ["每天起数", "a day"] : ["起数", "count"]) });
}

function drawCensus() {
  const labels = data.census.map((d, i) => (i === 0 ? say(["开始", "start"]) : i === data.census.length - 1 ? say(["结束", "end"]) : dayShort(d.at - 1)));
  const set = (key, pointStyle, ink) => ({ label: `${COLOUR[key][2]} ${say(COLOUR[key])}`, data: data.census.map((d) => d[key]), backgroundColor: css(`--${key}`), letter: COLOUR[key][2], ink, pointStyle });
  chart("census", "bar", { labels, datasets: [set("green", "circle", "#fff"), set("yellow", "triangle", css("--on-yellow")), set("red", "rect", "#fff")] }, { stacked: true, y: say(["店铺", "shops"]) });
}

function drawOfficers() {
  if (!data.officers.length) return;
  chart("officers", "bar", {
    labels: data.officers.map((o) => o.name),
    datasets: [
      { label: say(["派遣", "dispatched"]), data: data.officers.map((o) => o.dispatched), backgroundColor: css("--c0"), pointStyle: "rect" },
      { label: say(["结案", "closed"]), data: data.officers.map((o) => o.closed), backgroundColor: css("--c3"), pointStyle: "circle" },
    ],
  }, { y: say(["案件", "cases"]) });
}

function drawFrames() {
  const causes = Object.entries(S.frames.by_cause).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
  chart("frames", "bar", { labels: causes.map(([c]) => say(name(CAUSE, c))), datasets: [{ label: say(["图像", "pictures"]), data: causes.map(([, n]) => n), backgroundColor: css("--c0") }] }, { across: true });
}

function drawCharts() {
  drawn.forEach((c) => c.destroy());
  drawn = [];
  drawHours();
  drawCensus();
  drawOfficers();
  drawFrames();
  drawForests();
}

// Point and whiskers on an axis from 0 to `most`. rows: {label, value, low, high, text}.
function forest(rows, most, format, goal) {
  const narrow = window.innerWidth < 760, left = narrow ? 12 : 200, right = narrow ? 92 : 150, width = narrow ? 340 : 580, row = narrow ? 42 : 28, height = rows.length * row + 26;
  const x = (v) => left + (v / most) * (width - left - right);
  let out = "";
  for (let i = 0; i <= 4; ++i) {
    const v = (most * i) / 4;
    out += `<line class="rule" x1="${x(v)}" y1="0" x2="${x(v)}" y2="${height - 22}"/><text class="soft" x="${x(v)}" y="${height - 6}" text-anchor="middle">${format(v)}</text>`;
  }
  if (goal !== undefined) out += `<line x1="${x(goal)}" y1="0" x2="${x(goal)}" y2="${height - 22}" style="stroke:var(--accent);stroke-dasharray:3 3"/>`;
  rows.forEach((it, i) => {
    const y = i * row + (narrow ? 28 : row / 2);
    out += `<text x="${narrow ? 0 : left - 10}" y="${narrow ? y - 13 : y + 4}" text-anchor="${narrow ? "start" : "end"}" ${it.strong ? 'style="font-weight:700"' : ""}>${escapeHtml(it.label)}</text>`;
    if (it.value === null || it.value === undefined) {
      out += `<text class="soft" x="${x(0) + 4}" y="${y + 4}">${escapeHtml(say(["没有可判的", "none to judge"]))}</text>`;
      return;
    }
    if (it.low !== null && it.high !== null) out += `<line x1="${x(it.low)}" y1="${y}" x2="${x(Math.min(it.high, most))}" y2="${y}" style="stroke:var(--c0);stroke-width:2.5;stroke-linecap:round"/>`;
    out += `<circle cx="${x(Math.min(it.value, most))}" cy="${y}" r="5" style="fill:var(--c0);stroke:var(--card);stroke-width:1.5"/><text x="${width - right + 12}" y="${y + 4}">${escapeHtml(narrow ? it.short : it.text)}</text>`;
  });
  return `<svg class="forest" viewBox="0 0 ${width} ${height}" style="max-width:${width * 1.15}px">${out}</svg>`;
}

function drawForests() {
  for (const element of document.querySelectorAll("[data-forest]")) {
    const [when, what] = element.dataset.forest.split("/");
    const scores = S[when], codes = Object.keys(scores).sort((a, b) => (a === "all" ? -1 : b === "all" ? 1 : 0));
    if (!codes.length) { element.innerHTML = `<p class="none">${t("这段时间没有可判的。", "Nothing to judge in these hours.")}</p>`; continue; }
    if (what === "delay") {
      const rows = codes.map((code) => ({ code, d: scores[code].delay }));
      const most = Math.max(4, ...rows.map(({ d }) => Math.max(d.median || 0, d.high || 0))) * 1.1;
      element.innerHTML = forest(rows.map(({ code, d }) => ({ label: say(classByCode(code)), strong: code === "all", value: d.median, low: d.low, high: d.high, text: `${say(span(d.median))} · p90 ${say(span(d.p90))} · n ${d.n}`, short: say(span(d.median)) })), most, (v) => `${v.toFixed(0)}s`);
      continue;
    }
    element.innerHTML = forest(codes.map((code) => {
      const p = scores[code][what];
      return { label: say(classByCode(code)), strong: code === "all", value: p.value, low: p.low, high: p.high, text: `${decimals(p.value, 3)}  ${p.hits}/${p.of}`, short: `${decimals(p.value, 2)} ${p.hits}/${p.of}` };
    }), 1, (v) => v.toFixed(2), 0.9);
  }
}
