"use strict";
// The page: sentence, map, what happened, how good it was, stories, work, and what to believe of it.
const K = S.indicators;
const scoreOf = (when, what) => (S[when].all ? S[when].all[what] : { hits: 0, of: 0, value: null });
const sum = (object) => Object.values(object).reduce((a, b) => a + b, 0);
const found = S.lost.found || 0;
const wrongTotal = sum(S.wrong) - (S.wrong.right || 0);

const tile = (value, zh, en) => `<div class="tile"><b>${value}</b><span>${t(zh, en)}</span></div>`;
const section = (zh, en, aboutZh, aboutEn, content) => `<section><h2>${t(zh, en)}</h2>${aboutZh ? `<p class="about">${t(aboutZh, aboutEn)}</p>` : ""}${content}</section>`;
const card = (zh, en, content, noteZh, noteEn) => `<div class="card"><h3>${t(zh, en)}</h3>${content}${noteZh ? `<p class="note">${t(noteZh, noteEn)}</p>` : ""}</div>`;
const table = (head, rows, numeric = []) =>
  `<div class="scroll"><table><thead><tr>${head.map((h, i) => `<th class="${numeric.includes(i) ? "n" : ""}">${h}</th>`).join("")}</tr></thead><tbody>${rows.map((r) => `<tr>${r.map((c, i) => `<td class="${numeric.includes(i) ? "n" : ""}">${c}</td>`).join("")}</tr>`).join("")}</tbody></table></div>`;

function sentence() {
  const [zhLasted, enLasted] = lasted(), violations = S.violations, share = K.correction;
  const many = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;
  const zhFixed = share.of ? `复查过的 ${share.of} 起中 <b>${percent(share.value)}</b> 已自行整改，` : "";
  const enFixed = share.of ? `<b>${percent(share.value)}</b> of the ${share.of} re-checked had put it right, ` : "";
  return `<p class="lead">${t(
    `${zhLasted}里，${S.cameras} 个摄像机在 ${count(violations)} 起真实违规中发现了 <b>${count(found)}</b> 起；引擎发出 ${count(K.notices)} 条短信，${zhFixed}${count(K.cases)} 起案件交给城管队员，<b>${count(wrongTotal)}</b> 起是错报。`,
    `In ${enLasted}, ${many(S.cameras, "camera", "cameras")} found <b>${count(found)}</b> of ${many(violations, "true violation", "true violations")}; ${many(K.notices, "SMS", "SMS")} went out, ${enFixed}${many(K.cases, "case", "cases")} went to officers, and <b>${count(wrongTotal)}</b> ${wrongTotal === 1 ? "accusation was" : "accusations were"} wrong.`)}</p>`;
}

function bars(rows) {
  const most = Math.max(1, ...rows.map((r) => r.n));
  return `<div class="bars">${rows.map((r) => `<span>${both(r.label)}</span><div class="bar"><i class="${r.kind || ""}" style="width:${(100 * r.n) / most}%"></i></div><b>${count(r.n)}</b>`).join("")}</div>`;
}

function happened() {
  const opened = Object.values(data.hours.by_class).map((row, i) => ({ label: className(i), n: row.reduce((a, b) => a + b, 0) })).filter((r) => r.n);
  const tiles = `<div class="tiles">${tile(count(S.violations), "真实违规（裁判）", "true violations (the judge)")}${tile(count(K.incidents), "引擎的事件", "incidents by the engine")}${tile(count(K.notices), "短信", "SMS to shops")}${tile(percent(K.correction.value), "复查时已整改", "put right at re-check")}${tile(count(K.cases), "案件", "cases")}${tile(count(K.reports), "市民举报", "citizens' reports")}</div>`;
  const colours = `<div class="bars">${["green", "yellow", "red"].map((c) => `<span>${mark(c)} ${both(COLOUR[c])}</span><div class="bar"><i style="width:${(100 * S.colours[c]) / Math.max(1, S.shops)}%;background:var(--${c})"></i></div><b>${count(S.colours[c])}</b>`).join("")}</div>
    <p class="note">${t(`这段时间：变黄 ${data.changes.to_yellow}，变红 ${data.changes.to_red}，降一级 ${data.changes.down}。`, `In these days: ${data.changes.to_yellow} became yellow, ${data.changes.to_red} red, ${data.changes.down} went one level down.`)}</p>`;
  return section("发生了什么", "What happened", "", "", tiles +
    `<div class="card one"><h3>${t("几点发生", "When")}</h3><div class="chart"><canvas id="hours"></canvas></div></div>` +
    `<div class="two">${card("店铺的三色码（结束时）", "Shops by colour, at the end", colours)}${card("事件类别", "Incidents by class", opened.length ? bars(opened) : `<p class="none">${t("没有事件", "none")}</p>`)}</div>`);
}

function goodness() {
  const lost = ["found", "no_camera", "camera_down", "hardly_visible", "detector", "tracking_or_zone", "dwell", "attribution", "late"].map((s) => ({ label: name(LOST, s), n: S.lost[s] || 0, kind: s === "found" ? "good" : "bad" }));
  const wrong = ["right", "nothing_there", "lawful_thing", "wrong_class", "wrong_shop", "duplicate", "off_time"].map((s) => ({ label: name(WRONG, s), n: S.wrong[s] || 0, kind: s === "right" ? "good" : "bad" }));
  const plot = (when, what) => `<div data-forest="${when}/${what}"></div>`;
  const scoreRows = (when) => Object.keys(S[when]).sort((a, b) => (a === "all" ? -1 : b === "all" ? 1 : 0)).map((code) => {
    const s = S[when][code];
    return [both(classByCode(code)), interval(s.precision), interval(s.recall_all), interval(s.recall_working), interval(s.recall_opportunities), `${both(span(s.delay.median))} <small>${s.delay.low !== null ? `[${decimals(s.delay.low, 1)}–${decimals(s.delay.high, 1)} s]` : ""}</small>`];
  });
  const head = [t("类别", "class"), t("精确率", "precision"), t("召回：全部", "recall: all"), t("召回：摄像机正常", "recall: camera worked"), t("召回：看得见", "recall: could be seen"), t("确认延迟（中位）", "delay (median)")];
  return section("看得准吗", "How well it saw",
    "裁判知道真相，引擎不知道。召回有三种：对全部违规；对当时有正常摄像机照到的；对真正看得见的（至少 40 % 可见、短边 12 像素、停留够久）。线是 95 % Wilson 区间，虚线是目标 0.90。",
    "The judge knows the truth, the engine does not. Recall comes in three: of all violations; of those in view of a working camera; of those that could truly be seen (40 % visible, 12 px, long enough). Lines are 95 % Wilson intervals; the dashed line is the goal, 0.90.",
    `<div class="two">${card("违规在哪一步丢失", "Where violations were lost", bars(lost))}${card("错报因何而来", "Where wrong accusations came from", bars(wrong), `每起违规 ${decimals(S.duplicates_per_violation, 3)} 次指认；认错店铺 ${percent(S.wrong_shop.value, 1)}（${S.wrong_shop.hits}/${S.wrong_shop.of}）。合法的相似物 ${count(S.lawful_look_alikes)} 个。`, `${decimals(S.duplicates_per_violation, 3)} accusations a violation found; wrong shop ${percent(S.wrong_shop.value, 1)} (${S.wrong_shop.hits}/${S.wrong_shop.of}). Lawful look-alikes: ${count(S.lawful_look_alikes)}.`)}</div>` +
    `<div class="two">${card("白天 · 精确率", "By day · precision", plot("by_day", "precision"))}${card("白天 · 召回：看得见的", "By day · recall of what could be seen", plot("by_day", "recall_opportunities"))}</div>` +
    `<div class="two">${card("白天 · 召回：全部违规", "By day · recall of all violations", plot("by_day", "recall_all"))}${card("白天 · 召回：摄像机正常", "By day · recall, camera worked", plot("by_day", "recall_working"))}</div>` +
    `<div class="two">${card("白天 · 确认延迟", "By day · delay of confirmation", plot("by_day", "delay"), "从停留时间真正届满，到引擎确认。中位数与 95 % 区间（秩统计量，少于 6 个时没有）。", "From the true end of the dwell to the confirmation. Median and 95 % interval by order statistics; none below six.")}${card("夜里 · 召回：看得见的", "By night · recall of what could be seen", plot("by_night", "recall_opportunities"), `夜里精确率 ${interval(scoreOf("by_night", "precision"))}`, `Precision by night ${interval(scoreOf("by_night", "precision"))}`)}</div>` +
    `<div class="card one"><h3>${t("白天，逐类", "By day, class by class")}</h3>${table(head, scoreRows("by_day"), [1, 2, 3, 4, 5])}</div>` +
    `<div class="card one"><h3>${t("夜里，逐类", "By night, class by class")}</h3>${Object.keys(S.by_night).length ? table(head, scoreRows("by_night"), [1, 2, 3, 4, 5]) : `<p class="none">${t("没有夜间数据", "nothing happened by night")}</p>`}</div>`);
}

function beside() {
  const f = data.funnel, share = (a, b) => (b ? percent(a / b, 1) : "–");
  return section("孪生与真实城市", "The twin beside published cities",
    "只是并排放着：街道、摄像机和统计口径都不同，不能当作验证。", "Only side by side: streets, cameras and ways of counting differ, so this validates nothing.",
    `<div class="card">${table([t("指标", "figure"), t("本次", "this run"), t("公开数字", "published")], [
      [t("每摄像机每天的事件", "incidents per camera and day"), decimals(S.incidents_per_camera_day, 2), "0.42"],
      [t("首条短信后自行整改", "put right after the first SMS"), `${percent(K.correction.value)} <small>(${K.correction.hits}/${K.correction.of})</small>`, "87 %"],
      [t("漏斗：提醒", "funnel: warned"), count(f.notices), "4393"],
      [t("漏斗：未整改，再处理", "funnel: warned in vain"), `${count(f.cases_warned)} <small>(${share(f.cases_warned, f.notices)})</small>`, "599 <small>(13.6 %)</small>"],
      [t("漏斗：上门", "funnel: visited"), `${count(f.visited)} <small>(${share(f.visited, f.notices)})</small>`, "343 <small>(7.8 %)</small>"],
      [t("漏斗：立案处罚", "funnel: prosecuted"), t("不模拟", "not simulated"), "15 <small>(0.34 %)</small>"],
    ], [1, 2])}</div>`);
}

function work() {
  const officerRows = data.officers.map((o) => [escapeHtml(o.name), escapeHtml(o.duty_grid), `${two(Math.floor(o.from_min / 60))}:${two(o.from_min % 60)}–${two(Math.floor(o.until_min / 60))}:${two(o.until_min % 60)}`, count(o.dispatched), count(o.closed), both(span(o.arrive.median)), percent(o.busy_min / Math.max(o.duty_min, 1), 1)]);
  const kpi = [
    [t("短信送达", "SMS delivered"), percent(K.delivered.value, 1), `${K.delivered.hits}/${K.delivered.of}`], [t("复查时已整改", "put right at re-check"), percent(K.correction.value, 1), `${K.correction.hits}/${K.correction.of}`],
    [t("复查看不清", "re-check saw nothing"), count(K.recheck_unknown), ""], [t("再次发生", "relapsed"), count(K.relapsed), ""],
    [t("结案率", "cases closed"), percent(K.closing.value, 1), `${K.closing.hits}/${K.closing.of}`], [t("按时结案", "closed on time"), percent(K.on_time.value, 1), `${K.on_time.hits}/${K.on_time.of}`],
    [t("接单（中位）", "acknowledged (median)"), both(span(K.acknowledge.median)), `p90 ${say(span(K.acknowledge.p90))}`], [t("到达（中位）", "arrived (median)"), both(span(K.arrive.median)), `p90 ${say(span(K.arrive.p90))}`],
    [t("立案到结案（中位）", "registered to closed (median)"), both(span(K.close.median)), `p90 ${say(span(K.close.p90))}`], [t("返工", "reworks"), count(K.reworks), ""],
    [t("举报属实", "reports found true"), count(K.reports_valid), t(`共 ${K.reports}`, `of ${K.reports}`)], [t("举报并入已有事件", "reports joined to an incident"), count(K.reports_attached), t(`共 ${K.reports}`, `of ${K.reports}`)],
  ];
  return section("三色码与队员", "Colours and officers", "", "",
    `<div class="card one"><h3>${t("三色码，逐日", "Shops by colour, day by day")}</h3><div class="chart"><canvas id="census"></canvas></div></div>` +
    `<div class="two">${card("核心指标（KPI）", "Key figures", table([t("指标", "figure"), "", ""], kpi, [1, 2]), "按 GB/T 30428.4 的思路，由日志算出。", "In the manner of GB/T 30428.4, computed from the journal.")}
      ${card("队员的负荷", "Officers' load", data.officers.length ? `<div class="chart low"><canvas id="officers"></canvas></div>${table([t("队员", "officer"), t("网格", "grid"), t("班次", "shift"), t("派遣", "sent"), t("结案", "closed"), t("到达", "arrives in"), t("忙", "busy")], officerRows, [3, 4, 5, 6])}` : `<p class="none">${t("没有队员", "no officers")}</p>`)}</div>`);
}

function pictures() {
  const f = S.frames, e = S.engine, w = S.wall_s;
  const detector = Object.entries(S.detector_by_kind).map(([kind, p]) => [escapeHtml(kind), interval(p), `${p.hits}/${p.of}`]);
  return section("图像与时间", "Pictures and time", "", "",
    `<div class="tiles">${tile(count(f.pictures), "张图像", "pictures")}${tile(decimals(f.looks_per_camera_day, 1), "次查看 / 摄像机·天", "looks a camera-day")}${tile(decimals(f.lawful_changes_per_camera_day, 1), "次合法变化 / 摄像机·天", "lawful changes a camera-day")}${tile(count(e.detector_runs + e.analyses_used), "张图像经过识别", "pictures through the detector")}${tile(say(span(w.total)), "总用时", "wall time")}</div>` +
    `<div class="two">${card("为什么拍", "Why pictures were taken", `<div class="chart low"><canvas id="frames"></canvas></div>`, `变化门放行 ${count(e.gate_passed)} / ${count(e.frames)}；坏帧 ${count(e.frames_bad)}；引擎要求 ${count(e.looks_requested)}。`, `The change gate let ${count(e.gate_passed)} of ${count(e.frames)} through; ${count(e.frames_bad)} bad; ${count(e.looks_requested)} looks asked for.`)}
      ${card("时间花在哪里", "Where the time went", table(["", "s"], [[t("孪生：绘制（各线程合计）", "twin: rendering (all threads)"), decimals(w.render, 2)], [t("引擎：识别（各线程合计）", "engine: detector (all threads)"), decimals(w.detect, 2)], [t("引擎：其余", "engine: the rest"), decimals(w.engine, 2)], [t("总用时", "wall time of the run"), decimals(w.total, 2)]], [1]), `${S.threads} 个线程；预先算好 ${count(f.made_ahead)} 张，白算 ${count(f.discarded)} 张。`, `${S.threads} thread${S.threads === 1 ? "" : "s"}; ${count(f.made_ahead)} pictures made ahead, ${count(f.discarded)} in vain.`)}</div>` +
    (detector.length ? `<div class="card one"><h3>${t("识别器，逐种：看得清的东西里认出多少", "The detector by kind: share found of what was well visible in a picture")}</h3>${table([t("种类", "kind"), t("认出", "found"), "n"], detector, [1, 2])}</div>` : ""));
}

function trust() {
  const p = data.policy;
  const left = [
    ["十五类中只有五类；天气、灯光之外的夜景、人群拥挤没有模拟。", "Five of the fifteen classes; no weather, no crowds, nights only as darkness and lamps."],
    ["行政处罚、信用记录和申诉后的复核没有模拟。", "Fines, credit records and reviews after an appeal are not simulated."],
    ["识别器只在孪生自己的画面上训练和评判；对真实画面的准确率未知。", "The detector was trained and judged on the twin's own pictures; how it does on real ones is unknown."],
    ["短信延迟、丢失率、错号率、商户和队员的行为参数都是假定。", "SMS latency, loss, wrong numbers, and how shops and officers behave are assumed."],
    ["需求（每天多少起、哪类、几点）取自公开数字并作假定。", "Demand (how many, which, when) is set from published figures and assumptions."],
    ["六十天历史（若有）是合成的，在日志中记为导入。", "The history before the run, where there is one, is synthetic and journalled as imported."],
    ["地图坐标假定在平湖（30.69° N, 121.02° E）；街道是虚构的。", "The map's place is assumed to be Pinghu (30.69° N, 121.02° E); the street is invented."],
    ["停留时间、间隔容忍等数值是假定；15 分钟、3 次、5 次、30 天来自原文。", "Dwell and gap tolerance are assumed; 15 minutes, 3, 5 and 30 days are the source page's."],
  ];
  const rows = [
    [t("场景", "scenario"), `${escapeHtml(S.scenario)} <small>${escapeHtml(S.about)}</small>`], [t("时间", "from, to"), `${escapeHtml(S.start)} → ${escapeHtml(S.end)} (UTC+8)${S.partial ? ` · ${t("计划到", "planned to")} ${escapeHtml(S.planned_end)}` : ""}`],
    [t("种子", "seed"), `<code>${S.seed}</code>`], [t("程序版本", "commit"), `<code>${escapeHtml(S.commit)}</code>`], [t("政策", "policy"), `${escapeHtml(p.name)} · ${t(`整改 ${p.correct_within_min} 分钟，黄 ≥ ${p.yellow_from}，红 ≥ ${p.red_from}，${p.step_down_days} 天降一级`, `put right in ${p.correct_within_min} min, yellow from ${p.yellow_from}, red from ${p.red_from}, one level down after ${p.step_down_days} days`)}`],
    [t("停留时间", "dwell"), t(data.policy.dwell.map((d) => `${escapeHtml(classByCode(d.class)[0])} ${span(d.dwell_s)[0]}`).join("，"), data.policy.dwell.map((d) => `${escapeHtml(classByCode(d.class)[1])} ${span(d.dwell_s)[1]}`).join(", "))],
    [t("层级", "rung"), `${escapeHtml(S.rung)} · ${S.frames_mode === "every" ? t("逐帧", "every frame") : t("关键帧", "key frames")}`], [t("识别器档案", "detector profile"), S.detector_profile === "twin" ? t("twin：自己的眼睛看自己的画面", "twin: our own eyes on our own renders") : escapeHtml(S.detector_profile)],
    [t("世界侧核对", "counted in the world"), t(`网关收到 ${count(S.messages_at_the_gateway)} 条，重复键 ${S.repeated_keys}；派单 ${count(S.dispatches)}；引擎重建 ${S.engine_rebuilds} 次`, `${count(S.messages_at_the_gateway)} messages at the gateway, ${S.repeated_keys} repeated keys; ${count(S.dispatches)} dispatches; ${S.engine_rebuilds} rebuilds of the engine`)],
    ...Object.entries(S.fingerprints).map(([k, v]) => [`${t("指纹", "fingerprint")} ${escapeHtml(k)}`, `<code>${escapeHtml(v)}</code>`]),
  ];
  return section("该信多少", "What to believe of it", "同一场景、种子和版本再跑一次，指纹必须相同。", "The same scenario, seed and commit must give the same fingerprints again.",
    `<div class="card one"><h3>${t("没有包括的，和假定的", "What was left out, and what is assumed")}</h3><ul class="split">${left.map((l) => `<li>${both(l)}</li>`).join("")}</ul></div><div class="card one"><h3>${t("来历", "Provenance")}</h3>${table([], rows)}</div>`);
}

function draw() {
  document.getElementById("scenario").textContent = `${S.scenario} · ${date(data.start)}${S.days > 1 ? " – " + date(data.end - 1) : ""}`;
  document.getElementById("page").innerHTML =
    (S.partial ? `<p class="partial">PARTIAL 未完成 · ${t(`在 ${escapeHtml(S.end)} 停止，计划到 ${escapeHtml(S.planned_end)}`, `stopped at ${escapeHtml(S.end)}, planned to ${escapeHtml(S.planned_end)}`)}</p>` : "") +
    sentence() + `<div class="card map">${mapSvg()}${mapLegend()}</div>` + happened() + goodness() + beside() +
    section("三个故事", "Three stories", "照片是引擎留下的证据，黄框是画好的区域，红框是被指认的东西。", "The pictures are the evidence that the engine kept; the yellow line is the drawn zone, the red box what is accused.", storiesHtml()) + work() + pictures() + trust();
  bindMap();
  drawCharts();
}

const root = document.documentElement;
function setTheme(theme) {
  root.dataset.theme = theme;
  document.getElementById("theme").textContent = language() === "zh" ? (theme === "dark" ? "浅色" : "深色") : theme === "dark" ? "Light" : "Dark";
}
function setLanguage(to) {
  root.dataset.lang = root.lang = to;
  document.getElementById("language").textContent = to === "zh" ? "English" : "中文";
}

// The address can ask for a language and a theme: report.html#lang=en&theme=dark
const asked = new URLSearchParams(location.hash.slice(1));
setLanguage(asked.get("lang") || ((navigator.language || "zh").startsWith("zh") ? "zh" : "en"));
setTheme(asked.get("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
draw();
document.getElementById("language").onclick = () => { setLanguage(language() === "zh" ? "en" : "zh"); setTheme(root.dataset.theme); draw(); };
document.getElementById("theme").onclick = () => { setTheme(root.dataset.theme === "dark" ? "light" : "dark"); drawCharts(); };

// Paper is light.
let before = null;
addEventListener("beforeprint", () => { before = root.dataset.theme; setTheme("light"); drawCharts(); });
addEventListener("afterprint", () => { if (before) setTheme(before); drawCharts(); });
