"use strict";
// Switches language and theme, and unfolds everything on paper. Nothing on the page is drawn by a script.
const root = document.documentElement;
const language = () => root.dataset.lang;
const say = (pair) => (language() === "zh" ? pair[0] : pair[1]);
function setTheme(theme) {
  root.dataset.theme = theme;
  document.getElementById("theme").textContent = say(theme === "dark" ? ["浅色", "Light"] : ["深色", "Dark"]);
}
function setLanguage(to) {
  root.dataset.lang = to;
  root.lang = to;
  const button = document.getElementById("language");
  button.textContent = to === "zh" ? "English" : "中文";
  button.lang = to === "zh" ? "en" : "zh";
  for (const named of document.querySelectorAll("[aria-label][data-en]")) named.setAttribute("aria-label", say([named.dataset.zh, named.dataset.en]));
}
root.classList.add("js");
// The address can ask for a language and a theme: compare.html#lang=en&theme=dark
const asked = new URLSearchParams(location.hash.slice(1));
setLanguage(["en", "zh"].includes(asked.get("lang")) ? asked.get("lang") : (navigator.language || "zh").startsWith("zh") ? "zh" : "en");
setTheme(["dark", "light"].includes(asked.get("theme")) ? asked.get("theme") : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.getElementById("language").onclick = () => { setLanguage(language() === "zh" ? "en" : "zh"); setTheme(root.dataset.theme); };
document.getElementById("theme").onclick = () => setTheme(root.dataset.theme === "dark" ? "light" : "dark");
let before = null;
addEventListener("beforeprint", () => {
  before = { theme: root.dataset.theme, closed: [...document.querySelectorAll("details:not([open])")] };
  before.closed.forEach((it) => { it.open = true; });
  setTheme("light");
});
addEventListener("afterprint", () => {
  if (!before) return;
  before.closed.forEach((it) => { it.open = false; });
  setTheme(before.theme);
});
