"use strict";
// The map: streets, shop fronts with their colour, cameras with what they look at, what was found, missed and wrongly accused.
const UNSEEN = ["no_camera", "camera_down", "hardly_visible"];  // No camera could have seen it; every other miss is the engine's.
const LAYERS = ["shops", "cameras", "found", "wrong", "missed", "unseen"];
const hiddenLayers = new Set();

const pinAt = (point, css, drawing, told, more = "") =>
  `<g class="pin ${css}" style="--x:${point[0]};--y:${(-point[1]).toFixed(2)};${more}" data-told="${escapeHtml(told)}"><title>${escapeHtml(told)}</title>${drawing}</g>`;

const DRAWING = {
  cameras: '<path class="mark-camera" d="M-5-3.6H2L6.5-5.4V5.4L2 3.6H-5Z"/>',
  found: '<path class="mark-found" d="M0-4.6 4.6 0 0 4.6-4.6 0Z"/>',
  wrong: '<path class="mark-halo" d="M-4-4 4 4M4-4-4 4"/><path class="mark-wrong" d="M-4-4 4 4M4-4-4 4"/>',
  missed: '<path class="mark-missed" d="M-4.4 4.2 0-4.8 4.4 4.2Z" transform="rotate(180)"/>',
  unseen: '<circle class="mark-unseen" r="3"/>',
};

function toldOf(it) { return `${say(className(it.class))} · ${date(it.time)} ${clock(it.time)}`; }

function mapLayers() {
  const { shops, cameras, incidents, missed } = data.map;
  const centre = (outline) => [outline.reduce((sum, p) => sum + p[0], 0) / outline.length, outline.reduce((sum, p) => sum + p[1], 0) / outline.length];
  const order = { green: 0, yellow: 1, red: 2 };
  const shopTold = (s) => `${s.sign} ${s.id} · ${say(tradeName(s.trade))} · ${say(W.colour[s.colour])} · ${say([`本次被指认 ${s.incidents} 次`, `accused ${s.incidents} times in this run`])}`;
  const seen = missed.filter((m) => !UNSEEN.includes(m.lost_at)), unseen = missed.filter((m) => UNSEEN.includes(m.lost_at));
  const missedPin = (kind) => (m) => pinAt(m.at, kind, DRAWING[kind], `${toldOf(m)} · ${say(name("lost", m.lost_at))}`);
  const incidentPin = (kind) => (it) =>
    pinAt(it.at, kind, DRAWING[kind], `#${it.id} ${toldOf(it)}${it.shop === null ? "" : " · " + (shops[it.shop] ? shops[it.shop].sign : "")}${it.wrong_by ? " · " + say(name("wrong", it.wrong_by)) : ""}`);
  const right = incidents.filter((it) => !it.wrong_by), wrong = incidents.filter((it) => it.wrong_by);
  return {
    shops: [shops.length, [...shops].sort((a, b) => order[a.colour] - order[b.colour]).map((s) => pinAt(centre(s.outline), `shop ${s.colour}`, shape(s.colour), shopTold(s))).join("")],
    cameras: [cameras.length, cameras.map((c) => pinAt(c.at, "camera", DRAWING.cameras, `${c.id} · ${c.owner} · ${count(c.looks)} ${say(["次查看", "looks"])}`, `--turn:${((-c.heading * 180) / Math.PI).toFixed(0)}`)).join("")],
    unseen: [unseen.length, unseen.map(missedPin("unseen")).join("")],
    found: [right.length, right.map(incidentPin("found")).join("")],
    missed: [seen.length, seen.map(missedPin("missed")).join("")],
    wrong: [wrong.length, wrong.map(incidentPin("wrong")).join("")],
  };
}

const LAYER_NAME = {
  shops: ["店铺", "shops"], cameras: ["摄像机", "cameras"], found: ["发现的违规", "violations found"], wrong: ["错误的指认", "wrong accusations"],
  missed: ["看得见却漏掉", "missed though visible"], unseen: ["摄像机看不见", "no camera could see"],
};

// How far behind a street's middle its name stands: past the shops.
const behindShops = (street) => Math.hypot(street.pavement[0][0] - street.from[0], street.pavement[0][1] - street.from[1]) + 14;

// The whole map in its own coordinates (metres, y downwards).
function mapBox() {
  const points = [...data.map.streets.map((s) => [s.from[0], s.from[1] + behindShops(s)]), ...data.map.streets.flatMap((s) => s.pavement), ...data.map.shops.flatMap((s) => s.outline), ...data.map.cameras.map((c) => c.at)];
  const xs = points.map((p) => p[0]), ys = points.map((p) => -p[1]), edge = 5;
  const x = Math.min(...xs) - edge, y = Math.min(...ys) - edge;
  return [x, y, Math.max(...xs) + edge - x, Math.max(...ys) + edge - y];
}

function mapDrawing(box, layers) {
  const map = data.map;
  const path = (corners, css) => `<path class="${css}" d="M${corners.map((p) => `${p[0]} ${(-p[1]).toFixed(2)}`).join("L")}Z"/>`;
  let ground = map.streets.map((s) => path(s.pavement, "pavement")).join("") + map.streets.map((s) => path(s.road, "road")).join("") + map.bays.map((b) => path(b, "bay")).join("");
  let views = "";
  for (const camera of map.cameras) {
    const reach = 22, ray = (a) => [camera.at[0] + reach * Math.cos(a), camera.at[1] + reach * Math.sin(a)];
    views += path([camera.at, ray(camera.heading - camera.half_view), ray(camera.heading), ray(camera.heading + camera.half_view)], "look");
  }
  // A street's name stands at its beginning, behind the shops, where nothing else is.
  let names = "";
  for (const street of map.streets) {
    const dx = street.to[0] - street.from[0], dy = street.to[1] - street.from[1], upright = Math.abs(dy) > Math.abs(dx), plate = 12.5 * street.name.length + 8;
    const behind = behindShops(street), [x, y] = upright && dy < 0 ? street.to : street.from;
    names += `<g class="pin" style="--x:${upright ? x + behind : x};--y:${upright ? -y : -y - behind}"><g transform="translate(${plate / 2} ${-11})"><rect class="street-plate" x="${-plate / 2}" y="-9" width="${plate}" height="18" rx="4"/><text class="street-name" dy=".36em">${escapeHtml(street.name)}</text></g></g>`;
  }
  return `<svg id="map-drawing" viewBox="${box.join(" ")}" style="aspect-ratio:${box[2]} / ${box[3]}" tabindex="0" role="group" aria-label="${escapeHtml(say(["地图。方向键移动，加减号缩放，0 复原。", "Map. Arrow keys move it, plus and minus zoom, 0 shows all."]))}">
    <style>.pavement{fill:var(--pavement)}.road{fill:var(--road)}.bay{fill:none;stroke:var(--card);stroke-width:.25}.look{fill:var(--camera);opacity:.1}</style>
    ${ground}<g class="layer-cameras">${views}</g><g class="layer-shops">${map.shops.map((s) => path(s.outline, `front ${s.colour}`)).join("")}</g>
    ${["unseen", "cameras", "shops", "found", "missed", "wrong"].map((layer) => `<g class="layer-${layer}">${layers[layer][1]}</g>`).join("")}${names}</svg>`;
}

function drawMap() {
  const place = document.getElementById("map");
  if (!data.map.streets.length) { document.getElementById("map-card").hidden = true; return; }
  const layers = mapLayers(), box = mapBox();
  const sample = (layer) => (layer === "shops" ? `${["green", "yellow", "red"].map((c) => `${mark(c)} ${count(S.colours[c])}`).join(" ")}` : `<svg viewBox="-8 -8 16 16" aria-hidden="true">${DRAWING[layer]}</svg>`);
  const hint = say(["指向或点按一个标记，这里说它是什么。按住 Ctrl 滚动可缩放。", "Point at or tap a mark and this line tells what it is. Ctrl and the wheel zoom."]);
  place.innerHTML = `<div class="frame"><div class="view">${mapDrawing(box, layers)}</div><div class="scale"></div>
    <div class="zoom">${[[0.6, "+", "放大", "zoom in"], [1 / 0.6, "−", "缩小", "zoom out"], [0, "⤢", "全图", "show all"]].map(([k, sign, zh, en]) => `<button type="button" data-zoom="${k}" aria-label="${say([zh, en])}">${sign}</button>`).join("")}</div></div>
    <div class="layers" role="group" aria-label="${say(["图层", "layers"])}">${LAYERS.map((layer) => `<button type="button" data-layer="${layer}" aria-pressed="${!hiddenLayers.has(layer)}">${sample(layer)} ${say(LAYER_NAME[layer])}${layer === "shops" ? "" : " " + count(layers[layer][0])}</button>`).join("")}</div>
    <p class="told" aria-live="polite">${hint}</p>`;
  bindMap(place, box);
}

// Buttons, keys, dragging with a mouse, pinching, Ctrl and the wheel; one finger scrolls the page as anywhere else.
function bindMap(place, whole) {
  const svg = document.getElementById("map-drawing"), scale = place.querySelector(".scale"), told = place.querySelector(".told");
  let view = [...whole];
  const show = () => {
    view[2] = Math.min(view[2], whole[2]);
    view[3] = Math.min(view[3], whole[3]);
    for (const i of [0, 1]) view[i] = Math.max(whole[i], Math.min(view[i], whole[i] + whole[i + 2] - view[i + 2]));
    svg.setAttribute("viewBox", view.join(" "));
    const perMetre = Math.min(svg.clientWidth / view[2], svg.clientHeight / view[3]) || 1, grow = Math.min(3, Math.max(1, (perMetre / 1.25) ** 0.45));
    svg.style.setProperty("--pin", grow / perMetre);
    svg.classList.toggle("far", perMetre < 2.6);
    const metres = [500, 200, 100, 50, 20, 10, 5].find((m) => m * perMetre < 160) || 5;
    scale.style.width = `${metres * perMetre}px`;
    scale.textContent = `${metres} m`;
  };
  const zoom = (k, cx = view[0] + view[2] / 2, cy = view[1] + view[3] / 2) => {
    if (!k) view = [...whole];
    else {
      const factor = Math.min(Math.max(k, 12 / view[2]), whole[2] / view[2]);
      view = [cx - (cx - view[0]) * factor, cy - (cy - view[1]) * factor, view[2] * factor, view[3] * factor];
    }
    show();
  };
  const metresAt = (x, y) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse()); return [p.x, p.y]; };
  const shift = (dx, dy) => { view[0] += dx; view[1] += dy; show(); };

  for (const button of place.querySelectorAll("[data-zoom]")) button.onclick = () => zoom(Number(button.dataset.zoom));
  for (const button of place.querySelectorAll("[data-layer]"))
    button.onclick = () => {
      const { layer } = button.dataset, hide = !hiddenLayers.has(layer);
      hiddenLayers[hide ? "add" : "delete"](layer);
      svg.classList.toggle(`hide-${layer}`, hide);
      button.setAttribute("aria-pressed", String(!hide));
    };
  for (const layer of hiddenLayers) svg.classList.add(`hide-${layer}`);
  svg.onkeydown = (e) => {
    const step = view[2] / 8, act = { ArrowLeft: () => shift(-step, 0), ArrowRight: () => shift(step, 0), ArrowUp: () => shift(0, -step), ArrowDown: () => shift(0, step), "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1 / 0.6), 0: () => zoom(0) }[e.key];
    if (act && !e.ctrlKey && !e.metaKey) { act(); e.preventDefault(); }
  };
  svg.onwheel = (e) => { if (e.ctrlKey || e.metaKey) { e.preventDefault(); zoom(e.deltaY < 0 ? 0.8 : 1.25, ...metresAt(e.clientX, e.clientY)); } };
  svg.ondblclick = (e) => zoom(0.5, ...metresAt(e.clientX, e.clientY));

  const fingers = new Map();
  svg.onpointerdown = (e) => {
    fingers.set(e.pointerId, [e.clientX, e.clientY]);
    if (e.pointerType === "mouse") svg.setPointerCapture(e.pointerId);
  };
  svg.onpointermove = (e) => {
    const before = fingers.get(e.pointerId);
    if (!before) return;
    const others = [...fingers].filter(([id]) => id !== e.pointerId).map(([, at]) => at), now = [e.clientX, e.clientY];
    if (others.length === 1) {
      const apart = (p) => Math.max(1, Math.hypot(p[0] - others[0][0], p[1] - others[0][1]));
      zoom(apart(before) / apart(now), ...metresAt((now[0] + others[0][0]) / 2, (now[1] + others[0][1]) / 2));
    } else if (e.pointerType === "mouse") {
      const [x0, y0] = metresAt(...before), [x1, y1] = metresAt(...now);
      shift(x0 - x1, y0 - y1);
    }
    fingers.set(e.pointerId, now);
  };
  svg.onpointerup = svg.onpointercancel = (e) => fingers.delete(e.pointerId);
  svg.onpointerover = (e) => { const pin = e.target.closest("[data-told]"); if (pin) told.innerHTML = `<b>${escapeHtml(pin.dataset.told)}</b>`; };
  svg.onclick = svg.onpointerover;
  show();
  showMap = show;
}
// Sizes of marks follow the map's size on the screen.
let showMap = () => {};
