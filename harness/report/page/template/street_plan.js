"use strict";
// Draws streets laid out straight: every shop with shape, letter and hue at a size that can be read, the two sides
// facing the road between them.
function drawStreetPlans(paper) {
  const place = document.getElementById("street-plans"), width = paper || place.clientWidth;
  if (!width) return;
  const lengths = data.map.streets.map((s) => Math.hypot(s.to[0] - s.from[0], s.to[1] - s.from[1]));
  const perMetre = Math.max(3.5, width / 340, Math.min(10, width / Math.max(...lengths)));
  show(place, html`${data.map.streets.map((street, index) => {
    const shops = data.map.shops.filter((s) => s.street === index);
    if (!shops.length) return [];
    const length = lengths[index];
    // Rows have equal lengths, none longer than the card is wide.
    const rows = Math.max(1, Math.ceil((length * perMetre) / width)), metres = rows > 1 ? length / rows : Math.min(length, width / perMetre), scale = rows > 1 ? width / metres : perMetre;
    return [...Array(rows).keys()].map((row) => planRow(street, index, shops, { from: row * metres, metres, scale, width }));
  })}`);
}

function planRow(street, index, allShops, { from, metres, scale, width }) {
  const middleOf = (shop) => (shop.along[0] + shop.along[1]) / 2, shops = allShops.filter((s) => middleOf(s) >= from && middleOf(s) < from + metres);
  const above = shops.some((s) => s.side > 0) ? 40 : 0, below = shops.some((s) => s.side < 0) ? 40 : 0, road = 20, band = 40, height = above + road + below, x = (along) => ((along - from) * scale).toFixed(1);
  const zebras = crossings(index).filter((at) => at > from && at < from + metres).map((at) => html`<rect class="crossing" x="${x(at - 4)}" width="${8 * scale}" height="${height}"/>`);
  const fronts = shops.map((shop) => {
    const middle = middleOf(shop), front = (shop.along[1] - shop.along[0]) * scale, up = shop.side > 0;
    const size = Math.min(0.8, (front - 2) / 24), y = up ? 0 : above + road;
    const told = `${shop.sign} ${shop.id} · ${say(tradeName(shop.trade))} · ${say(W.colour[shop.colour])} · ${say([`本次事件 ${shop.incidents} 起`, `${shop.incidents} incidents`])}`;
    const number = shop.incidents ? html`<text class="count" x="${x(middle)}" y="${y + band - 4}">${shop.incidents}</text>` : "";
    return html`<a href="#${shop.anchor}" tabindex="-1"><title>${told}</title><rect class="front ${shop.colour}" x="${x(shop.along[0])}" y="${y}" width="${front}" height="${band}" style="stroke-width:1.5"/>
      <g transform="translate(${x(middle)} ${y + 14}) scale(${size})">${shape(shop.colour)}</g>${number}</a>`;
  });
  const label = say([`${street.name} ${Math.round(from)}–${Math.round(from + metres)} 米`, `${street.name} ${Math.round(from)}–${Math.round(from + metres)} m`]);
  return html`<svg class="plan" viewBox="0 0 ${width} ${height}" role="group" aria-label="${label}"><rect class="road" y="${above}" width="${metres * scale}" height="${road}"/>${zebras}${fronts}<text class="street" x="8" y="${above + road / 2 + 4}">${label}</text></svg>`;
}

// Places at which other streets cross this one, metres along it.
function crossings(index) {
  const { from: a, to: b } = data.map.streets[index], r = [b[0] - a[0], b[1] - a[1]], length = Math.hypot(...r);
  return data.map.streets.flatMap(({ from: c, to: d }, i) => {
    const s = [d[0] - c[0], d[1] - c[1]], turn = r[0] * s[1] - r[1] * s[0];
    if (i === index || Math.abs(turn) < 1e-9) return [];
    const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / turn, u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / turn;
    return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [t * length] : [];
  });
}
