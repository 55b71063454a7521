"use strict";
// Language and theme of a page: what the report of a run and the page of a study share.
const root = document.documentElement;
const language = () => root.dataset.lang;
// Gives one language, for places that cannot hold mark-up. They are drawn again when the language changes.
const say = (pair) => (language() === "zh" ? pair[0] : pair[1]);

function setTheme(theme) {
  root.dataset.theme = theme;
  document.getElementById("theme").textContent = say(theme === "dark" ? ["浅色", "Light"] : ["深色", "Dark"]);
}

// Shows a language, names the other one on the button, and labels what only a screen reader reads.
function showLanguage(to) {
  root.dataset.lang = to;
  root.lang = to;
  const button = document.getElementById("language");
  button.textContent = to === "zh" ? "English" : "中文";
  button.lang = to === "zh" ? "en" : "zh";
  for (const named of document.querySelectorAll("[aria-label][data-en]"))
    named.setAttribute("aria-label", say([named.dataset.zh, named.dataset.en]));
}
