'use strict';

/* How many flights saw each place (revisits.tif): squares whose colour is their count, and the count where one points. */

/* As in QGIS, so that both show the same: viridis, in classes that double. */
const revisitClasses = [['#fde725', '1 flight'], ['#a0da39', '2'], ['#4ac16d', '3 – 4'], ['#1fa187', '5 – 8'], ['#277f8e', '9 – 16'],
  ['#365c8d', '17 – 32'], ['#46327e', '33 – 64'], ['#440154', '65 and more']];
const revisitClass = n => Math.min(7, Math.ceil(Math.log2(n)));
const REVISITS_OPACITY = 0.7, SQUARES_A_PIECE = 32;

const seenOften = readData('revisits');
const seenPlane = seenOften?.centre ? makePlane(seenOften.centre) : null;

/* The position of a corner of squares, by columns and rows from the north-west. */
function seenCorner(column, row) {
  const {west, north, cell_m: cell, each, west_deg: westDeg, step_deg: step, lats} = seenOften;
  return seenPlane ? seenPlane.inverse(west + column * cell * each, north - row * cell * each) : [westDeg + column * step, lats[row]];
}

/* How many flights saw a position; 0: none, or it is outside. */
function seenAt([lon, lat]) {
  const {west, north, cell_m: cell, each, west_deg: westDeg, step_deg: step, lats, rows} = seenOften;
  const at = seenPlane?.forward(lon, lat);
  if (at === null) return 0;
  const column = Math.floor(at ? (at[0] - west) / (cell * each) : (lon - westDeg) / step), row = at ? Math.floor((north - at[1]) / (cell * each)) : lats.findIndex(edge => edge < lat) - 1;
  let from = 0;
  for (let i = 0, runs = rows[row] ?? []; i < runs.length; i += 3) {
    from += runs[i];
    if (column >= from && column < from + runs[i + 1]) return runs[i + 2];
    from += runs[i + 1];
  }
  return 0;
}

const Revisits = Painted.extend({
  pane: 'revisits',

  /* By class, outlines of runs of squares as [x, y, x, y, …] in metres; made once for a plane. */
  outlines() {
    if (this._plane === plane) return this._outlines;
    this._plane = plane;
    this._outlines = revisitClasses.map(() => []);
    seenOften.rows.forEach((runs, row) => {
      for (let i = 0, from = 0; i < runs.length; i += 3) {
        from += runs[i];
        const to = from + runs[i + 1], found = this._outlines[revisitClass(runs[i + 2])];
        for (let k = from; k < to; k += SQUARES_A_PIECE) {
          const end = Math.min(to, k + SQUARES_A_PIECE), corners = [[k, row], [end, row], [end, row + 1], [k, row + 1]].map(corner => seenCorner(...corner));
          const images = corners.map(at => at && plane.forward(...at));
          if (images.includes(null)) continue;
          /* In Mercator's what crosses the edge goes on beyond it. */
          if (plane.around) for (const image of images) image[0] -= plane.around * Math.round((image[0] - images[0][0]) / plane.around);
          found.push(images.flat());
        }
        from = to;
      }
    });
    return this._outlines;
  },

  /* Calls take(class, outline in pixels) for those in sight. */
  _seen(to, take) {
    const copies = plane.around ? [0, -plane.around, plane.around] : [0];
    this.outlines().forEach((list, k) => {
      for (const outline of list) for (const by of copies) {
        const xs = [0, 2, 4, 6].map(i => to.x + (outline[i] + by) * to.scale), ys = [1, 3, 5, 7].map(i => to.y - outline[i] * to.scale);
        if (Math.max(...xs) < 0 || Math.min(...xs) > to.wide || Math.max(...ys) < 0 || Math.min(...ys) > to.high) continue;
        take(k, xs, ys);
      }
    });
  },
  paint(context, to) {
    const paths = revisitClasses.map(() => new Path2D());
    this._seen(to, (k, xs, ys) => {
      paths[k].moveTo(xs[0], ys[0]);
      for (let i = 1; i < 4; i++) paths[k].lineTo(xs[i], ys[i]);
      paths[k].closePath();
    });
    /* The line closes the seams between squares. */
    context.lineWidth = 0.6;
    paths.forEach((path, k) => {
      [context.fillStyle, context.strokeStyle] = [revisitClasses[k][0], revisitClasses[k][0]];
      context.fill(path);
      context.stroke(path);
    });
  },
  toSvg() {
    if (!this._map) return '';
    const size = this._map.getSize(), at = this._map.latLngToContainerPoint([0, 0]), d = revisitClasses.map(() => []);
    const to = {scale: this._map.options.crs.scale(this._map.getZoom()), x: at.x, y: at.y, wide: size.x, high: size.y};
    this._seen(to, (k, xs, ys) => d[k].push(`M${xs.map((x, i) => `${x.toFixed(1)} ${ys[i].toFixed(1)}`).join('L')}Z`));
    return `<g opacity="${REVISITS_OPACITY}">${d.map((parts, k) => parts.length === 0 ? '' : `<path d="${parts.join('')}" fill="${revisitClasses[k][0]}" ` +
      `stroke="${revisitClasses[k][0]}" stroke-width="0.6"/>`).join('')}</g>`;
  }
});

const revisits = seenOften === null ? null : new Revisits();

/* The classes that are there, with the area that so many flights saw. */
function revisitRows() {
  const {cells, cell_m: cell} = seenOften;
  return revisitClasses.flatMap(([colour, text], k) => {
    if (cells[k] === 0) return [];
    const mark = svg('svg', {width: 22, height: 12, 'aria-hidden': 'true'}, svg('rect', {x: 1, y: 1, width: 20, height: 10, fill: colour, stroke: palette.text, 'stroke-width': 0.5}));
    return [[mark, `${text}: ${area(cells[k] * cell * cell)}`]];
  });
}

function startRevisits() {
  if (revisits === null) return;
  map.createPane('revisits').style.zIndex = 300;
  Object.assign(map.getPane('revisits').style, {pointerEvents: 'none', opacity: REVISITS_OPACITY});
  /* Where no place was seen twice the coverage says the same. */
  if (seenOften.most > 1 || !layers.has('coverage')) map.addLayer(revisits);
  map.on('mousemove click', event => {
    const at = plane.inverse(event.latlng.lng, event.latlng.lat), n = at === null || !map.hasLayer(revisits) ? 0 : seenAt(at);
    if (n > 0) byElementId('position').textContent += ` · seen by ${seenOften.each > 1 ? `at most ${plural(n, 'flight')} within ${length(seenOften.each * seenOften.cell_m)}`
      : plural(n, 'flight')}`;
  });
}

/* ---- when a zone is flown again ---- */

function spanText(seconds) {
  const minutes = Math.round(seconds / 60), [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (seconds < 120) return `${count(Math.round(seconds))} s`;
  return [days > 0 ? `${count(days)} d` : '', hours > 0 ? `${hours} h` : '', minutes % 60 > 0 && days === 0 ? `${minutes % 60} min` : ''].filter(Boolean).join(' ');
}

/* From when nobody was inside any more to the next entry, by the passages' times: {passages, untimed, spans}, shortest first. */
function flownAgain(zone) {
  const passages = itemsOf('passages').filter(({v}) => v.zone_id === zone.v.zone_id);
  const timed = passages.filter(({v}) => isKnown(v.entry_time) && isKnown(v.exit_time)).map(({v}) => [seconds(v.entry_time), seconds(v.exit_time)])
    .sort((a, b) => a[0] - b[0]);
  const spans = [];
  let last = -Infinity;
  for (const [entry, exit] of timed) {
    if (Number.isFinite(last)) spans.push(Math.max(0, entry - last));
    last = Math.max(last, exit);
  }
  return {passages: passages.length, untimed: passages.length - timed.length, spans: spans.sort((a, b) => a - b)};
}

function againText(zone) {
  const layer = layers.get('passages');
  /* Of a part of the passages nobody can say when the next one was. */
  if (!layer || layer.items.length < layer.total) return null;
  const {passages, untimed, spans} = flownAgain(zone);
  if (spans.length === 0) return null;
  const apart = spans.filter(span => span > 0), overlapping = spans.length - apart.length, [least, most] = [apart[0], apart.at(-1)];
  return [plural(passages, 'passage'),
    apart.length > 0 ? `flown again after ${spanText(least)}${spanText(most) === spanText(least) ? '' : ` to ${spanText(most)}`}` : null,
    overlapping > 0 ? `${plural(overlapping, 'time')} while one was inside` : null, untimed > 0 ? `${count(untimed)} without times` : null].filter(Boolean).join(', ');
}

/* The zones with most passages. */
function startAgain() {
  const rows = itemsOf('zones').map(zone => [zone, againText(zone)]).filter(([, text]) => text !== null).sort(([a], [b]) => b.v.passages - a.v.passages), SHOWN = 8;
  if (rows.length === 0) return;
  byElementId('again').hidden = false;
  byElementId('again').append(...rows.slice(0, SHOWN).map(([zone, text]) => el('div', {}, el('dt', {text: quoted(zone.v.name || zone.v.zone_id), dir: 'auto'}),
    el('dd', {text}))));
  if (rows.length > SHOWN) byElementId('again').append(el('div', {}, el('dt', {text: `${plural(rows.length - SHOWN, 'zone')} more`}),
    el('dd', {text: 'each says it when it is selected'})));
}
