"use strict";
// Finds one incident or one shop: filters rows that are in the page as text, and opens dossiers that a link leads to.
const plain = (text) => text.normalize("NFKC").toLowerCase();

// Hides the rows that do not match; shows the number of the others.
function filterRows(rows, fits, output) {
  let shown = 0;
  for (const row of rows) {
    const keep = fits(row);
    row.hidden = !keep;
    shown += keep ? 1 : 0;
  }
  output.textContent = say([`显示 ${count(shown)} / ${count(rows.length)}`, `${count(shown)} of ${count(rows.length)} shown`]);
}

// A row is found by its text, which is kept because a long list is searched at every key.
const texts = new WeakMap();
const textOf = (row) => { if (!texts.has(row)) texts.set(row, plain(row.textContent)); return texts.get(row); };
// Every word must occur in the text.
const hasWords = (row, words) => words.every((word) => textOf(row).includes(word));
const wordsOf = (text) => plain(text).split(/\s+/).filter(Boolean);

const incidentForm = document.getElementById("incident-filters");
const incidentRows = [...document.querySelectorAll("table.incidents tbody tr")];
function filterIncidents() {
  if (!incidentForm) return;
  const { find, class: kind, outcome, judged } = incidentForm.elements, words = wordsOf(find.value);
  const fits = ({ dataset }) => (!kind.value || dataset.class === kind.value) && (!outcome.value || dataset.outcome === outcome.value) && (!judged.value || dataset.judged === judged.value);
  filterRows(incidentRows, (row) => fits(row) && hasWords(row, words), document.getElementById("incident-count"));
}

const shopFind = document.getElementById("shop-find");
const shopSections = [...document.querySelectorAll("details.shop[id^=shop-]")];
function filterShops() {
  if (!shopFind) return;
  const words = wordsOf(shopFind.value);
  if (words.length) for (const group of new Set(shopSections.map((section) => section.closest(".group")))) if (group) group.open = true;
  filterRows(shopSections, (section) => hasWords(section.querySelector("summary"), words), document.getElementById("shop-count"));
}

function filterLists() {
  filterIncidents();
  filterShops();
}

// A link may lead to a row that is filtered away or to a closed section, which is shown first.
function openTarget() {
  let target = null;
  try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
  if (!target || target.id === "main") return;
  if (target.hidden) {
    if (incidentForm) incidentForm.reset();
    if (shopFind) shopFind.value = "";
    filterLists();
  }
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView({ block: target.tagName === "TR" ? "center" : "start" });
}

if (incidentForm) {
  incidentForm.addEventListener("input", filterIncidents);
  incidentForm.addEventListener("submit", (e) => e.preventDefault());
}
if (shopFind) shopFind.addEventListener("input", filterShops);
addEventListener("hashchange", openTarget);

// A picture that is not beside the page is replaced by a text, not shown as a broken one.
addEventListener("error", (e) => { if (e.target instanceof HTMLImageElement) e.target.closest("figure")?.classList.add("gone"); }, true);

// Prints one dossier by itself.
for (const button of document.querySelectorAll("[data-print]"))
  button.onclick = () => {
    const section = document.getElementById(button.dataset.print);
    section.classList.add("alone");
    root.classList.add("one-shop");
    addEventListener("afterprint", () => { section.classList.remove("alone"); root.classList.remove("one-shop"); }, { once: true });
    print();
  };
