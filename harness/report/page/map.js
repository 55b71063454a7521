"use strict";
// The map: streets, shop fronts with their colour, cameras with what they look at, incidents.
function mapSvg() {
  const map = data.map;
  const points = [...map.streets.flatMap((s) => s.pavement), ...map.shops.flatMap((s) => s.outline), ...map.cameras.map((c) => c.at)];
  if (!points.length) return `<p class="none">${t("此场景没有街道。", "This scenario has no street.")}</p>`;
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]), edge = 6;
  const box = { x: Math.min(...xs) - edge, y: -Math.max(...ys) - edge };
  box.w = Math.max(...xs) + edge - box.x;
  box.h = -Math.min(...ys) + edge - box.y;
  const at = (p) => `${p[0]} ${(-p[1]).toFixed(2)}`;
  const polygon = (corners, css, more = "") => `<path d="M${corners.map(at).join("L")}Z" style="${css}">${more}</path>`;
  const unit = Math.max(box.w, box.h) / 1000;  // One thousandth of the map: what does not scale with the street scales with it.
  let out = "";
  for (const street of map.streets) out += polygon(street.pavement, "fill:var(--pavement)");
  for (const street of map.streets) out += polygon(street.road, "fill:var(--road)");
  for (const bay of map.bays) out += polygon(bay, `fill:none;stroke:var(--card);stroke-width:${0.25}`);
  for (const camera of map.cameras) {
    const reach = 22, [x, y] = camera.at;
    const ray = (a) => [x + reach * Math.cos(a), y + reach * Math.sin(a)];
    out += polygon([camera.at, ray(camera.heading - camera.half_view), ray(camera.heading), ray(camera.heading + camera.half_view)], "fill:var(--camera);opacity:.09");
  }
  for (const shop of map.shops) {
    const cx = shop.outline.reduce((sum, p) => sum + p[0], 0) / 4, cy = -shop.outline.reduce((sum, p) => sum + p[1], 0) / 4;
    const front = Math.hypot(shop.outline[1][0] - shop.outline[0][0], shop.outline[1][1] - shop.outline[0][1]);
    const colour = shop.colour, r = Math.min(0.4 * front, colour === "green" ? 1.7 : 3.4);
    const title = `${shop.id} ${shop.sign} · ${COLOUR[colour][0]} ${COLOUR[colour][1]} · ${shop.count}`;
    out += `<g><title>${escapeHtml(title)}</title>` + polygon(shop.outline, `fill:color-mix(in srgb, var(--${colour}) ${colour === "green" ? 22 : 42}%, var(--card));stroke:var(--card);stroke-width:.35`) +
      shapeOf(colour, cx, cy, r) + `<text x="${cx}" y="${cy + r * (colour === "yellow" ? 0.68 : 0.4)}" text-anchor="middle" style="font-size:${r * 1.15}px;font-weight:700;fill:${colour === "yellow" ? "var(--on-yellow)" : "#fff"}">${COLOUR[colour][2]}</text></g>`;
  }
  for (const street of map.streets) {
    const along = Math.atan2(street.to[1] - street.from[1], street.to[0] - street.from[0]), length = Math.hypot(street.to[0] - street.from[0], street.to[1] - street.from[1]);
    const size = Math.min(street.width * 0.62, Math.max(9 * unit, 2.2));
    for (const share of length > 300 ? [0.14, 0.5, 0.86] : [0.5]) {
      const x = street.from[0] + share * (street.to[0] - street.from[0]), y = -(street.from[1] + share * (street.to[1] - street.from[1]));
      out += `<text class="street-name" x="${x}" y="${y}" dy=".35em" text-anchor="middle" style="font-size:${size}px" transform="rotate(${(-along * 180) / Math.PI} ${x} ${y})">${escapeHtml(street.name)}</text>`;
    }
  }
  const r = Math.max(1.8 * unit, 0.5);
  for (const camera of map.cameras) {
    const [x, y] = camera.at;
    out += `<g transform="translate(${x} ${-y}) rotate(${(-camera.heading * 180) / Math.PI})"><title>${escapeHtml(camera.id)} · ${escapeHtml(camera.owner)} · ${count(camera.looks)} looks</title><path d="M${-1.3 * r} ${-r}H${0.5 * r}L${1.7 * r} ${-1.3 * r}V${1.3 * r}L${0.5 * r} ${r}H${-1.3 * r}Z" style="fill:var(--camera)"/></g>`;
  }
  for (const lost of map.missed) {
    const [x, y] = lost.at;
    out += `<g><title>${escapeHtml(className(lost.class).join(" "))} · ${date(lost.time)} ${clock(lost.time)} · ${escapeHtml(name(LOST, lost.lost_at).join(" "))}</title><circle cx="${x}" cy="${-y}" r="${1.1 * r}" style="fill:var(--card);stroke:var(--soft);stroke-width:${0.35 * r}"/></g>`;
  }
  for (const it of map.incidents) {
    const [x, y] = [it.at[0], -it.at[1]], s = 1.1 * r;
    const title = `#${it.id} ${className(it.class).join(" ")} · ${date(it.time)} ${clock(it.time)}${it.right ? "" : " · " + name(WRONG, it.wrong_by).join(" ")}`;
    out += `<g><title>${escapeHtml(title)}</title>` + (it.right ? `<path d="M${x} ${y - 1.25 * s}l${1.25 * s} ${1.25 * s}l${-1.25 * s} ${1.25 * s}l${-1.25 * s} ${-1.25 * s}Z" style="fill:var(--c${it.class % 6});stroke:var(--card);stroke-width:${0.3 * r}"/>`
      : `<path d="M${x - s} ${y - s}L${x + s} ${y + s}M${x + s} ${y - s}L${x - s} ${y + s}" style="stroke:var(--red);stroke-width:${0.75 * r};stroke-linecap:round"/>`) + "</g>";
  }
  // A scale bar of a round length, about a tenth of the width.
  const length = [5, 10, 20, 50, 100, 200, 500].find((m) => m >= box.w / 12) || 500, sx = box.x + edge, sy = box.y + box.h - 1.5 * edge / 3;
  out += `<path d="M${sx} ${sy}h${length}" style="stroke:var(--ink);stroke-width:${1.2 * unit}"/><text x="${sx + length / 2}" y="${sy - 3 * unit}" text-anchor="middle" style="font-size:${12 * unit}px;fill:var(--ink)">${length} m</text>`;
  return `<div class="frame"><div class="view"><svg id="map" viewBox="${box.x} ${box.y} ${box.w} ${box.h}" style="aspect-ratio:${Math.max(box.w, 1)} / ${Math.max(Math.min(box.h, box.w * 0.75), box.w * 0.24)}" role="img" aria-label="map">${out}</svg></div>
    <div class="zoom"><button type="button" data-zoom="0.6" aria-label="zoom in">+</button><button type="button" data-zoom="1.6666" aria-label="zoom out">−</button><button type="button" data-zoom="0" aria-label="whole map">⤢</button></div></div>`;
}

function mapLegend() {
  const classes = data.classes.map((c, i) => `<span><svg viewBox="0 0 18 18"><path d="M9 1l8 8-8 8-8-8z" style="fill:var(--c${i % 6})"/></svg>${t(escapeHtml(c.zh), escapeHtml(c.en))}</span>`).join("");
  return `<div class="legend">${["green", "yellow", "red"].map((c) => `<span>${mark(c)} ${t(COLOUR[c][0] + "色店铺", COLOUR[c][1] + " shop")} ${count(S.colours[c])}</span>`).join("")}
    <span><svg viewBox="-2 -2 4 4"><path d="M-1.3-1H.5L1.7-1.3V1.3L.5 1H-1.3Z" style="fill:var(--camera)"/></svg>${t("摄像机", "camera")}</span>${classes}
    <span><svg viewBox="0 0 18 18"><path d="M3 3l12 12M15 3L3 15" style="stroke:var(--red);stroke-width:3;stroke-linecap:round"/></svg>${t("错报", "wrong accusation")}</span>
    <span><svg viewBox="0 0 18 18"><circle cx="9" cy="9" r="6" style="fill:var(--card);stroke:var(--soft);stroke-width:2"/></svg>${t("漏掉", "missed")}</span></div>`;
}

// Buttons, and dragging with a mouse; one finger scrolls the page as anywhere else.
function bindMap() {
  const svg = document.getElementById("map");
  if (!svg) return;
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  const show = () => svg.setAttribute("viewBox", view.join(" "));
  for (const button of document.querySelectorAll("[data-zoom]"))
    button.onclick = () => {
      const k = Number(button.dataset.zoom);
      if (!k) view = [...whole];
      else {
        const [x, y, w, h] = view, nw = Math.min(w * k, whole[2]), nh = Math.min(h * k, whole[3]);
        view = [x + (w - nw) / 2, y + (h - nh) / 2, nw, nh];
      }
      show();
    };
  let from = null;
  svg.onpointerdown = (e) => { if (e.pointerType === "mouse") { from = [e.clientX, e.clientY, ...view]; svg.setPointerCapture(e.pointerId); } };
  svg.onpointermove = (e) => {
    if (!from) return;
    const scale = Math.max(view[2] / svg.clientWidth, view[3] / svg.clientHeight);
    view = [from[2] - (e.clientX - from[0]) * scale, from[3] - (e.clientY - from[1]) * scale, view[2], view[3]];
    show();
  };
  svg.onpointerup = svg.onpointercancel = () => { from = null; };
}
