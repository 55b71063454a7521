// Shows the folds that the page holds: reading, thresholds and day choose a row of colours.
const dial = (id) => document.getElementById(id),
  shopsOnStreet = [...document.querySelectorAll(".front[data-shop]")],
  rowsOfTable = [...document.querySelectorAll("#readings tbody tr")],
  pairOf = (yellow, red) => data.thresholds.findIndex(([y, r]) => y === yellow && r === red),
  rowAt = (reading, pair, at) =>
    data.rows[data.rowOf[(reading * data.thresholds.length + pair) * data.instants.length + at]];
const WORD = { G: ["绿码", "green"], Y: ["黄码", "yellow"], R: ["红码", "red"] };

const countsOf = (row) => {
  const yellow = row.split("Y").length - 1,
    red = row.split("R").length - 1;
  return { yellow, red, green: data.all - yellow - red };
};
// A shop of a real register has the name of its group in place of a sign, and no id; one of a group that is left out
// has neither.
const nameOf = (shop) => [say(shop.sign), shop.id].filter(Boolean).join(" ");
const share = (part) => `${((100 * part) / Math.max(1, data.all)).toFixed(1)} %`;

function showTable(pair, at, chosen) {
  const own = rowAt(0, data.own, at);
  for (const line of rowsOfTable) {
    const reading = Number(line.dataset.reading),
      row = rowAt(reading, pair, at),
      counts = countsOf(row);
    line.classList.toggle("chosen", reading === chosen);
    line.querySelector(".census .Y").style.setProperty("--w", (100 * counts.yellow) / Math.max(1, data.all));
    line.querySelector(".census .R").style.setProperty("--w", (100 * counts.red) / Math.max(1, data.all));
    [counts.green, counts.yellow, counts.red, [...row].filter((colour, i) => colour !== own[i]).length].forEach(
      (figure, i) => {
        line.cells[i + 2].textContent = figure;
      },
    );
  }
}

function showDifferences(own, row) {
  const body = dial("differ"),
    lines = [];
  data.shops.forEach((shop, i) => {
    if (own[i] === row[i] || !shop.sign[0]) return;
    const line = document.createElement("tr");
    for (const text of [nameOf(shop), say(WORD[own[i]]), say(WORD[row[i]]), shop.strikes.join(", ")]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      line.append(cell);
    }
    lines.push(line);
  });
  body.replaceChildren(...lines);
  dial("none-differ").hidden = lines.length > 0;
  body.parentElement.hidden = lines.length === 0;
}

function showReading() {
  const yellow = Number(dial("yellow").value),
    red = Math.max(yellow + 1, Number(dial("red").value)),
    at = Number(dial("instant").value),
    reading = Number(dial("reading").value),
    pair = pairOf(yellow, red);
  dial("red").value = red;
  dial("yellow-at").textContent = yellow;
  dial("red-at").textContent = red;
  dial("instant-at").textContent = data.instants[at];
  for (const option of dial("reading").options) option.textContent = say([option.dataset.zh, option.dataset.en]);
  const row = rowAt(reading, pair, at),
    own = rowAt(0, data.own, at),
    counts = countsOf(row);
  for (const mark of shopsOnStreet) {
    const i = Number(mark.dataset.shop);
    mark.className = `front ${row[i]}${row[i] === own[i] ? "" : " other"}`;
    const shop = data.shops[i];
    mark.title = [nameOf(shop), say(WORD[row[i]]), shop.strikes.join(", ")].join(" · ");
  }
  const told = ["green", "yellow", "red"].map((colour, i) =>
    say([
      `${WORD["GYR"[i]][0]} ${counts[colour]} 家（${share(counts[colour])}）`,
      `${counts[colour]} ${colour} (${share(counts[colour])})`,
    ]),
  );
  dial("count").textContent = told.join(" · ");
  showTable(pair, at, reading);
  showDifferences(own, row);
}

for (const id of ["reading", "yellow", "red", "instant"]) dial(id).addEventListener("input", showReading);
dial("as-run").onclick = () => {
  [dial("yellow").value, dial("red").value] = data.thresholds[data.own];
  dial("reading").value = 0;
  dial("instant").value = data.instants.length - 1;
  showReading();
};
for (const line of rowsOfTable)
  line.addEventListener("click", () => {
    dial("reading").value = line.dataset.reading;
    showReading();
  });
new MutationObserver(showReading).observe(document.documentElement, { attributeFilter: ["data-lang"] });
