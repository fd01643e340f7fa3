'use strict';

/* Layers with very many items, drawn by one canvas each: lines without what is too small to be seen, points gathered where they lie close. */

const MANY_LINES = 1500, MANY_POINTS = 400, CLUSTER_PX = 44;

const Many = Painted.extend({
  pane: 'many',
  /* `items`; `styleOf(item)`: {color, weight, opacity} of lines; `classOf(item)`: the symbol of points, the first of `ranks` on top. */
  initialize(items, options) {
    this.items = items;
    L.setOptions(this, options);
  },
  bringToFront() { this._canvas?.parentElement.append(this._canvas); },
  setStyle() { if (this._map) this.draw(); },

  /* Its lines in metres: [{item, xy, box}], made once for a plane. */
  lines() {
    if (this._plane === plane) return this._lines;
    this._plane = plane;
    this._lines = [];
    for (const item of this.items) {
      const {lines = [], points = []} = shapeOf(item), runs = this.options.points ? [lines[0]?.slice(0, 1) ?? points] : lines;
      for (const run of [...runs, ...copiesOf([runs]).flat()]) {
        if (run.length === 0) continue;
        const xy = new Float64Array(2 * run.length), box = [Infinity, Infinity, -Infinity, -Infinity];
        run.forEach(([y, x], i) => {
          xy[2 * i] = x;
          xy[2 * i + 1] = y;
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        });
        this._lines.push({item, xy, box});
      }
    }
    return this._lines;
  },

  paint(context, to) {
    if (this.options.points) this._drawPoints(context, to);
    else this._drawLines(context, to);
  },

  /* Calls `take(line, visit)` for those in sight; `visit` is given moves and lines in pixels. */
  _seen(to, take) {
    const [west, east, south, north] = [-to.x / to.scale, (to.wide - to.x) / to.scale, (to.y - to.high) / to.scale, to.y / to.scale];
    for (const line of this.lines()) {
      const [a, b, c, d] = line.box;
      if (c >= west && a <= east && d >= south && b <= north) take(line);
    }
  },
  _trace(line, to, context) {
    const {xy} = line;
    let x = to.x + xy[0] * to.scale, y = to.y - xy[1] * to.scale;
    context.moveTo(x, y);
    for (let i = 2; i < xy.length; i += 2) {
      const nextX = to.x + xy[i] * to.scale, nextY = to.y - xy[i + 1] * to.scale;
      if (i + 2 < xy.length && Math.abs(nextX - x) + Math.abs(nextY - y) < (this._apart ?? 1.5)) continue;
      [x, y] = [nextX, nextY];
      context.lineTo(x, y);
    }
  },
  _drawLines(context, to) {
    const groups = new Map(), dots = new Map(), taken = new Set();
    this._seen(to, line => {
      const style = this.options.styleOf(line.item), key = `${style.color} ${style.weight} ${style.opacity}`, [west, south, east, north] = line.box;
      if (!groups.has(key)) groups.set(key, {style, lines: []});
      const group = groups.get(key);
      if (Math.max(east - west, north - south) * to.scale > 3) {
        group.lines.push(line);
        return;
      }
      /* What is no larger than its line is wide is a dot, and one on the same place is enough. */
      const x = Math.round((to.x + west * to.scale) / 2) * 2, y = Math.round((to.y - north * to.scale) / 2) * 2, place = `${key} ${x} ${y}`;
      if (taken.has(place)) return;
      taken.add(place);
      if (!dots.has(group.style)) dots.set(group.style, []);
      dots.get(group.style).push([x, y]);
    });
    this._apart = this._lines.length > 5000 ? 3 : 1.5;
    context.lineJoin = 'round';
    for (const {style, lines} of [...groups.values()].sort((a, b) => (a.style.rank ?? 0) - (b.style.rank ?? 0))) {
      context.strokeStyle = style.color;
      context.lineWidth = style.weight;
      context.globalAlpha = style.opacity;
      for (let i = 0; i < lines.length; i += 64) {
        context.beginPath();
        for (const line of lines.slice(i, i + 64)) this._trace(line, to, context);
        context.stroke();
      }
      context.fillStyle = style.color;
      for (const [x, y] of dots.get(style) ?? []) context.fillRect(x, y, 2, 2);
    }
    context.globalAlpha = 1;
  },

  /* Points by cells of the screen, which stay where they are while one moves: [{x, y, items, worst}]. */
  clusters(to) {
    const cells = new Map(), near = this._map.getZoom() >= this._map.getMaxZoom() - 0.5, cell = CLUSTER_PX / to.scale, {ranks, classOf} = this.options;
    this._seen(to, ({item, xy}) => {
      const key = near ? `${xy[0]} ${xy[1]}` : `${Math.floor(xy[0] / cell)} ${Math.floor(xy[1] / cell)}`;
      let found = cells.get(key);
      if (!found) cells.set(key, found = {x: 0, y: 0, items: [], rank: Infinity, box: [Infinity, Infinity, -Infinity, -Infinity]});
      found.x += xy[0];
      found.y += xy[1];
      found.items.push(item);
      found.box = [Math.min(found.box[0], xy[0]), Math.min(found.box[1], xy[1]), Math.max(found.box[2], xy[0]), Math.max(found.box[3], xy[1])];
      found.rank = Math.min(found.rank, ranks.indexOf(classOf(item)));
    });
    return [...cells.values()].map(({x, y, items, rank, box}) => ({x: to.x + x / items.length * to.scale, y: to.y - y / items.length * to.scale,
      items, box, worst: ranks[rank] ?? ranks.at(-1), radius: items.length === 1 ? 6 : 8 + 2.2 * Math.log10(items.length) * 2}))
      .sort((a, b) => ranks.indexOf(b.worst) - ranks.indexOf(a.worst));
  },
  _drawPoints(context, to) {
    this._clusters = this.clusters(to);
    this._low = to.low;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = '600 11px system-ui, "DejaVu Sans", sans-serif';
    for (const {x, y, items, worst, radius} of this._clusters) {
      const {fill, line} = symbolColours(worst), corners = items.length === 1 ? symbols[worst] : null;
      context.beginPath();
      if (corners) corners.forEach(([dx, dy], i) => context[i === 0 ? 'moveTo' : 'lineTo'](x + dx * radius, y + dy * radius));
      else context.arc(x, y, radius, 0, 2 * Math.PI);
      context.closePath();
      context.fillStyle = items.length === 1 ? fill : palette.halo;
      context.strokeStyle = items.length === 1 ? line : fill;
      context.lineWidth = items.length === 1 ? 1.2 : 2.5;
      context.fill();
      context.stroke();
      if (items.length === 1) continue;
      context.fillStyle = palette.text;
      context.fillText(shortCount(items.length), x, y + 0.5);
    }
  },

  /* What lies at a position on the map: {item}, {cluster}, or null. */
  hit(latlng) {
    if (!this._map) return null;
    if (this.options.points) {
      const at = this._map.latLngToLayerPoint(latlng), [x, y] = [at.x - this._low.x, at.y - this._low.y];
      const found = this._clusters.findLast(cluster => Math.hypot(cluster.x - x, cluster.y - y) <= cluster.radius + 2);
      return found === undefined ? null : found.items.length === 1 ? {item: found.items[0]} : {cluster: found};
    }
    const within = 5 / this._map.options.crs.scale(this._map.getZoom()), {lat: y, lng: x} = latlng;
    let best = null, least = within * within;
    for (const {item, xy, box} of this.lines()) {
      if (x < box[0] - within || x > box[2] + within || y < box[1] - within || y > box[3] + within) continue;
      for (let i = 2; i < xy.length; i += 2) {
        const [ax, ay, dx, dy] = [xy[i - 2], xy[i - 1], xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]], square = dx * dx + dy * dy;
        const t = square > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0, away = (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2;
        if (away < least) [best, least] = [item, away];
      }
    }
    return best === null ? null : {item: best};
  },

  toSvg() {
    const to = this._place(), origin = this._map.layerPointToContainerPoint(to.low), text = [];
    [to.x, to.y] = [to.x + origin.x, to.y + origin.y];
    const size = this._map.getSize();
    [to.wide, to.high] = [size.x, size.y];
    if (this.options.points) {
      for (const {x, y, items, worst, radius} of this.clusters(to)) {
        const {fill} = symbolColours(worst), many = items.length > 1;
        text.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${many ? palette.halo : fill}" stroke="${fill}" ` +
          `stroke-width="${many ? 2.5 : 1}"/>${many ? `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" font-weight="600" text-anchor="middle" ` +
            `dominant-baseline="central" fill="${palette.text}">${shortCount(items.length)}</text>` : ''}`);
      }
      return text.join('\n');
    }
    this._seen(to, line => {
      const style = this.options.styleOf(line.item), d = [];
      this._trace(line, to, {moveTo: (x, y) => d.push(`M${x.toFixed(1)} ${y.toFixed(1)}`), lineTo: (x, y) => d.push(`L${x.toFixed(1)} ${y.toFixed(1)}`)});
      text.push(`<path d="${d.join('')}" fill="none" stroke="${style.color}" stroke-width="${style.weight}" stroke-opacity="${style.opacity}"/>`);
    });
    return text.join('\n');
  }
});

const shortCount = n => n < 1000 ? String(n) : n < 9950 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`;

map.createPane('many').style.zIndex = 420;
map.getPane('many').style.pointerEvents = 'none';

/* Bottom to top. */
const manyLayers = () => drawn.filter(({group}) => map.hasLayer(group)).flatMap(({many}) => many ?? []);

function hitMany(latlng) {
  for (const layer of manyLayers().toReversed()) {
    const found = layer.hit(latlng);
    if (found !== null) return found;
  }
  return null;
}

/* True if something was there. */
function clickMany(latlng) {
  const found = hitMany(latlng);
  if (found === null) return false;
  hideTip();
  if (found.item) select(found.item, {from: 'map'});
  else {
    const [west, south, east, north] = found.cluster.box, spread = Math.max(east - west, north - south);
    if (spread * map.options.crs.scale(map.getMaxZoom()) < CLUSTER_PX) select(found.cluster.items[0], {from: 'map'});
    else map.fitBounds([[south, west], [north, east]], {animate: false, padding: [60, 60], maxZoom: map.getZoom() + 4});
  }
  return true;
}

function tipOfMany(event) {
  const found = hitMany(event.latlng);
  map.getContainer().classList.toggle('pointing', found !== null);
  if (found === null) return;
  if (found.item) showTip(found.item, event);
  else showTipText(`${count(found.cluster.items.length)} here`, 'Click to come nearer', event);
}
