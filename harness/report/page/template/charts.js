"use strict";
// Draws charts over time by Chart.js, and the week as a grid of hours. Each chart has its figures in a table of the
// page as well.
let drawn = [];

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
        context.font = `600 12.5px ${css("--sans")}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(bar.width > 46 ? `${set.letter} ${set.data[i]}` : set.letter, bar.x, (bar.y + bar.base) / 2);
        context.restore();
      });
    });
  },
};

// `told` describes the chart for screen readers. With options.most the scale ends there and needs no ticks, because the
// bars carry figures.
function chart(id, content, told, options = {}) {
  const place = document.getElementById(id);
  if (!place) return;
  show(place, html`<canvas role="img" aria-label="${told}"></canvas>`);
  const ink = css("--soft"), grid = css("--grid"), narrow = place.clientWidth < 560;
  Chart.defaults.font.family = css("--sans");
  Chart.defaults.font.size = narrow ? 11 : 13;
  const title = (text) => ({ display: !!text, text: text || "", color: ink });
  drawn.push(new Chart(place.firstChild, {
    type: "bar", data: content, plugins: [letters],
    options: {
      responsive: true, maintainAspectRatio: false, animation: false, interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { color: grid }, ticks: { color: ink, maxRotation: 0, autoSkip: true }, title: title(options.x) },
        y: { stacked: true, beginAtZero: true, grid: { color: grid }, border: { display: false }, display: !options.most, ticks: { color: ink, precision: options.precision ?? 0, maxTicksLimit: 7 }, title: title(options.y), max: options.most },
      },
      plugins: {
        legend: { display: content.datasets.length > 1, position: "bottom", labels: { color: css("--ink"), boxWidth: 12, boxHeight: 12, padding: narrow ? 8 : 16, usePointStyle: true } },
        tooltip: { enabled: true, boxPadding: 4, usePointStyle: true },
      },
    },
  }));
}

// Gives the run's length in days, as people write it; counting calendar days would count a run from 06:00 to 06:00
// twice.
const daysLong = () => Number(S.days.toFixed(1));
const firstHour = () => local(data.hours.first).getUTCHours();
// Folds a row of hours into one day.
const folded = (row) => { const day = Array(24).fill(0); row.forEach((n, i) => { day[(firstHour() + i) % 24] += n; }); return day; };

function drawHours() {
  const { by_class: byClass, violations } = data.hours, folds = violations.length > 48;
  document.getElementById("chart-hours").parentElement.hidden = violations.length < 4;
  if (violations.length < 4) return;
  const labels = folds ? [...Array(24).keys()].map((h) => `${two(h)}`) : violations.map((_, i) => `${two((firstHour() + i) % 24)}:00`);
  const row = (values) => (folds ? folded(values) : values);
  const shapes = ["rect", "triangle", "circle", "rectRot", "rectRounded", "cross"];
  const sets = byClass.map((values, i) => ({ label: say(className(i)), data: row(values), backgroundColor: css(`--c${i % 6}`), pointStyle: shapes[i % 6], stack: "seen", maxBarThickness: 56 })).filter((set) => set.data.some((n) => n));
  sets.push({ type: "line", label: say(["实际违规", "true violations"]), data: row(violations), borderColor: css("--ink"), backgroundColor: css("--ink"), borderWidth: 2, pointRadius: 3, borderDash: [5, 4], tension: 0, stack: "truth", order: -1, pointStyle: "circle" });
  const busiest = row(violations).indexOf(Math.max(...row(violations)));
  chart("chart-hours", { labels, datasets: sets }, say([`每小时的告警与实际违规；最多为 ${labels[busiest]} 时`, `accusations and true violations by hour; most at ${labels[busiest]}`]),
    { x: say(folds ? [`时刻（${daysLong()} 天合计）`, `hour of the day (${daysLong()} days together)`] : ["时刻", "hour"]), y: say(["起数", "count"]) });
}

// Draws days down and hours across; the numbers are true violations, the strip is the share of them that was missed.
function drawWeek() {
  const { violations, first, missed } = data.hours, days = Math.ceil((firstHour() + violations.length) / 24), card = document.getElementById("week-card");
  card.hidden = days < 3;
  if (card.hidden) return;
  const most = Math.max(1, ...violations);
  const cells = [html`<span></span>`, ...[...Array(24).keys()].map((h) => html`<span>${two(h)}</span>`)];
  for (let day = 0; day < days; ++day) {
    const at = first - firstHour() * 3600e3 + day * 86400e3;
    cells.push(html`<span class="day">${say(weekday(at)).slice(0, language() === "zh" ? 2 : 3)} ${dayShort(at)}</span>`);
    for (let hour = 0; hour < 24; ++hour) {
      const i = day * 24 + hour - firstHour(), n = violations[i] || 0, lost = missed[i] || 0, heat = n ? 18 + (72 * n) / most : 0;
      const told = `${dayShort(at)} ${two(hour)}:00 · ${say([`违规 ${n} 起，未发现 ${lost} 起`, `${n} violations, ${lost} not found`])}`;
      cells.push(i < 0 || i >= violations.length ? html`<span></span>` : html`<i class="${heat > 55 ? "hot" : ""}" style="--heat:${heat.toFixed(0)};--lost:${n ? (100 * lost) / n : 0}" title="${told}">${n || ""}</i>`);
    }
  }
  const label = say(["逐日分时的实际违规，数字见逐日数据表", "true violations by day and hour; figures by day are in the table below"]);
  show(document.getElementById("week"), html`<div class="week" role="img" aria-label="${label}">${cells}</div>`);
}

function drawCensus() {
  const labels = data.census.map((d, i) => (i === 0 ? say(["期初", "start"]) : i === data.census.length - 1 ? say(["期末", "end"]) : dayShort(d.at - 1)));
  const set = (key, pointStyle, ink) => ({ label: `${W.colour[key][2]} ${say(W.colour[key])}`, data: data.census.map((d) => d[key]), backgroundColor: css(`--${key}`), letter: W.colour[key][2], ink, pointStyle, maxBarThickness: 110 });
  const plain = root.dataset.theme === "dark" ? "#0f1418" : "#fff", last = data.census[data.census.length - 1];
  // Red is at the bottom, so that the red bars have a common baseline.
  chart("chart-census", { labels, datasets: [set("red", "rect", plain), set("yellow", "triangle", css("--on-yellow")), set("green", "circle", plain)] },
    say([`各色店铺数逐日变化；期末红 ${last.red}，黄 ${last.yellow}，绿 ${last.green}`, `shops by colour and day; at the end ${last.red} red, ${last.yellow} yellow, ${last.green} green`]), { most: S.shops });
}

// Draws minutes of work in each hour of the day: in a run of a day or longer the mean of its days, else those of the
// run itself; shifts that overlap are stacked.
function drawOfficers() {
  const place = document.getElementById("chart-officers");
  place.hidden = !data.officers.length;
  if (place.hidden) return;
  const hours = [...Array(24).keys()], mean = S.days > 1;
  const sets = data.officers.map((o, i) => ({ label: `${o.name} · ${o.duty_grid}`, data: o.busy_by_hour_min, backgroundColor: css(`--c${i % 6}`), pointStyle: "rect", stack: "busy", maxBarThickness: 40 }));
  chart("chart-officers", { labels: hours.map(two), datasets: sets }, say(mean ? [`各队员每小时工作分钟数，${daysLong()} 天日均`, `minutes of work of each officer by hour, mean of ${daysLong()} days`] : ["各队员每小时工作分钟数", "minutes of work of each officer by hour"]),
    { x: say(["时刻", "hour of the day"]), y: say(mean ? [`工作时间，分钟／天（按 ${daysLong()} 天平均）`, `busy, min a day (mean of ${daysLong()} days)`] : ["工作时间，分钟", "busy, min"]), precision: 1 });
}

function drawCharts() {
  drawn.forEach((c) => c.destroy());
  drawn = [];
  drawHours();
  drawWeek();
  drawCensus();
  drawOfficers();
}
