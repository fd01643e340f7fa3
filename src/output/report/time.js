'use strict';

/* A moment that the slider chooses: the aircraft where they are then, and how many are inside zones over time. */

const STEPS = 1000, ALOFT_MAX = 3000;
const clock = {flights: [], begin: 0, end: 0, now: null, playing: null, group: L.layerGroup()};
const seconds = text => Date.parse(text) / 1000;

/* [along, seconds] of a route, [[…], …]; two points where it is flown at one speed. Null: its times are not known. */
function timesOf(item) {
  if (item.times !== undefined) return item.times;
  const {start_time: start, end_time: end, length_m: whole} = item.v, from = isKnown(start) ? seconds(start) : NaN;
  if (item.t) item.times = item.t.map(run => decodeRun(run, 1).map(([tenths, along]) => [along, from + tenths / 10]));
  else item.times = Number.isFinite(from) && isKnown(end) ? [[[0, from], [whole, seconds(end)]]] : null;
  return item.times;
}

/* How far along its route a flight is; null: it is not in the air, or not seen. */
function alongAt(times, moment) {
  for (const run of times) {
    if (run.length === 0 || moment < run[0][1] || moment > run.at(-1)[1]) continue;
    let [low, high] = [0, run.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (run[middle][1] <= moment) low = middle;
      else high = middle;
    }
    const [[s1, t1], [s2, t2]] = [run[low], run[high]];
    return t2 > t1 ? s1 + (moment - t1) / (t2 - t1) * (s2 - s1) : s1;
  }
  return null;
}

/* An aircraft seen from above, its nose to where it flies. */
const planeCorners = [[0, -1.3], [0.22, -0.5], [1.2, 0.25], [1.2, 0.5], [0.22, 0.2], [0.15, 0.8], [0.5, 1.1], [0.5, 1.25], [0, 1.1]];
const outline = [...planeCorners, ...planeCorners.slice(1, -1).toReversed().map(([x, y]) => [-x, y])];
const Aircraft = L.CircleMarker.extend({
  _updatePath() {
    if (!this._renderer._drawing || this._empty()) return;
    const {x, y} = this._point, [sine, cosine] = [Math.sin(this.options.heading), Math.cos(this.options.heading)], context = this._renderer._ctx;
    context.beginPath();
    outline.forEach(([dx, dy], i) => context[i === 0 ? 'moveTo' : 'lineTo'](x + this._radius * (dx * cosine - dy * sine),
      y + this._radius * (dx * sine + dy * cosine)));
    context.closePath();
    this._renderer._fillStroke(context, this);
  }
});

/* To the second where all of it is short. */
const momentText = moment => `${new Date(moment * 1000).toISOString().replace('T', ' ').slice(0, clock.end - clock.begin < 6 * 3600 ? 19 : 16)} UTC`;

function showMoment(moment) {
  clock.now = moment;
  clock.group.clearLayers();
  const aloft = [], inside = new Map();
  for (const item of clock.flights) {
    if (moment < item.aloft[0] || moment > item.aloft[1]) continue;
    const along = alongAt(timesOf(item), moment);
    if (along === null) continue;
    aloft.push(item);
    for (const {v} of byId.passagesOfRoute.get(item.v.route_id) ?? [])
      if (v.entry_m <= along && along <= v.exit_m) inside.set(v.zone_id, (inside.get(v.zone_id) ?? 0) + 1);
    if (aloft.length > ALOFT_MAX) continue;
    const at = placeAlong(item, along), next = placeAlong(item, Math.min(along + 1 + item.v.length_m / 500, item.v.length_m)),
      before = placeAlong(item, Math.max(0, along - 1 - item.v.length_m / 500));
    if (at === null) continue;
    const heading = Math.atan2(next[1] - before[1], next[0] - before[0]);
    const mark = new Aircraft([at[0], at[1]], {pane: 'aircraft', renderer: clock.renderer, radius: clock.flights.length > 500 ? 6 : 10, heading, weight: 1.2,
      color: palette.halo, fillColor: palette.text, fillOpacity: 1, interactive: false});
    mark.item = item;
    clock.group.addLayer(mark);
  }
  byElementId('moment').value = String(Math.round((moment - clock.begin) / (clock.end - clock.begin) * STEPS));
  byElementId('moment-text').textContent = momentText(moment);
  byElementId('moment').setAttribute('aria-valuetext', momentText(moment));
  const zones = [...inside].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([id, n]) => `${quoted(zoneName(id))} ${count(n)}`);
  byElementId('aloft').textContent = `${count(aloft.length)} in the air${zones.length > 0 ? `; inside: ${zones.join(', ')}` : ', none inside a zone'}` +
    (aloft.length > ALOFT_MAX ? `; ${count(ALOFT_MAX)} are drawn` : '');
  const hand = byElementId('busy').querySelector('.hand'), at = (moment - clock.begin) / (clock.end - clock.begin) * 100;
  if (hand) for (const end of ['x1', 'x2']) hand.setAttribute(end, `${at}%`);
  return aloft;
}

/* Occupancy: how many flights are inside each zone in each bin. */
function drawBusy() {
  const rows = itemsOf('occupancy').filter(({v}) => v.flights_at_most > 0), zones = [...new Set(rows.map(({v}) => v.zone_id))], box = byElementId('busy');
  if (rows.length === 0) return;
  const HIGH = 16, most = rows.reduce((found, {v}) => Math.max(found, v.flights_at_most), 1), shown = zones.slice(0, 8), span = clock.end - clock.begin;
  const drawing = svg('svg', {width: '100%', height: shown.length * (HIGH + 3) + 2, role: 'img',
    'aria-label': `Flights inside zones over time, at most ${most} in a bin; the table Occupancy has the figures.`});
  shown.forEach((id, k) => {
    const top = k * (HIGH + 3), zone = zoneItem(id), fill = palette[zone ? zoneClass(zone.v) : 'other'];
    drawing.append(svg('rect', {x: 0, y: top, width: '100%', height: HIGH, fill: 'var(--raised)'}));
    for (const {v} of rows.filter(row => row.v.zone_id === id)) {
      const [from, to] = [seconds(v.bin_start), seconds(v.bin_end)].map(at => Math.max(0, Math.min(1, (at - clock.begin) / span)) * 100);
      const bar = svg('rect', {x: `${from}%`, y: top, width: `${Math.max(to - from, 0.15)}%`, height: HIGH, fill,
        'fill-opacity': 0.15 + 0.5 * v.flights_at_most / most});
      bar.append(svg('title', {}, `${zoneName(id)}, ${kinds.time.text(v.bin_start)} to ${kinds.time.text(v.bin_end)}: ${plural(v.flights, 'flight')} surely, ` +
        `${v.flights_at_most} at most`));
      drawing.append(bar);
    }
    drawing.append(svg('text', {x: 4, y: top + HIGH - 4}, short(zoneName(id), 60)));
  });
  drawing.append(svg('line', {class: 'hand', x1: 0, x2: 0, y1: 0, y2: '100%', stroke: 'var(--accent)', 'stroke-width': 2}));
  box.replaceChildren(drawing);
}

function play(on) {
  clearInterval(clock.playing);
  clock.playing = on ? setInterval(() => {
    const next = clock.now + (clock.end - clock.begin) / 300;
    showMoment(next > clock.end ? clock.begin : next);
  }, 100) : null;
  byElementId('play').textContent = on ? 'Pause' : 'Play';
  byElementId('play').setAttribute('aria-pressed', String(on));
}

function startTime() {
  clock.flights = itemsOf('routes').filter(item => timesOf(item) !== null && timesOf(item).flat().length > 1);
  for (const item of clock.flights) {
    const all = timesOf(item).filter(run => run.length > 0);
    item.aloft = [all[0][0][1], all.at(-1).at(-1)[1]];
  }
  clock.begin = clock.flights.reduce((found, {aloft}) => Math.min(found, aloft[0]), Infinity);
  clock.end = clock.flights.reduce((found, {aloft}) => Math.max(found, aloft[1]), -Infinity);
  if (!(clock.end > clock.begin)) return;
  map.createPane('aircraft').style.zIndex = 640;
  map.getPane('aircraft').style.pointerEvents = 'none';
  clock.renderer = L.canvas({pane: 'aircraft', padding: 0.3});
  byElementId('time').hidden = false;
  clock.group.addTo(map);
  drawBusy();
  byElementId('moment').addEventListener('input', event => {
    play(false);
    showMoment(clock.begin + Number(event.target.value) / STEPS * (clock.end - clock.begin));
  });
  byElementId('play').addEventListener('click', () => play(clock.playing === null));
  byElementId('moment-text').textContent = momentText(clock.begin);
  byElementId('aloft').textContent = `${plural(clock.flights.length, 'flight')} with times; move the slider to see where they are.`;
  clock.now = clock.begin;
}
