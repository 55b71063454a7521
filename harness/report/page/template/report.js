"use strict";
// Switches language, theme and paper, and draws charts and map when they are needed.
function drawAll() {
  drawMap();
  drawStreetPlans();
  drawCharts();
  filterLists();
}

function setLanguage(to) {
  showLanguage(to);
  document.title = [S.partial ? say(["未完成", "PARTIAL"]) : "", say(["三色码运行报告", "Tricolor"]), S.scenario].filter(Boolean).join(" · ");
  const pair = ({ dataset }) => say([dataset.zh, dataset.en]);
  for (const option of document.querySelectorAll("option[data-en]")) option.textContent = pair(option);
}

root.classList.add("js");
// The address can ask for a language and a theme: report.html#lang=en&theme=dark
const asked = new URLSearchParams(location.hash.slice(1));
setLanguage(asked.get("lang") === "en" || asked.get("lang") === "zh" ? asked.get("lang") : (navigator.language || "zh").startsWith("zh") ? "zh" : "en");
setTheme(asked.get("theme") === "dark" || asked.get("theme") === "light" ? asked.get("theme") : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
drawAll();
openTarget();
document.getElementById("language").onclick = () => { setLanguage(language() === "zh" ? "en" : "zh"); setTheme(root.dataset.theme); drawAll(); };
document.getElementById("theme").onclick = () => { setTheme(root.dataset.theme === "dark" ? "light" : "dark"); drawCharts(); };

// A table that is wider than its card can be scrolled with the keyboard.
const markScrollers = () => { for (const box of document.querySelectorAll(".scroll, .view")) box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? box.setAttribute("tabindex", "0") : box.removeAttribute("tabindex"); };
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return;  // The height alone changes when a phone's address bar comes and goes.
  width = innerWidth;
  showMap();
  drawStreetPlans();
  markScrollers();
});
markScrollers();

// On paper the page is light, has the wide layout, and shows folded sections; dossiers are printed one by one.
const PAPER_PX = 1000;
let before = null;
addEventListener("beforeprint", () => {
  const folded = root.classList.contains("one-shop") ? "details:is(.alone, :has(.alone)):not([open])" : "details:not(.shop, .group):not([open])";
  before = { theme: root.dataset.theme, closed: [...document.querySelectorAll(folded)] };
  before.closed.forEach((it) => { it.open = true; });
  setTheme("light");
  drawCharts();
  // These are the heights of print.css.
  drawn.forEach((c) => c.resize(PAPER_PX, c.canvas.closest(".low") ? 190 : 230));
  drawStreetPlans(PAPER_PX);
});
addEventListener("afterprint", () => {
  if (!before) return;
  before.closed.forEach((it) => { it.open = false; });
  setTheme(before.theme);
  drawCharts();
  drawStreetPlans();
});
