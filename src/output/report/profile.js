'use strict';

/* The route in hand over its length: altitudes where they are known, zones as bands, findings as marks. */

const profile = {route: null, at: null};
const place = L.circleMarker([0, 0], {radius: 6, weight: 2, color: '#ffffff', fillColor: '#111111', fillOpacity: 1, interactive: false});

const roundSteps = [1, 2, 2.5, 5, 10];
function ticks(most, wanted) {
  const raw = most / wanted, power = 10 ** Math.floor(Math.log10(raw)), step = roundSteps.find(s => s * power >= raw) * power, found = [];
  for (let at = 0; at <= most + step * 1e-9; at += step) found.push(at);
  return found;
}

/* Where on the map a distance along the route is. */
function placeAlong(item, along) {
  let best = null;
  for (const line of shapeOf(item).lines) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]];
      if (along < a[2] || along > b[2]) continue;
      const t = b[2] > a[2] ? (along - a[2]) / (b[2] - a[2]) : 0;
      return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    }
    if (line.length > 0) best = line[along < line[0][2] ? 0 : line.length - 1];
  }
  return best;
}

function altitudeAt(heights, along) {
  for (const run of heights) {
    for (let i = 0; i + 1 < run.length; i++) {
      const [x1, y1] = run[i], [x2, y2] = run[i + 1];
      if (along >= x1 && along <= x2) return x2 > x1 ? y1 + (along - x1) / (x2 - x1) * (y2 - y1) : y1;
    }
  }
  return null;
}

/* Runs of [along, altitude] in metres. */
const heightsOf = item => item.heights ??= (item.h ?? []).map(run => decodeRun(run, 1).map(([altitude, along]) => [along, altitude]));

/* A height in metres over the sea, as floors and ceilings have it; null: it is not known here, as those over the ground. */
function heightOf(value) {
  if (typeof value === 'number') return value;
  const text = String(value ?? '').trim().toUpperCase();
  if (/^(UNL|UNLIM|UNLIMITED)$/.test(text)) return Infinity;
  if (/^(GND|SFC|0 ?M? ?AGL|0 ?FT ?AGL)$/.test(text)) return -Infinity;
  const [, level] = /^FL ?(\d+)$/.exec(text) ?? [], [, figure, unit] = /^(-?[\d.]+) ?(FT|M)?( ?(MSL|AMSL|HAE))?$/.exec(text) ?? [];
  if (level !== undefined) return Number(level) * 30.48;
  return figure === undefined ? null : Number(figure) * (unit === 'FT' ? 0.3048 : 1);
}

/* Floor and ceiling of a zone: {floor, ceiling, text, known}. A zone without them goes from the ground to everywhere. */
function volumeOf(zone) {
  const {floor, ceiling, volumes} = zone?.a ?? {};
  const [low, high] = [isKnown(floor) ? heightOf(floor) : -Infinity, isKnown(ceiling) ? heightOf(ceiling) : Infinity];
  return {floor: low ?? -Infinity, ceiling: high ?? Infinity, known: low !== null && high !== null && !isKnown(volumes),
    text: isKnown(floor) || isKnown(ceiling) ? `, from ${short(String(floor ?? 'GND'), 40)} to ${short(String(ceiling ?? 'UNL'), 40)}` : ''};
}

/* The ground of a route: the highest of each of equal parts of it, in metres over the sea; null: unknown. Null: no terrain was given. */
function groundOf(item) {
  let last = 0;
  return item.ground ??= item.e ? item.e.map(step => step === null ? null : last += step) : null;
}

/* What is drawn of the ground, runs of [along, height] in steps. */
function groundRuns(ground, whole) {
  const runs = [], part = whole / ground.length;
  ground.forEach((height, i) => {
    if (height === null) return;
    if (i === 0 || ground[i - 1] === null) runs.push([]);
    runs.at(-1).push([i * part, height], [(i + 1) * part, height]);
  });
  return runs;
}
const groundAt = (ground, along, whole) => ground?.[Math.min(ground.length - 1, Math.floor(along / whole * ground.length))] ?? null;

/* What the drawing of the ground stands on. */
function groundText(ground, whole) {
  const dems = analysis.summary.inputs?.dem?.map(({file}) => file.split('/').at(-1)) ?? [];
  if (ground === null) return dems.length > 0 ? 'The ground is not drawn: what this page was made from does not have its heights any more.'
    : 'The ground is not drawn: the analysis was given no terrain (--dem).';
  const unknown = ground.filter(height => height === null).length, by = dems.length > 0 ? ` by ${dems.join(', ')}` : '';
  if (unknown === ground.length) return `The ground is not drawn: the terrain${by} has no heights here.`;
  return `Ground${by}: the highest of each ${length(whole / ground.length)}, over the sea` +
    (unknown > 0 ? `; not known for ${length(unknown / ground.length * whole)} of the route, where none is drawn.` : '.');
}

function drawProfile() {
  const item = profile.route, box = byElementId('profile-drawing');
  if (item === null) return;
  const heights = heightsOf(item), whole = item.v.length_m || 1, findings = byId.findingsOfRoute.get(item.v.route_id) ?? [];
  const passages = byId.passagesOfRoute.get(item.v.route_id) ?? [];
  const ground = groundOf(item), terrain = ground === null ? [] : groundRuns(ground, whole), upright = heights.length > 0 || terrain.length > 0;
  const wide = Math.max(280, box.clientWidth), left = upright ? 54 : 12, right = 14, top = 30, high = upright ? 120 : 34;
  const bottom = top + high, marked = findings.some(({v}) => isKnown(v.from_m)) ? 22 : 0, tall = bottom + marked + 34;
  const unit = whole < 1500 ? 1 : 1000;
  const x = along => left + along / whole * (wide - left - right);
  const limits = passages.flatMap(({v}) => (({floor, ceiling}) => [floor, ceiling])(volumeOf(zoneItem(v.zone_id))))
    .concat(passages.map(({v}) => Number(zoneItem(v.zone_id)?.a.min_altitude_m ?? NaN))).filter(Number.isFinite);
  const known = [...heights, ...terrain].flat().map(([, y]) => y), highest = Math.max(1, ...known, ...limits), lowest = Math.min(0, ...known);
  const steps = ticks(highest, 3), y = altitude => bottom - (altitude - lowest) / (Math.max(highest, steps.at(-1)) * 1.06 - lowest) * high;
  const drawing = svg('svg', {width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}`, role: 'img', tabindex: '0',
    'aria-label': `Profile of ${quoted(item.v.route_id)}: ${length(whole)}, ${plural(passages.length, 'passage')}. Arrow keys move along it.`});
  drawing.append(svg('rect', {class: 'ground', x: left, y: top, width: wide - left - right, height: high}));
  let free = -Infinity;
  for (const {v} of passages) {
    const zone = zoneItem(v.zone_id), colour = palette[zone ? zoneClass(zone.v) : 'other'], from = x(v.entry_m),
      width = Math.max(1, x(v.exit_m) - from);
    const volume = volumeOf(zone), flat = !upright, upper = flat || volume.ceiling === Infinity ? top : Math.max(top, y(volume.ceiling)),
      lower = flat || volume.floor === -Infinity ? bottom : Math.min(bottom, y(volume.floor));
    const band = svg('rect', {x: from, y: upper, width, height: Math.max(0, lower - upper), fill: colour, 'fill-opacity': volume.known ? 0.3 : 0.15,
      class: 'band', stroke: volume.known ? null : colour, 'stroke-dasharray': volume.known ? null : '4 3'});
    for (const limit of flat ? [] : [volume.floor, volume.ceiling, Number(zone?.a.min_altitude_m ?? NaN)].filter(Number.isFinite))
      drawing.append(svg('line', {x1: from, x2: from + width, y1: y(limit), y2: y(limit), stroke: colour, 'stroke-width': 1.5, class: 'limit'}));
    band.append(svg('title', {}, `${zoneName(v.zone_id)}${volume.text}: ${length(v.entry_m)} to ${length(v.exit_m)}, ${length(v.length_m)}`));
    drawing.append(band, svg('rect', {x: from, y: top - 3, width, height: 3, fill: colour}));
    if (from < free) continue;
    const name = zoneName(v.zone_id), room = Math.floor((wide - from) / 7.6), 
      text = short(name, Math.max(1, room));
    if (room < 4) continue;
    drawing.append(svg('text', {x: from, y: top - 9, class: 'name'}, text));
    free = from + text.length * 7.6 + 12;
  }
  for (const at of ticks(whole / unit, Math.max(2, Math.floor(wide / 130)))) {
    const px = x(at * unit);
    if (px > wide - right + 1) break;
    drawing.append(svg('line', {x1: px, y1: bottom, x2: px, y2: bottom + 5, class: 'axis'}),
      svg('text', {x: px, y: bottom + marked + 18, class: 'tick', 'text-anchor': 'middle'}, upTo3.format(at)));
  }
  drawing.append(svg('text', {x: wide - right, y: tall - 2, class: 'tick', 'text-anchor': 'end'}, `${unit === 1 ? 'm' : 'km'} along the route`));
  for (const run of terrain) drawing.append(svg('polygon', {class: 'terrain', points: [[run[0][0], null], ...run, [run.at(-1)[0], null]]
    .map(([along, height]) => `${x(along).toFixed(1)},${(height === null ? bottom : y(height)).toFixed(1)}`).join(' ')}));
  if (upright) {
    for (const step of steps) drawing.append(svg('line', {x1: left, y1: y(step), x2: wide - right, y2: y(step), class: 'grid'}),
      svg('text', {x: left - 6, y: y(step) + 4, class: 'tick', 'text-anchor': 'end'}, upTo3.format(step)));
    drawing.append(svg('text', {x: 4, y: top - 12, class: 'tick'}, 'm'));
    for (const run of heights) drawing.append(svg('polyline',
      {points: run.map(([along, altitude]) => `${x(along).toFixed(1)},${y(altitude).toFixed(1)}`).join(' '), class: 'heights'}));
  }
  drawing.append(svg('line', {x1: left, y1: bottom, x2: wide - right, y2: bottom, class: 'axis'}));
  for (const finding of findings) {
    const {v} = finding;
    if (!isKnown(v.from_m)) continue;
    const name = severityClass(v), {fill} = symbolColours(name), corners = symbols[name], px = x(v.from_m), py = bottom + 13;
    if (v.to_m > v.from_m) drawing.append(svg('line', {x1: px, y1: py, x2: x(v.to_m), y2: py, stroke: fill, 'stroke-width': 4}));
    const mark = corners === null ? svg('circle', {cx: px, cy: py, r: 5, fill})
      : svg('polygon', {points: corners.map(([dx, dy]) => `${px + 6 * dx},${py + 6 * dy}`).join(' '), fill});
    mark.append(svg('title', {}, v.message ?? ''));
    mark.classList.add('finding');
    mark.addEventListener('click', () => select(finding, {from: 'profile', zoom: true}));
    drawing.append(mark);
  }
  const hair = svg('line', {y1: top, y2: bottom, class: 'hair', visibility: 'hidden'});
  drawing.append(hair);
  profile.pointTo = along => {
    profile.at = Math.max(0, Math.min(whole, along));
    hair.setAttribute('x1', x(profile.at));
    hair.setAttribute('x2', x(profile.at));
    hair.setAttribute('visibility', 'visible');
    const at = placeAlong(item, profile.at), altitude = altitudeAt(heights, profile.at), below = groundAt(ground, profile.at, whole),
      inside = new Set(passages.filter(({v}) => v.entry_m <= profile.at && profile.at <= v.exit_m).map(({v}) => quoted(zoneName(v.zone_id))));
    const position = at === null ? null : plane.inverse(at[1], at[0]);
    byElementId('profile-reading').textContent = [unit === 1 ? `${number(profile.at, 0)} m` : `km ${number(profile.at / 1000, whole < 20000 ? 3 : 1)}`, altitude === null ? null : `${number(altitude, 0)} m`,
      below === null ? null : `ground ${number(below, 0)} m`,
      inside.size > 0 ? `inside ${[...inside].join(', ')}` : 'outside of zones',
      position === null ? null : positionText(position)].filter(Boolean).join(' · ');
    if (at !== null) place.setLatLng([at[0], at[1]]).addTo(map).bringToFront();
  };
  profile.leave = () => {
    hair.setAttribute('visibility', 'hidden');
    place.remove();
  };
  drawing.addEventListener('pointermove', event => {
    profile.pointTo((event.clientX - drawing.getBoundingClientRect().left - left) / (wide - left - right) * whole);
  });
  drawing.addEventListener('pointerleave', profile.leave);
  drawing.addEventListener('blur', profile.leave);
  drawing.addEventListener('keydown', event => {
    const step = {ArrowLeft: -1, ArrowRight: 1, PageDown: 10, PageUp: -10}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    profile.pointTo((profile.at ?? 0) + step * whole / 100);
  });
  box.replaceChildren(drawing);
}

function showProfile(item) {
  if (profile.route === item || item === undefined) return;
  profile.leave?.();
  Object.assign(profile, {route: item, at: null});
  byElementId('profile').hidden = false;
  byElementId('profile-route').value = String(item.index);
  const {v} = item;
  byElementId('profile-reading').textContent = `${length(v.length_m)} in all, ${length(v.inside_m)} inside zones`;
  byElementId('profile-ground').textContent = groundText(groundOf(item), v.length_m || 1);
  drawProfile();
}

selectionListeners.push(item => { if (item !== null && item.layer.name !== 'zones') showProfile(routeItem(item.v.route_id)); });

/* Begins with the route that matters most. */
function startProfile() {
  const routes = itemsOf('routes');
  if (routes.length === 0) return;
  byElementId('profile-route').append(...routes.map(({v, index}) => el('option', {value: String(index), text: short(v.route_id, 60)})));
  byElementId('profile-route').addEventListener('change', event => select(routes[Number(event.target.value)], {from: 'profile', zoom: true}));
  byElementId('profile').hidden = false; // so that it has a width
  const judged = verdict => routes.find(({v}) => v.verdict === verdict);
  showProfile(judged('violates') ?? judged('undecided') ?? routes.find(({v}) => v.warnings > 0) ?? routes.find(({v}) => v.zones > 0) ?? routes[0]);
  new ResizeObserver(drawProfile).observe(byElementId('profile-drawing'));
}
