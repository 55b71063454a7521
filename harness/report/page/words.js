"use strict";
// Words in both languages, numbers and times. Every readable text is made here or goes through t().
const data = JSON.parse(document.getElementById("data").textContent);
const S = data.summary;

const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
// Both languages in the page; the style sheet shows one.
const t = (zh, en) => `<span class="zh">${zh}</span><span class="en">${en}</span>`;
const language = () => document.documentElement.dataset.lang;
// One language, for where mark-up cannot go (charts, SVG). Such places are drawn again when the language changes.
const say = (pair) => (language() === "zh" ? pair[0] : pair[1]);
const both = (pair) => t(escapeHtml(pair[0]), escapeHtml(pair[1]));

const COLOUR = { green: ["绿", "green", "G"], yellow: ["黄", "yellow", "Y"], red: ["红", "red", "R"] };
const LOST = {
  found: ["找到了", "found"], no_camera: ["没有摄像机看到", "no camera looks there"], camera_down: ["摄像机故障", "camera down"],
  hardly_visible: ["被挡住或太小", "hidden or too small"], detector: ["识别漏掉", "detector missed it"], tracking_or_zone: ["跟踪或区域", "tracking or zone"],
  dwell: ["停留时间未到", "dwell not reached"], attribution: ["归属不清", "attribution"], late: ["发现太晚", "too late"],
};
const WRONG = {
  right: ["正确", "right"], nothing_there: ["什么也没有", "nothing was there"], lawful_thing: ["合法的东西", "a lawful thing"], wrong_class: ["类别错", "wrong class"],
  wrong_shop: ["店铺错", "wrong shop"], duplicate: ["重复", "duplicate"], off_time: ["时间不符", "not at that time"],
};
const CAUSE = {
  every: ["逐帧", "every frame"], still_thing: ["静物变化", "a still thing changed"], light_step: ["光线变化", "light stepped"], engine_asked: ["引擎要求", "the engine asked"],
  regular_look: ["定时查看", "regular look"], camera_back: ["摄像机恢复", "camera came back"],
};
const STATE = {
  registered: ["立案", "registered"], dispatched: ["派遣", "dispatched"], acknowledged: ["接单", "acknowledged"], arrived: ["到达现场", "arrived"],
  disposed: ["处置完毕", "disposed"], feedback: ["反馈", "feedback"], checking: ["核查", "being checked"], rework: ["返工", "rework"], returned: ["退回", "returned"],
  closed: ["结案", "closed"], forced_close: ["强制结案", "closed by force"], voided: ["作废", "voided"],
};
const RECHECK = {
  corrected: ["已整改", "put right"], not_corrected: ["未整改", "not put right"], unknown: ["看不清", "could not be seen"], relapsed: ["再次发生", "back again"],
};
const CLOSED = {
  self_corrected: ["商户自行整改，结束", "ended: the shop put it right by itself"], case_closed: ["案件结案，结束", "ended with its case"],
  cleared_before_notice: ["通知前已消失，结束", "ended: gone before the notice"], voided: ["作废", "voided"],
};
// Reasons that the engine and the twin's officers write; others are shown as they stand.
const REASON = {
  "nothing found": ["现场没有发现", "nothing found"], "seen still there": ["摄像机看到仍在", "seen still there"], "seen clear": ["摄像机看到已清", "seen clear"],
  "reworked 3 times": ["已返工三次", "reworked 3 times"],
};
const MOMENT = {
  onset: ["开始", "onset"], before: ["之前", "before"], threshold: ["达到停留时间", "at the dwell's end"], recheck: ["复查", "re-check"], report: ["举报", "report"],
};
const name = (table, key) => table[key] || [key, key];
const className = (index) => (data.classes[index] ? [data.classes[index].zh, data.classes[index].en] : ["?", "?"]);
const classByCode = (code) => {
  const found = data.classes.find((c) => c.code === code);
  return code === "all" ? ["全部类别", "all classes"] : found ? [found.zh, found.en] : [code, code];
};

const count = (n) => Number(n).toLocaleString("en-US");
const decimals = (x, digits) => (x === null || x === undefined ? "–" : Number(x).toFixed(digits));
const percent = (x, digits = 0) => (x === null || x === undefined ? "–" : `${(100 * x).toFixed(digits)} %`);
const interval = (p) => (p && p.of ? `${decimals(p.value, 3)} <small>[${decimals(p.low, 2)}–${decimals(p.high, 2)}]</small>` : "–");

// Instants are shown in UTC+8 wherever the reader sits.
const local = (ms) => new Date(ms + 8 * 3600e3);
const two = (n) => String(n).padStart(2, "0");
const clock = (ms, seconds = true) => { const d = local(ms); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}${seconds ? ":" + two(d.getUTCSeconds()) : ""}`; };
const date = (ms) => { const d = local(ms); return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; };
const dayShort = (ms) => { const d = local(ms); return `${d.getUTCMonth() + 1}-${d.getUTCDate()}`; };
const span = (seconds) => {
  if (seconds === null || seconds === undefined) return ["–", "–"];
  if (seconds < 100) return [`${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} 秒`, `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`];
  if (seconds < 5400) return [`${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} 分钟`, `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`];
  return [`${(seconds / 3600).toFixed(1)} 小时`, `${(seconds / 3600).toFixed(1)} h`];
};
const lasted = () => (S.days >= 1 ? [`${decimals(S.days, S.days % 1 ? 1 : 0)} 天`, `${decimals(S.days, S.days % 1 ? 1 : 0)} day${S.days === 1 ? "" : "s"}`] : span(S.days * 86400));

// Hue, shape and letter together: a circle G, a triangle Y, a square R.
const shapeOf = (colour, x, y, r) =>
  colour === "green" ? `<circle class="fill-green" cx="${x}" cy="${y}" r="${r}"/>`
  : colour === "yellow" ? `<path class="fill-yellow" d="M${x} ${y - 1.15 * r}L${x + 1.15 * r} ${y + 0.95 * r}H${x - 1.15 * r}Z"/>`
  : `<rect class="fill-red" x="${x - 0.92 * r}" y="${y - 0.92 * r}" width="${1.84 * r}" height="${1.84 * r}"/>`;
const mark = (colour) =>
  `<svg class="mark ${colour}" viewBox="0 0 20 20" role="img" aria-label="${colour}">${shapeOf(colour, 10, 10, 9)}<text x="10" y="${colour === "yellow" ? 16 : 14}">${COLOUR[colour][2]}</text></svg>`;
