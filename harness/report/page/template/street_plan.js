"use strict";
// Draws streets laid out straight: every shop with shape, letter and hue at a size that can be read, the two sides
// facing the road between them.
function drawStreetPlans(paper) {
  const place = document.getElementById("street-plans"),
    width = paper || place.clientWidth;
  if (!width) return;
  const roads = roadsOf(data.map).filter((road) => road.shops.length),
    longest = Math.max(...roads.map((road) => road.length));
  const perMetre = Math.max(3.5, width / 340, Math.min(10, width / longest));
  const drawn = (road) => {
    // Rows have equal lengths, none longer than the card is wide.
    const rows = Math.max(1, Math.ceil((road.length * perMetre) / width)),
      metres = rows > 1 ? road.length / rows : Math.min(road.length, width / perMetre),
      scale = rows > 1 ? width / metres : perMetre;
    return [...Array(rows).keys()].map((row) => planRow(road, { from: row * metres, metres, scale, width }));
  };
  if (data.map.towns.length < 2) {
    show(place, html`${roads.map(drawn)}`);
    return;
  }
  const open = [...place.querySelectorAll("details")].map((it) => it.open);
  show(
    place,
    html`${data.map.towns.map((town, i) => {
      const here = roads.filter((road) => road.town === i);
      return here.length
        ? html`<details ${paper || (open.length ? open[i] : i === 0) ? "open" : ""}>
            <summary>${town.name} · ${say([`${town.shops} 家`, `${count(town.shops)} shops`])}</summary>
            ${here.map(drawn)}
          </details>`
        : html`<details></details>`;
    })}`,
  );
}

// A road is a street, or the stretches of one with bends laid end to end.
function roadsOf({ streets, shops }) {
  const roads = [],
    roadOf = [];
  streets.forEach((street, i) => {
    const length = Math.hypot(street.to[0] - street.from[0], street.to[1] - street.from[1]);
    const road =
      street.continues >= 0
        ? roadOf[street.continues]
        : { name: street.name, town: street.town, length: 0, shops: [], crossings: [] };
    if (street.continues < 0) roads.push(road);
    const begins = road.length;
    road.shops.push(
      ...shops.filter((s) => s.street === i).map((s) => ({ ...s, along: s.along.map((at) => at + begins) })),
    );
    road.crossings.push(...crossings(i).map((at) => at + begins));
    road.length += length;
    roadOf[i] = road;
  });
  return roads;
}

function planRow(road, { from, metres, scale, width }) {
  const middleOf = (shop) => (shop.along[0] + shop.along[1]) / 2,
    shops = road.shops.filter((s) => middleOf(s) >= from && middleOf(s) < from + metres);
  const above = shops.some((s) => s.side > 0) ? 40 : 0,
    below = shops.some((s) => s.side < 0) ? 40 : 0,
    lane = 20,
    band = 40,
    height = above + lane + below,
    x = (along) => ((along - from) * scale).toFixed(1);
  const zebras = road.crossings
    .filter((at) => at > from && at < from + metres)
    .map((at) => html`<rect class="crossing" x="${x(at - 4)}" width="${8 * scale}" height="${height}" />`);
  const fronts = shops.map((shop) => {
    const middle = middleOf(shop),
      front = (shop.along[1] - shop.along[0]) * scale,
      up = shop.side > 0;
    const size = Math.min(0.8, (front - 2) / 24),
      y = up ? 0 : above + lane;
    const told = `${shop.sign} ${shop.id} · ${say(tradeName(shop.trade))} · ${say(W.colour[shop.colour])} · ${say([`本次事件 ${shop.incidents} 起`, `${shop.incidents} incidents`])}`;
    const number = shop.incidents
      ? html`<text class="count" x="${x(middle)}" y="${y + band - 4}">${shop.incidents}</text>`
      : "";
    return html`<a href="#${shop.anchor}" tabindex="-1"
      ><title>${told}</title
      ><rect
        class="front ${shop.colour}"
        x="${x(shop.along[0])}"
        y="${y}"
        width="${front}"
        height="${band}"
        style="stroke-width:1.5"
      />
      <g transform="translate(${x(middle)} ${y + 14}) scale(${size})">${shape(shop.colour)}</g>${number}</a
    >`;
  });
  const label = say([
    `${road.name} ${Math.round(from)}–${Math.round(from + metres)} 米`,
    `${road.name} ${Math.round(from)}–${Math.round(from + metres)} m`,
  ]);
  return html`<svg class="plan" viewBox="0 0 ${width} ${height}" role="group" aria-label="${label}">
    <rect class="road" y="${above}" width="${metres * scale}" height="${lane}" />
    ${zebras}${fronts}
    <text class="street" x="8" y="${above + lane / 2 + 4}">${label}</text>
  </svg>`;
}

// Places at which other streets cross this one, metres along it; where it goes on after a bend is none.
function crossings(index) {
  const { from: a, to: b } = data.map.streets[index],
    r = [b[0] - a[0], b[1] - a[1]],
    length = Math.hypot(...r);
  return data.map.streets.flatMap(({ from: c, to: d }, i) => {
    const s = [d[0] - c[0], d[1] - c[1]],
      turn = r[0] * s[1] - r[1] * s[0];
    if (
      i === index ||
      Math.abs(turn) < 1e-9 ||
      data.map.streets[i].continues === index ||
      data.map.streets[index].continues === i
    )
      return [];
    const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / turn,
      u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / turn;
    return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [t * length] : [];
  });
}
