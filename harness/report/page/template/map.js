"use strict";
// Draws the map: streets, shop fronts with their colour, cameras with their footprints, violations found and missed,
// and wrong accusations.
// No camera could have seen these; every other miss is the engine's.
const UNSEEN = ["no_camera", "camera_down", "hardly_visible"];
const LAYERS = ["shops", "cameras", "found", "wrong", "missed", "unseen"];
const hiddenLayers = new Set();

const DRAWING = {
  cameras: html`<path class="mark-camera" d="M-5-3.6H2L6.5-5.4V5.4L2 3.6H-5Z" />`,
  found: html`<path class="mark-found" d="M0-4.6 4.6 0 0 4.6-4.6 0Z" />`,
  wrong: html`<path class="mark-halo" d="M-4-4 4 4M4-4-4 4" /><path class="mark-wrong" d="M-4-4 4 4M4-4-4 4" />`,
  missed: html`<path class="mark-missed" d="M-4.4 4.2 0-4.8 4.4 4.2Z" transform="rotate(180)" />`,
  unseen: html`<circle class="mark-unseen" r="3" />`,
};

// Makes a mark that keeps its size. `leads` is the id in the page that it leads to, if any.
const pin = (layer, point, css, drawing, told, leads = "", turn = 0) =>
  html`<g
    class="pin ${css}"
    style="--x:${point[0]};--y:${(-point[1]).toFixed(2)};--turn:${turn}"
    data-layer="${layer}"
    data-x="${point[0]}"
    data-y="${-point[1]}"
    data-told="${told}"
    data-leads="${leads}"
    tabindex="-1"
    role="${leads ? "link" : "img"}"
    aria-label="${told}"
    ><title>${told}</title>${drawing}</g
  >`;

const toldOf = (it) => `${say(className(it.class))} · ${date(it.time)} ${clock(it.time)}`;

function mapLayers() {
  const { shops, cameras, incidents, missed } = data.map;
  const centre = (outline) => [
    outline.reduce((sum, p) => sum + p[0], 0) / outline.length,
    outline.reduce((sum, p) => sum + p[1], 0) / outline.length,
  ];
  const order = { green: 0, yellow: 1, red: 2 };
  const shopTold = (s) =>
    `${s.sign} ${s.id} · ${say(tradeName(s.trade))} · ${say(W.colour[s.colour])} · ` +
    say([`本次事件 ${s.incidents} 起`, `${counted(s.incidents, "incident")} in this run`]);
  const seen = missed.filter((m) => !UNSEEN.includes(m.lost_at)),
    unseen = missed.filter((m) => UNSEEN.includes(m.lost_at));
  const missedPin = (kind) => (m) =>
    pin(kind, m.at, kind, DRAWING[kind], `${toldOf(m)} · ${say(name("lost", m.lost_at))}`);
  const incidentTold = (it) =>
    [
      `#${it.id} ${toldOf(it)}`,
      it.shop !== null && shops[it.shop] ? shops[it.shop].sign : "",
      it.wrong_by ? say(name("wrong", it.wrong_by)) : "",
    ]
      .filter(Boolean)
      .join(" · ");
  const incidentPin = (kind) => (it) => pin(kind, it.at, kind, DRAWING[kind], incidentTold(it), `incident-${it.id}`);
  const right = incidents.filter((it) => !it.wrong_by),
    wrong = incidents.filter((it) => it.wrong_by);
  const byColour = [...shops].sort((a, b) => order[a.colour] - order[b.colour]);
  return {
    shops: [
      shops.length,
      byColour.map((s) => pin("shops", centre(s.outline), `shop ${s.colour}`, shape(s.colour), shopTold(s), s.anchor)),
    ],
    cameras: [
      cameras.length,
      cameras.map((c) =>
        pin(
          "cameras",
          c.at,
          "camera",
          DRAWING.cameras,
          `${c.id} · ${c.owner} · ${say([`${count(c.looks)} 次取图`, counted(c.looks, "look")])}`,
          "",
          ((-c.heading * 180) / Math.PI).toFixed(0),
        ),
      ),
    ],
    unseen: [unseen.length, unseen.map(missedPin("unseen"))],
    found: [right.length, right.map(incidentPin("found"))],
    missed: [seen.length, seen.map(missedPin("missed"))],
    wrong: [wrong.length, wrong.map(incidentPin("wrong"))],
  };
}

const LAYER_NAME = {
  shops: ["店铺", "shops"],
  cameras: ["摄像机", "cameras"],
  found: ["已发现违规", "violations found"],
  wrong: ["误告", "wrong accusations"],
  missed: ["可见而漏检", "missed though visible"],
  unseen: ["摄像机不可见", "no camera could see"],
};

// Distance of a street's name from the street's middle: past the shops.
const behindShops = (street) =>
  Math.hypot(street.pavement[0][0] - street.from[0], street.pavement[0][1] - street.from[1]) + 14;

// Growth of a mark with the map, and the width of a street's plate; both in pixels on the screen.
const growth = (perMetre) => Math.min(3, Math.max(1, (perMetre / 1.25) ** 0.45));
const plateWidth = (street) => 12.5 * street.name.length + 8;
const isUpright = (street) => Math.abs(street.to[1] - street.from[1]) > Math.abs(street.to[0] - street.from[0]);
// The lower left corner of a street's plate is at the street's beginning, behind the shops, where nothing else is.
const plateAt = (street) => {
  const behind = behindShops(street),
    upright = isUpright(street),
    [x, y] = upright && street.to[1] < street.from[1] ? street.to : street.from;
  return upright ? [x + behind, y] : [x, y + behind];
};

// A city of towns is shown by levels: from far the towns with their numbers, from nearer streets and marks. On the screen
// a town is legible from this scale on, in pixels a metre.
const TOWN_LEVEL = 0.15;
const towns = () => data.map.towns;
// Extent of a town in the map's own coordinates, with room around it.
const townBox = ({ box: [x, y, w, h] }) => [x - 60, -y - h - 60, w + 120, h + 120];
const townTold = (t) =>
  `${t.name} · ` +
  say([
    `店铺 ${t.shops} 家 · 摄像机 ${t.cameras} 个 · 本次事件 ${t.incidents} 起`,
    `${counted(t.shops, "shop")} · ${counted(t.cameras, "camera")} · ${counted(t.incidents, "incident")} in this run`,
  ]);

// Least width of the whole map, pixels: a long street or a city is scrolled on a small screen, a short street is not.
const leastWidth = (metres) => Math.min(860, 3 * metres);

// Extent of the whole map in its own coordinates (metres, y downwards), with room for the plates, which keep their size
// on the screen.
function mapBox() {
  if (towns().length > 1) {
    const [x, y, w, h] = boxOf([]);
    return [x - 400, y - 1800, w + 800, h + 2200];
  }
  const bare = boxOf([]),
    wide = Math.max(leastWidth(bare[2]), (document.getElementById("map").clientWidth || 1150) - 30),
    perMetre = Math.min(wide / bare[2], 520 / (bare[3] + 10)),
    pixel = growth(perMetre) / perMetre;
  return boxOf(
    data.map.streets.flatMap((s) => {
      const [x, y] = plateAt(s);
      return [
        [x, y + 24 * pixel],
        [x + plateWidth(s) * pixel, y],
      ];
    }),
  );
}
function boxOf(plates) {
  const points = [
    ...plates,
    ...data.map.streets.map((s) => [s.from[0], s.from[1] + behindShops(s)]),
    ...data.map.streets.flatMap((s) => s.pavement),
    ...data.map.shops.flatMap((s) => s.outline),
    ...data.map.cameras.map((c) => c.at),
  ];
  const xs = points.map((p) => p[0]),
    ys = points.map((p) => -p[1]),
    edge = 5;
  const x = Math.min(...xs) - edge,
    y = Math.min(...ys) - edge;
  return [x, y, Math.max(...xs) + edge - x, Math.max(...ys) + edge - y];
}

function mapDrawing(box, layers) {
  const map = data.map;
  const path = (corners, css) =>
    html`<path class="${css}" d="M${corners.map((p) => `${p[0]} ${(-p[1]).toFixed(2)}`).join("L")}Z" />`;
  const views = map.cameras.filter((camera) => camera.view.length).map((camera) => path(camera.view, "look"));
  // A road with bends has its name once.
  const names = map.streets
    .filter((street) => street.continues < 0)
    .map((street) => {
      const plate = plateWidth(street),
        [x, y] = plateAt(street);
      return html`<g class="pin street-pin" style="--x:${x};--y:${-y}"
        ><g transform="translate(${plate / 2} ${-11})"
          ><rect class="street-plate" x="${-plate / 2}" y="-9" width="${plate}" height="18" rx="4" /><text
            class="street-name"
            dy=".36em"
            >${street.name}</text
          ></g
        ></g
      >`;
    });
  const plates = towns().map((t, i) => {
    const [x, y, w] = townBox(t),
      wide = 15 * t.name.length + 26;
    return html`<g
      class="pin town-pin"
      style="--x:${x + w / 2};--y:${y}"
      data-town="${i}"
      data-told="${townTold(t)}"
      data-leads=""
      role="img"
      aria-label="${townTold(t)}"
      ><title>${townTold(t)}</title
      ><rect class="street-plate" x="${-wide / 2}" y="-44" width="${wide}" height="40" rx="6" /><text
        class="town-name"
        y="-27"
        >${t.name}</text
      ><text class="town-count" y="-11"
        >${say([`事件 ${t.incidents} · 店铺 ${t.shops}`, `${t.incidents} of ${t.shops}`])}</text
      ></g
    >`;
  });
  const told = say([
    "地图。方向键移动，加减号缩放，0 显示全图；N 和 P 逐个查看标记，回车打开。",
    "Map. Arrow keys move it, plus and minus zoom, 0 shows all; N and P go from mark to mark, Enter follows one.",
  ]);
  return html`<svg
    id="map-drawing"
    viewBox="${box.join(" ")}"
    style="aspect-ratio:${box[2]} / ${box[3]};--least:${leastWidth(box[2])}px"
    tabindex="0"
    role="group"
    aria-label="${told}"
  >
    ${map.streets.map((s) => path(s.pavement, "pavement"))}${map.streets.map((s) => path(s.road, "road"))}${map.bays.map((b) => path(b, "bay"))}
    <g class="layer-cameras">${views}</g>
    <g class="layer-shops">${map.shops.map((s) => path(s.outline, `front ${s.colour}`))}</g>
    ${["unseen", "cameras", "shops", "found", "missed", "wrong"].map((layer) => html`<g class="layer-${layer}">${layers[layer][1]}</g>`)}${names}${plates}
  </svg>`;
}

function drawMap() {
  const place = document.getElementById("map");
  if (!data.map.streets.length) {
    document.getElementById("map-card").hidden = true;
    return;
  }
  const layers = mapLayers(),
    box = mapBox();
  const colours = ["green", "yellow", "red"].map((c) => html`${mark(c)} ${count(S.colours[c])} `);
  const sample = (layer) =>
    layer === "shops" ? colours : html`<svg viewBox="-8 -8 16 16" aria-hidden="true">${DRAWING[layer]}</svg>`;
  const hint = say([
    "指向或点按标记可查看说明，点击店铺或事件可转到其详情。键盘：方向键移动，加减号缩放，N、P 逐个查看标记，回车打开。",
    "Point at or tap a mark and this line tells what it is; a click on a shop or an incident leads to it. Keys: arrows move, plus and minus zoom, N and P go from mark to mark, Enter follows.",
  ]);
  const zooms = [
    [0.6, "+", "放大", "zoom in"],
    [1 / 0.6, "−", "缩小", "zoom out"],
    [0, "⤢", "全图", "show all"],
  ];
  const levels =
    towns().length > 1
      ? html`<div class="towns" role="group" aria-label="${say(["镇街道", "towns"])}">
          <button type="button" data-town="-1">${say(["全市", "whole city"])}</button
          >${towns().map((t, i) => html`<button type="button" data-town="${i}" title="${townTold(t)}">${t.name} <b>${count(t.incidents)}</b></button>`)}
        </div>`
      : "";
  show(
    place,
    html`${levels}
      <div class="frame">
        <div class="view">${mapDrawing(box, layers)}</div>
        <div class="scale"></div>
        <div class="zoom">
          ${zooms.map(([k, sign, zh, en]) => html`<button type="button" data-zoom="${k}" aria-label="${say([zh, en])}">${sign}</button>`)}
        </div>
      </div>
      <div class="layers" role="group" aria-label="${say(["图层", "layers"])}">
        ${LAYERS.map((layer) => html`<button type="button" data-layer="${layer}" aria-pressed="${!hiddenLayers.has(layer)}">${sample(layer)} ${say(LAYER_NAME[layer])}${layer === "shops" ? "" : ` ${count(layers[layer][0])}`}</button>`)}
      </div>
      <p class="told" aria-live="polite">${hint}</p>`,
  );
  bindMap(place, box);
}

// The map is moved by buttons, keys, dragging with a mouse, pinching, and Ctrl with the wheel; one finger scrolls the
// page as usual.
function bindMap(place, whole) {
  const svg = document.getElementById("map-drawing"),
    scale = place.querySelector(".scale"),
    told = place.querySelector(".told");
  let view = [...whole];
  const arrange = () => {
    view[2] = Math.min(view[2], whole[2]);
    view[3] = Math.min(view[3], whole[3]);
    for (const i of [0, 1]) view[i] = Math.max(whole[i], Math.min(view[i], whole[i] + whole[i + 2] - view[i + 2]));
    svg.setAttribute("viewBox", view.join(" "));
    const perMetre = Math.min(svg.clientWidth / view[2], svg.clientHeight / view[3]) || 1,
      grow = growth(perMetre);
    svg.style.setProperty("--pin", grow / perMetre);
    svg.classList.toggle("far", perMetre < 2.6);
    svg.classList.toggle("city-level", towns().length > 1 && perMetre < TOWN_LEVEL);
    svg.classList.toggle("many-streets", towns().length > 1 && perMetre < 3 * TOWN_LEVEL);
    const metres = [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5].find((m) => m * perMetre < 160) || 5;
    scale.style.width = `${metres * perMetre}px`;
    scale.textContent = say([`${metres} 米`, `${metres} m`]);
  };
  const zoom = (k, cx = view[0] + view[2] / 2, cy = view[1] + view[3] / 2) => {
    if (!k) view = [...whole];
    else {
      const factor = Math.min(Math.max(k, 12 / view[2]), whole[2] / view[2]);
      view = [cx - (cx - view[0]) * factor, cy - (cy - view[1]) * factor, view[2] * factor, view[3] * factor];
    }
    arrange();
  };
  const metresAt = (x, y) => {
    const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return [p.x, p.y];
  };
  const shift = (dx, dy) => {
    view[0] += dx;
    view[1] += dy;
    arrange();
  };
  const tell = (mark) => {
    show(told, html`<b>${mark.dataset.told}</b>`);
  };
  const follow = (mark) => {
    if (mark && mark.dataset.leads) location.hash = mark.dataset.leads;
  };

  const showTown = (index) => {
    view = index < 0 ? [...whole] : townBox(towns()[index]);
    arrange();
  };
  for (const button of place.querySelectorAll("button[data-town]"))
    button.onclick = () => showTown(Number(button.dataset.town));
  for (const button of place.querySelectorAll("[data-zoom]")) button.onclick = () => zoom(Number(button.dataset.zoom));
  for (const button of place.querySelectorAll("button[data-layer]"))
    button.onclick = () => {
      const { layer } = button.dataset,
        hide = !hiddenLayers.has(layer);
      hiddenLayers[hide ? "add" : "delete"](layer);
      svg.classList.toggle(`hide-${layer}`, hide);
      button.setAttribute("aria-pressed", String(!hide));
    };
  for (const layer of hiddenLayers) svg.classList.add(`hide-${layer}`);

  // Keys go from mark to mark, from left to right and then down; the map moves so that the mark is in view.
  const step = (by) => {
    const marks = [...svg.querySelectorAll(".pin[data-told]:not(.town-pin)")]
      .filter((m) => !hiddenLayers.has(m.dataset.layer))
      .sort((a, b) => a.dataset.x - b.dataset.x || a.dataset.y - b.dataset.y);
    if (!marks.length) return;
    const now = marks.indexOf(svg.querySelector(".pin.here")),
      next = marks[now < 0 ? (by > 0 ? 0 : marks.length - 1) : (now + by + marks.length) % marks.length];
    svg.querySelector(".pin.here")?.classList.remove("here");
    next.classList.add("here");
    const [x, y] = [Number(next.dataset.x), Number(next.dataset.y)];
    if (x < view[0] || x > view[0] + view[2]) view[0] = x - view[2] / 2;
    if (y < view[1] || y > view[1] + view[3]) view[1] = y - view[3] / 2;
    arrange();
    tell(next);
  };
  svg.onkeydown = (e) => {
    const by = view[2] / 8,
      act = {
        ArrowLeft: () => shift(-by, 0),
        ArrowRight: () => shift(by, 0),
        ArrowUp: () => shift(0, -by),
        ArrowDown: () => shift(0, by),
        "+": () => zoom(0.6),
        "=": () => zoom(0.6),
        "-": () => zoom(1 / 0.6),
        0: () => zoom(0),
        n: () => step(1),
        p: () => step(-1),
        Enter: () => follow(svg.querySelector(".pin.here")),
      }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (act && !e.ctrlKey && !e.metaKey && !e.altKey) {
      act();
      e.preventDefault();
    }
  };
  svg.onwheel = (e) => {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      zoom(e.deltaY < 0 ? 0.8 : 1.25, ...metresAt(e.clientX, e.clientY));
    }
  };
  svg.ondblclick = (e) => zoom(0.5, ...metresAt(e.clientX, e.clientY));

  const fingers = new Map();
  let dragged = false;
  svg.onpointerdown = (e) => {
    dragged = false;
    fingers.set(e.pointerId, [e.clientX, e.clientY]);
  };
  svg.onpointermove = (e) => {
    const before = fingers.get(e.pointerId);
    if (!before) return;
    const others = [...fingers].filter(([id]) => id !== e.pointerId).map(([, at]) => at),
      now = [e.clientX, e.clientY];
    if (others.length === 1) {
      const apart = (p) => Math.max(1, Math.hypot(p[0] - others[0][0], p[1] - others[0][1]));
      zoom(apart(before) / apart(now), ...metresAt((now[0] + others[0][0]) / 2, (now[1] + others[0][1]) / 2));
    } else if (e.pointerType === "mouse") {
      if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
      if (!dragged) svg.setPointerCapture(e.pointerId);
      dragged = true;
      const [x0, y0] = metresAt(...before),
        [x1, y1] = metresAt(...now);
      shift(x0 - x1, y0 - y1);
    }
    fingers.set(e.pointerId, now);
  };
  svg.onpointerup = svg.onpointercancel = (e) => fingers.delete(e.pointerId);
  svg.onpointerover = (e) => {
    const mark = e.target.closest("[data-told]");
    if (mark) tell(mark);
  };
  // On a touch screen the first tap shows the tooltip, the second follows the link.
  let tapped = null;
  svg.onclick = (e) => {
    const mark = e.target.closest("[data-told]");
    if (!mark || dragged) return;
    tell(mark);
    if (mark.dataset.town) {
      showTown(Number(mark.dataset.town));
      return;
    }
    if (e.pointerType === "mouse" || tapped === mark) follow(mark);
    tapped = mark;
  };
  arrange();
  showMap = arrange;
}
// Sizes of marks follow the map's size on the screen.
let showMap = () => {};
