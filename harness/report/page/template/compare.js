// Switches language and theme, and unfolds everything on paper. Nothing on the page is drawn by a script.
root.classList.add("js");
// The address can ask for a language and a theme: compare.html#lang=en&theme=dark
const asked = new URLSearchParams(location.hash.slice(1));
showLanguage(
  ["en", "zh"].includes(asked.get("lang"))
    ? asked.get("lang")
    : (navigator.language || "zh").startsWith("zh")
      ? "zh"
      : "en",
);
setTheme(
  ["dark", "light"].includes(asked.get("theme"))
    ? asked.get("theme")
    : matchMedia("(prefers-color-scheme: dark)").matches
      ? "dark"
      : "light",
);
document.getElementById("language").onclick = () => {
  showLanguage(language() === "zh" ? "en" : "zh");
  setTheme(root.dataset.theme);
};
document.getElementById("theme").onclick = () => setTheme(root.dataset.theme === "dark" ? "light" : "dark");
let before = null;
addEventListener("beforeprint", () => {
  before = { theme: root.dataset.theme, closed: [...document.querySelectorAll("details:not([open])")] };
  before.closed.forEach((it) => {
    it.open = true;
  });
  setTheme("light");
});
addEventListener("afterprint", () => {
  if (!before) return;
  before.closed.forEach((it) => {
    it.open = false;
  });
  setTheme(before.theme);
});
