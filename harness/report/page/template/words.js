// Holds the page's data, words in both languages, numbers and times. Text that a script writes is made here or goes
// through say() or both().
const data = JSON.parse(document.getElementById("data").textContent);
const S = data.summary, W = data.words;

// Mark-up is made by html`…` alone: every value that is put in is escaped, unless it is mark-up itself or a list of it.
class Markup { constructor(text) { this.text = text; } }
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
const inserted = (value) => (value instanceof Markup ? value.text : Array.isArray(value) ? value.map(inserted).join("") : escapeHtml(value ?? ""));
const html = (parts, ...values) => new Markup(parts.map((part, i) => (i ? inserted(values[i - 1]) : "") + part).join(""));
// Is the only function through which mark-up enters the page.
const show = (element, markup) => {
  if (!(markup instanceof Markup)) throw new TypeError("show takes mark-up made by html");
  element.innerHTML = markup.text;
};
const css = (variable) => getComputedStyle(root).getPropertyValue(variable).trim();

const name = (table, key) => W[table][key] || [key, key];
const className = (index) => (data.classes[index] ? [data.classes[index].zh, data.classes[index].en] : ["?", "?"]);
const tradeName = (code) => data.trades[code] || [code, code];
const count = (n) => Number(n).toLocaleString("en-US");
const counted = (n, one) => `${count(n)} ${one}${Number(n) === 1 ? "" : "s"}`;

// Instants are shown in UTC+8 in any time zone of the reader.
const local = (ms) => new Date(ms + 8 * 3600e3);
const two = (n) => String(n).padStart(2, "0");
const clock = (ms, seconds = true) => { const d = local(ms); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}${seconds ? ":" + two(d.getUTCSeconds()) : ""}`; };
const date = (ms) => { const d = local(ms); return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; };
const dayShort = (ms) => { const d = local(ms); return `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; };
const weekday = (ms) => { const d = local(ms).getUTCDay(); return ["周" + "日一二三四五六"[d], ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][d]]; };
// Draws hue, shape and letter together: a circle G, a triangle Y, a square R, around 0, 0 and within ±10.
const SHAPE = {
  green: html`<circle class="fill-green" r="9.5"/>`, yellow: html`<path class="fill-yellow" d="M0-10.5 11 9.5H-11z"/>`, red: html`<rect class="fill-red" x="-9" y="-9" width="18" height="18"/>`,
};
const shape = (colour) => html`${SHAPE[colour]}<text class="letter ${colour}" y="${colour === "yellow" ? 7 : 4.3}">${W.colour[colour][2]}</text>`;
const mark = (colour) => html`<svg class="mark" viewBox="-11 -11 22 22" role="img" aria-label="${say(W.colour[colour])}">${shape(colour)}</svg>`;
