"use strict";
// Three incidents told in full: what the camera saw, what the shop was sent, who came, and how it ended.
const STORY = {
  turned_yellow: ["这家店变黄的那一天", "The day this shop turned yellow"], turned_red: ["这家店变红的那一天", "The day this shop turned red"],
  corrected: ["一条短信就够了", "One SMS was enough"], wrong: ["我们错了：一次冤枉", "We were wrong: a false accusation"],
  visited: ["队员上门", "An officer came"], other: ["又一起事件", "One more incident"],
};
const part = (ms) => { const h = local(ms).getUTCHours(); return h < 5 ? "凌晨" : h < 8 ? "清晨" : h < 11 ? "上午" : h < 14 ? "中午" : h < 18 ? "下午" : "晚上"; };
const shopName = (story) => say([`“${escapeHtml(story.sign)}”`, `<span lang="zh">${escapeHtml(story.sign)}</span>`]);
const where = (story) => (story.sign ? say([`${shopName(story)}门口`, `in front of ${shopName(story)}`]) : say(["一处公共地段", "in a public place"]));
const stepOf = (story, what) => story.steps.find((step) => step.what === what);

// The picture with the zone in yellow, the box in red, the camera's clock, and how long the thing has stood there.
function pictureSvg(picture, story, id, main) {
  const { width: w, height: h, box } = picture, unit = (w / 640) * (main ? 1 : 1.7), right = w / unit, stayed = (picture.time - stepOf(story, "onset").time) / 1000;
  const told = `${say(name("moment", picture.moment))}, ${date(picture.time)} ${clock(picture.time)}`;
  let out = `<image id="${id}" href="data:image/jpeg;base64,${picture.jpeg}" width="${w}" height="${h}"/>`;
  if (picture.outline.length > 2) out += `<path class="zone" d="M${picture.outline.map((p) => p.join(" ")).join("L")}Z" style="stroke-width:${2.5 * unit}"/>`;
  if (box) out += `<rect class="box under" x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" style="stroke-width:${5 * unit}"/><rect class="box" x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" style="stroke-width:${2.4 * unit}"/>`;
  const plate = (x, width, text, css) => `<rect x="${x * unit}" y="${10 * unit}" width="${width * unit}" height="${26 * unit}" rx="${5 * unit}" class="plate ${css}"/><text x="${(x + width / 2) * unit}" y="${28 * unit}" text-anchor="middle" class="plate ${css}" style="font-size:${15.5 * unit}px">${text}</text>`;
  out += main ? plate(10, 176, `${date(picture.time)} ${clock(picture.time)}`, "time") : plate(10, 78, clock(picture.time), "time");
  if (picture.moment !== "before" && stayed >= 0) out += plate(right - 10 - 116, 116, `${say(["已停留", "stood"])} ${minutes(stayed)}`, picture.moment === "threshold" ? "over" : "time");
  return `<svg viewBox="0 0 ${w} ${h}" role="img" aria-label="${escapeHtml(told)}">${out}</svg>`;
}

function picturesHtml(story, number) {
  if (!story.pictures.length) return `<p class="none">${say(["没有保留图片。", "No pictures were kept."])}</p>`;
  const main = story.pictures.find((p) => p.moment === "threshold") || story.pictures[story.pictures.length - 1];
  const caption = { before: ["之前：还没有", "before: not there yet"], onset: ["刚出现，开始计时", "onset: the clock starts"], threshold: ["停留超时，认定", "the dwell is exceeded: confirmed"] };
  const figure = (picture, css, i) => `<figure class="${css}">${pictureSvg(picture, story, `story-${number}-${i}`, css === "main")}<figcaption>${say(caption[picture.moment] || name("moment", picture.moment))} · ${escapeHtml(picture.camera)}</figcaption></figure>`;
  const others = story.pictures.filter((p) => p !== main).slice(0, 2);
  return `<div class="pictures${others.length ? "" : " single"}">${figure(main, "main", 0)}${others.map((p, i) => figure(p, "", i + 1)).join("")}</div>`;
}

// What is accused, near: a part of the main picture, which is in the page only once.
function closeUp(story, number) {
  const main = story.pictures.find((p) => p.moment === "threshold");
  if (!main || !main.box) return "";
  const [x, y, w, h] = main.box, width = Math.min(main.width, Math.max(2.4 * w, 3.6 * h, 90)), height = (width * 3) / 4;
  const left = Math.max(0, Math.min(main.width - width, x + w / 2 - width / 2)), top = Math.max(0, Math.min(main.height - height, y + h / 2 - height / 2));
  return `<svg class="close-up" viewBox="${left} ${top} ${width} ${height}" role="img" aria-label="${say(["被指认的东西，放大", "what is accused, near"])}"><use href="#story-${number}-0"/><rect class="box" x="${x}" y="${y}" width="${w}" height="${h}" style="stroke-width:${width / 110}"/></svg>`;
}

// The story in a few sentences, for who reads nothing else.
function told(story) {
  const onset = stepOf(story, "onset").time, confirmed = stepOf(story, "confirmed"), colour = stepOf(story, "colour"), checked = stepOf(story, "rechecked"), closed = stepOf(story, "closed");
  const arrived = story.steps.find((step) => step.to === "arrived"), reworks = story.steps.filter((step) => step.to === "rework").length, thing = className(story.class);
  const when = [`${weekday(onset)[0]}${part(onset)} ${clock(onset, false)}`, `On ${weekday(onset)[1]} at ${clock(onset, false)}`];
  const zh = [story.wrong_by ? `${when[0]}，摄像机把${where(story)}的东西当成${thing[0]}` : `${when[0]}，${where(story)}出现${thing[0]}`];
  const en = [story.wrong_by ? `${when[1]} the camera took something ${where(story)} for ${thing[1]}.` : `${when[1]} the camera saw ${thing[1]} ${where(story)}.`];
  if (confirmed) {
    const sms = stepOf(story, "sms");
    zh.push(`${span(confirmed.stayed_s)[0]}后认定超时${sms ? "，短信随即发出" : ""}`);
    en.push(`After ${span(confirmed.stayed_s)[1]} it had stood too long${sms ? " and the SMS went out" : ""}.`);
  }
  if (colour) {
    zh.push(`这是第 ${colour.count} 次，店铺由${W.colour[colour.from][0]}变${W.colour[colour.to][0]}`);
    en.push(`It was strike ${colour.count}: the shop went from ${W.colour[colour.from][1]} to ${W.colour[colour.to][1]}.`);
  }
  if (checked) {
    zh.push(`${data.policy.correct_within_min} 分钟后复查，${name("recheck", checked.outcome)[0]}`);
    en.push(`At the re-check ${data.policy.correct_within_min} minutes later: ${name("recheck", checked.outcome)[1]}.`);
  }
  if (arrived) {
    zh.push(`队员 ${escapeHtml(arrived.officer || "")} 上门${arrived.reason ? "，" + name("reason", arrived.reason)[0] : ""}${reworks ? `，摄像机却一直说还在，返工 ${reworks} 次` : ""}`);
    en.push(`Officer ${escapeHtml(arrived.officer || "")} came${arrived.reason ? " and found " + (arrived.reason === "nothing found" ? "nothing" : escapeHtml(arrived.reason)) : ""}${reworks ? `, but the camera kept seeing it and sent the case back ${reworks} times` : ""}.`);
  }
  if (closed) { zh.push(`${clock(closed.time, false)} 了结`); en.push(`It ended at ${clock(closed.time, false)}.`); }
  return language() === "zh" ? zh.join("。") + "。" : en.join(" ");
}

function truthOf(story) {
  if (story.wrong_by) {
    const stood = story.stood_there ? name("kind", story.stood_there) : null;
    return say([`真相（只有裁判知道）：${name("wrong", story.wrong_by)[0]}${stood ? "，那是" + stood[0] : ""}。`, `The truth, which only the judge knows: ${name("wrong", story.wrong_by)[1]}${stood ? ` (${stood[1]})` : ""}.`]);
  }
  if (!story.truth) return "";
  const until = story.truth.until;
  return say([`真相（只有裁判知道）：${clock(story.truth.from)} 放下，${until ? clock(until) + " 清走" : "到结束时还在"}。`, `The truth, which only the judge knows: put there at ${clock(story.truth.from)}, ${until ? "gone at " + clock(until) : "still there at the end"}.`]);
}

// A case as a row of stations with the time between them; later rounds of the same case are only counted.
function visitHtml(moves) {
  const first = [], seen = new Set();
  let reworks = 0;
  for (const move of moves) {
    if (move.to === "rework") ++reworks;
    const end = ["closed", "forced_close", "voided"].includes(move.to);
    if (move.to === "feedback" || move.to === "rework" || (seen.has(move.to) && !end)) continue;
    seen.add(move.to);
    first.push(move);
  }
  const stations = first.map((move, i) => `<li><b>${say(name("state", move.to))}</b><span>${clock(move.time)}${i ? ` · +${say(span((move.time - first[i - 1].time) / 1000))}` : ""}</span>${move.reason ? `<em>${escapeHtml(say(name("reason", move.reason)))}</em>` : ""}</li>`).join("");
  const who = moves.find((move) => move.officer);
  return `<p>${say([`案件派给队员 ${who ? escapeHtml(who.officer) : "（无人）"}${reworks ? `，返工 ${reworks} 次` : ""}：`, `The case goes to officer ${who ? escapeHtml(who.officer) : "(nobody)"}${reworks ? `; it is sent back ${reworks} times` : ""}:`])}</p><ol class="stations">${stations}</ol>`;
}

const CLOSED = {
  self_corrected: ["店铺自行整改，了结。", "The shop put it right; the end."], case_closed: ["案件结束，事件了结。", "The case is over, and so is the incident."],
  cleared_before_notice: ["短信之前已消失，了结。", "Gone before the SMS; the end."], voided: ["作废。", "Voided."],
};

function stepsHtml(story, number) {
  const moves = story.steps.filter((step) => step.what === "case_moved"), sms = stepOf(story, "sms");
  let day = "", visitTold = false;
  const line = (step, css, html) => {
    const newDay = date(step.time) !== day;
    day = date(step.time);
    return `<li class="${css}"><time>${newDay ? `<small>${dayShort(step.time)} ${say(weekday(step.time))}</small>` : ""}${clock(step.time)}</time><div>${html}</div></li>`;
  };
  return story.steps.map((step) => {
    switch (step.what) {
      case "onset": return line(step, "", say(["东西出现在责任区里，停留开始计时。", "Something stands in the zone; the dwell clock starts."]));
      case "confirmed": return line(step, "", `<p>${say([`摄像机 ${escapeHtml(step.camera)} 认定：已停留 ${span(step.stayed_s)[0]}，超过规定时间。`, `Camera ${escapeHtml(step.camera)} confirms: it has stood there for ${span(step.stayed_s)[1]}, longer than allowed.`])}</p>${step === stepOf(story, "confirmed") ? closeUp(story, number) : ""}`);
      case "sms": {
        const fate = stepOf(story, "delivered") || stepOf(story, "undelivered");
        const state = !fate ? "" : fate.what === "delivered" ? say([`✓ 送达 ${clock(fate.time)}`, `✓ delivered ${clock(fate.time)}`]) : say([`✕ 没有送达 ${clock(fate.time)}`, `✕ not delivered ${clock(fate.time)}`]);
        const gist = language() === "en" ? `<small class="gist">It asks the shop to clear up within ${data.policy.correct_within_min} minutes.</small>` : "";
        return line(step, "message", `<p>${say([`短信发给${shopName(story)}`, `An SMS goes to ${shopName(story)}`])}</p><p class="sms" lang="zh">${escapeHtml(step.text)}<small>${state}</small></p>${gist}`);
      }
      case "colour": return line(step, "turn", `<p>${mark(step.from)} <span aria-hidden="true">→</span> ${mark(step.to)} ${say([`第 ${step.count} 次，由${W.colour[step.from][0]}变${W.colour[step.to][0]}。`, `Strike ${step.count}: from ${W.colour[step.from][1]} to ${W.colour[step.to][1]}.`])}</p>`);
      case "rechecked": {
        const waited = sms ? (step.time - sms.time) / 60000 : 0;
        return line(step, "", `<p>${waited ? say([`${Math.round(waited)} 分钟到，复查：`, `${Math.round(waited)} minutes are over; the re-check says: `]) : say(["复查：", "The re-check says: "])}<b>${say(name("recheck", step.outcome))}</b></p>`);
      }
      case "case": return line(step, "", `<p>${say([`立案，须在 ${clock(step.due, false)} 前结案。`, `A case is registered, to be closed by ${clock(step.due, false)}.`])}</p>`);
      case "case_moved": if (visitTold) return ""; visitTold = true; return line(step, "visit", visitHtml(moves));
      case "relapsed": return line(step, "", say(["又摆了出来，仍是同一起事件。", "It is back; the same incident goes on."]));
      case "closed": return line(step, "end", say(CLOSED[step.how] || [step.how, step.how]));
      case "voided": return line(step, "end", say(["作废：", "Voided: "]) + escapeHtml(step.reason));
      default: return "";
    }
  }).join("");
}

function drawStories() {
  const list = document.getElementById("story-list");
  if (!data.stories.length) { list.innerHTML = `<p class="none">${say(["没有发生事件，也就没有故事。", "No incident, so no story."])}</p>`; return; }
  list.innerHTML = data.stories.map((story, number) => `<article class="card story ${story.wrong_by ? "wrong" : ""}">
    <p class="kicker">${escapeHtml(say(className(story.class)))}${story.trade ? " · " + escapeHtml(say(tradeName(story.trade))) : ""} · #${story.incident}</p>
    <h3>${say(STORY[story.kind])}${story.sign ? say([`：${escapeHtml(story.sign)}`, `: ${escapeHtml(story.sign)}`]) : ""}</h3>
    <p class="lede">${told(story)} <span class="truth">${truthOf(story)}</span></p>
    ${picturesHtml(story, number)}<ol class="steps">${stepsHtml(story, number)}</ol></article>`).join("");
}
