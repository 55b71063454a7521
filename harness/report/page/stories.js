"use strict";
// Three incidents told in full, with pictures, messages and visits.
const STORY = {
  turned_yellow: ["这家店变黄的那一天", "The day this shop turned yellow"], turned_red: ["这家店变红的那一天", "The day this shop turned red"],
  corrected: ["一条短信就够了", "One SMS was enough"], wrong: ["我们错了：一次错报", "We were wrong: a false accusation"],
  visited: ["队员上门", "An officer came"], other: ["又一起事件", "One more incident"],
};

function pictureFigure(picture) {
  const { width: w, height: h, box } = picture, unit = w / 640;
  let out = `<image href="data:image/jpeg;base64,${picture.jpeg}" width="${w}" height="${h}"/>`;
  if (picture.outline.length > 2) out += `<path d="M${picture.outline.map((p) => p.join(" ")).join("L")}Z" style="fill:#ffd60022;stroke:#ffd600;stroke-width:${3 * unit};stroke-linejoin:round"/>`;
  if (box) out += `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" style="fill:none;stroke:#fff;stroke-width:${4.5 * unit}"/><rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" style="fill:none;stroke:#d01f1f;stroke-width:${2.2 * unit}"/>`;
  out += `<rect x="${8 * unit}" y="${8 * unit}" width="${212 * unit}" height="${28 * unit}" rx="${5 * unit}" style="fill:#000a"/><text x="${16 * unit}" y="${28 * unit}" style="fill:#fff;font-size:${17 * unit}px;font-variant-numeric:tabular-nums">${date(picture.time)} ${clock(picture.time)}</text>`;
  return `<figure><svg viewBox="0 0 ${w} ${h}" role="img" aria-label="${escapeHtml(picture.moment)}">${out}</svg><figcaption>${both(name(MOMENT, picture.moment))} · ${escapeHtml(picture.camera)}</figcaption></figure>`;
}

function stepHtml(step) {
  switch (step.what) {
    case "onset": return t("东西出现在区域里，计时开始。", "It stands in the zone; the clock starts.");
    case "confirmed": return t(`摄像机 ${escapeHtml(step.camera)} 确认：已停留 ${span(step.stayed_s)[0]}。`, `Camera ${escapeHtml(step.camera)} confirms: it has stayed for ${span(step.stayed_s)[1]}.`);
    case "sms": return `${t("短信发给商户：", "SMS to the shop:")}<br><span class="sms">${escapeHtml(step.text)}</span>`;
    case "delivered": return t("短信送达。", "The SMS was delivered.");
    case "undelivered": return t("短信没有送达。", "The SMS was not delivered.");
    case "rechecked": return t(`复查：${name(RECHECK, step.outcome)[0]}。`, `Re-check: ${name(RECHECK, step.outcome)[1]}.`);
    case "case": return t(`立案，应在 ${clock(step.due, false)} 前办结。`, `A case is registered, due by ${clock(step.due, false)}.`);
    case "case_moved": {
      const who = step.officer ? escapeHtml(step.officer) : "";
      const states = (k) => step.states.map((state) => name(STATE, state)[k]).join(" → ");
      return t(`案件：${states(0)}${who ? "（" + who + "）" : ""}`, `Case: ${states(1)}${who ? " (" + who + ")" : ""}`) + (step.reason ? ` <small>${both(name(REASON, step.reason))}</small>` : "");
    }
    case "colour": return `${mark(step.from)} → ${mark(step.to)} ${t(`店铺由${COLOUR[step.from][0]}变${COLOUR[step.to][0]}：第 ${step.count} 次。`, `The shop goes from ${COLOUR[step.from][1]} to ${COLOUR[step.to][1]}: strike ${step.count}.`)}`;
    case "relapsed": return t("又出现了，同一起事件继续。", "It is back; the same incident goes on.");
    case "closed": return both(name(CLOSED, step.how));
    case "voided": return t("作废：", "Voided: ") + escapeHtml(step.reason);
    default: return escapeHtml(step.what);
  }
}

// A case's moves of one instant become one line.
function condensed(steps) {
  const out = [];
  for (const step of steps) {
    const last = out[out.length - 1];
    if (step.what === "case_moved" && last && last.what === "case_moved" && last.time === step.time) {
      last.states.push(step.to);
      last.officer = last.officer || step.officer;
      last.reason = [last.reason, step.reason].filter(Boolean).join(", ");
    } else out.push(step.what === "case_moved" ? { ...step, states: [step.to] } : step);
  }
  return out;
}

function storiesHtml() {
  if (!data.stories.length) return `<p class="none">${t("没有发生事件，也就没有故事。", "No incident, so no story.")}</p>`;
  return data.stories.map((story) => {
    const shop = story.sign ? `${escapeHtml(story.sign)}` : t("公共地段", "a public place");
    const wrong = story.wrong_by ? `<p class="note">${t(`真相：${name(WRONG, story.wrong_by)[0]}。引擎不知道，裁判知道。`, `The truth: ${name(WRONG, story.wrong_by)[1]}. The engine does not know; the judge does.`)}</p>` : "";
    const pictures = story.pictures.length ? `<div class="pictures">${story.pictures.map(pictureFigure).join("")}</div>` : `<p class="none">${t("没有保留图片。", "No pictures were kept.")}</p>`;
    let day = "";
    const steps = condensed(story.steps).map((step) => {
      const newDay = date(step.time) !== day;
      day = date(step.time);
      return `<li><time>${newDay ? `<small>${dayShort(step.time)}</small> ` : ""}${clock(step.time)}</time><div>${stepHtml(step)}</div></li>`;
    }).join("");
    return `<article class="card story"><h3>${both(STORY[story.kind])}</h3><p class="note">${shop} · ${both(className(story.class))} · #${story.incident}</p>${wrong}${pictures}<ol class="steps">${steps}</ol></article>`;
  }).join("");
}
