'use strict';

/* The layers on the map, and the panel that switches them. */

const circleStyle = (name, radius) => ({symbol: name, radius, weight: 1.2, opacity: 1, fillOpacity: 1, color: symbolColours(name).line,
  fillColor: symbolColours(name).fill});

const findingMark = ({v}) => circleStyle(severityClass(v), itemsOf('findings').length > 500 ? 5 : 8);

/* How an item is drawn; `stretch` of findings are lines. */
const styles = {
  zones({v}) {
    const colour = palette[zoneClass(v)], lifted = v.status === 'lifted', disputed = v.status === 'disputed';
    return {color: colour, weight: 1.6, dashArray: lifted ? '5 4' : null, fillColor: disputed ? hatch(colour) : colour,
      fillOpacity: lifted ? 0 : disputed ? 0.6 : 0.25};
  },
  coverage: () => ({color: palette.covered, weight: 0.8, opacity: 0.8, fillColor: palette.covered, fillOpacity: 0.35}),
  gaps: () => ({color: palette.gap, weight: 0.8, opacity: 0.8, fillColor: hatch(palette.gap), fillOpacity: 0.8}),
  swaths: () => ({color: palette.covered, weight: 0.6, opacity: 0.6, fillColor: palette.covered, fillOpacity: 0.2}),
  nearest: () => ({color: palette.nearest, weight: 1.4, dashArray: '1 4', lineCap: 'round'}),
  routes({v}) {
    const name = routeClass(v), many = itemsOf('routes').length > 200;
    return {color: palette[name], weight: many ? 1.2 : 2, opacity: many ? 0.75 : 1, dashArray: routeDash(name)};
  },
  passages: ({v}) => ({color: palette.passage, weight: itemsOf('passages').length > 500 ? 2.4 : 4, lineCap: 'butt',
    dashArray: v.certainty === 'possible' ? '6 5' : null}),
  crossings: ({v}) => circleStyle(symbols[v.kind] === undefined ? 'touch' : v.kind, itemsOf('crossings').length > 500 ? 4 : 6),
  findings(item) {
    const name = severityClass(item.v);
    if (shapeOf(item).points) return findingMark(item);
    return name === 'violation' ? {color: palette.violation, weight: 5, opacity: 1, lineCap: 'butt'} : {color: palette[name], weight: 7, opacity: 0.45};
  }
};

/* Bottom to top: how layers lie on each other. `on` from the beginning. */
const drawn = [
  {name: 'coverage', title: 'Coverage', on: true},
  {name: 'gaps', title: 'Gaps'},
  {name: 'swaths', title: 'Swaths'},
  {name: 'zones', title: 'Zones', on: true},
  {name: 'nearest', title: 'Nearest approaches', on: true},
  {name: 'routes', title: 'Routes', on: true},
  {name: 'passages', title: 'Passages', on: true},
  {name: 'crossings', title: 'Crossings', on: true},
  {name: 'findings', title: 'Findings', on: true}
].filter(layer => layers.has(layer.name));

const tip = byElementId('tip');
const showTip = (item, event) => showTipText(titleOf(item), figuresOf(item), event);
function showTipText(title, figures, event) {
  tip.replaceChildren(el('strong', {text: title}), el('span', {text: figures}));
  tip.hidden = false;
  const {x, y} = event.containerPoint, size = map.getSize();
  tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - tip.offsetWidth - 4))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > size.y ? Math.max(4, y - tip.offsetHeight - 10) : y + 18}px`;
}
const hideTip = () => { tip.hidden = true; };

function listen(path, item) {
  path.on({
    mouseover: event => showTip(item, event),
    mousemove: event => showTip(item, event),
    mouseout: hideTip,
    click(event) {
      L.DomEvent.stopPropagation(event);
      hideTip();
      if (measuring.on) addMeasured(event.latlng);
      else if (!clickMany(event.latlng)) select(item, {from: 'map'});
    }
  });
  path.item = item;
  return path;
}

/* The band around a zone that a rule wants to be kept free: a line along its outline, twice as wide as the distance. */
const Band = L.Polygon.extend({
  _project() {
    const {metres, scale} = this.options;
    this.options.weight = 2 * metres * scale * this._map.options.crs.scale(this._map.getZoom());
    L.Polygon.prototype._project.call(this);
  }
});

/* Metres of the plane for one on the ground. */
function planeScale([y, x]) {
  const at = plane.inverse(x, y), STEP = 0.001;
  if (at === null) return 1;
  const lat = at[1] + (at[1] > 0 ? -STEP : STEP), [a, b] = [plane.forward(...at), plane.forward(at[0], lat)];
  return Math.hypot(a[0] - b[0], a[1] - b[1]) / inverseGeodesic(...at, at[0], lat).metres;
}

function bandOf(item) {
  const {polygons} = shapeOf(item), metres = item.v.standoff_m;
  if (!polygons || !(metres > 0)) return [];
  const band = new Band([...polygons, ...copiesOf(polygons)], {metres, scale: planeScale(polygons[0][0][0]), fill: false, color: palette.standoff_band,
    opacity: 0.22, lineJoin: 'round', lineCap: 'round', weight: 1, interactive: false});
  band.isBand = true;
  return [band];
}

/* What is drawn for an item. A finding that is a stretch also has a mark where it begins. */
function pathsOf(item) {
  const shape = shapeOf(item), style = {...styles[item.layer.name](item), smoothFactor: 0.5};
  const paths = item.layer.name === 'zones' ? bandOf(item) : [];
  if (shape.polygons) paths.push(L.polygon([...shape.polygons, ...copiesOf(shape.polygons)], shape.outlines ? {...style, stroke: false} : style));
  if (shape.outlines?.length > 0) paths.push(L.polyline([...shape.outlines, ...copiesOf([shape.outlines]).flat()], {...style, fill: false}));
  if (shape.lines?.length > 0) paths.push(L.polyline([...shape.lines, ...copiesOf([shape.lines]).flat()], style));
  if (shape.points) paths.push(new Symbol_(shape.points[0], style));
  return paths;
}

/* What a layer draws. Of more nearest approaches than can be told apart, those of routes and zones that a finding names: the others are
 * seen when a route or a row is chosen. */
const APPROACHES = 60;
function drawnOf({name}) {
  const items = itemsOf(name).filter(({alike}) => alike !== 0);
  if (name !== 'nearest' || items.length <= APPROACHES) return items;
  const named = new Set(itemsOf('findings').map(({v}) => pairKey(v)));
  return items.filter(({v}) => named.has(pairKey(v)));
}

/* Lines of very many items are thin, without dashes, and what violates lies on top. */
function manyOf(layer) {
  const items = drawnOf(layer), thin = item => {
    const style = styles[layer.name](item);
    return {...style, rank: layer.name === 'routes' ? -routeClasses.findIndex(([name]) => name === routeClass(item.v)) : 0};
  };
  const points = {crossings: [v => symbols[v.kind] === undefined ? 'touch' : v.kind, crossingKinds.map(([name]) => name)],
    findings: [severityClass, severities.map(([name]) => name)]}[layer.name];
  if (points) {
    if (items.length <= MANY_POINTS) return null;
    const [classOf, ranks] = points, stretches = items.filter(item => severityClass(item.v) === 'violation' && shapeOf(item).lines);
    return [...layer.name === 'findings' && stretches.length > 0 ? [new Many(stretches, {styleOf: thin})] : [],
      new Many(items, {points: true, ranks, classOf: item => classOf(item.v)})];
  }
  return items.length > MANY_LINES && ['routes', 'passages', 'nearest'].includes(layer.name) ? [new Many(items, {styleOf: thin})] : null;
}

function buildLayer(layer) {
  layer.group = L.layerGroup();
  fillLayer(layer);
}

function fillLayer(layer) {
  layer.paths = [];
  layer.many = manyOf(layer);
  for (const many of layer.many ?? []) layer.group.addLayer(many);
  for (const item of layer.many ? [] : drawnOf(layer)) {
    item.paths = pathsOf(item);
    if (layer.name === 'findings' && shapeOf(item).lines?.length > 0) {
      const mark = new Symbol_(shapeOf(item).lines[0][0], findingMark(item));
      mark.isMark = true;
      item.paths.push(mark);
    }
    for (const path of item.paths) {
      layer.group.addLayer(path.isBand ? Object.assign(path, {item}) : listen(path, item));
      layer.paths.push(path);
    }
  }
}

/* In another plane. */
function redrawLayer(layer) {
  layer.group.clearLayers();
  layer.named = undefined;
  fillLayer(layer);
}

/* A layer that is switched on comes on top: the order is made again. Marks of findings stay above all, the worst on top. */
function order() {
  const shown = drawn.filter(layer => map.hasLayer(layer.group)),
    marks = shown.find(layer => layer.name === 'findings')?.paths.filter(path => path.options.symbol) ?? [];
  for (const layer of shown) for (const path of [...layer.paths, ...layer.many ?? []]) path.bringToFront();
  for (const [name] of severities.toReversed()) for (const path of marks) if (path.options.symbol === name) path.bringToFront();
}

function switchLayer(group, on) {
  if (on) map.addLayer(group);
  else map.removeLayer(group);
  if (group === graticule) drawGraticule();
  else if (group !== base && group !== revisits) order();
  placeNames();
}

function repaint() {
  palette = palettes[isDark() ? 'dark' : 'light'];
  for (const [name, term] of [['bad', 'violates'], ['unsure', 'undecided'], ['warn', 'warning'], ['good', 'complies']])
    document.documentElement.style.setProperty(`--${name}`, palette[term]);
  paintBase();
  for (const layer of drawn) {
    for (const many of layer.many ?? []) many.setStyle();
    for (const path of layer.paths) {
      const style = styles[layer.name](path.item);
      if (path.isBand) path.setStyle({color: palette.standoff_band});
      else path.setStyle(path.isMark ? findingMark(path.item) : path.options.stroke === false ? {...style, stroke: false}
        : path.options.fill === false ? {...style, fill: false} : style);
    }
  }
  drawGraticule();
  drawGlow();
  drawSwitches();
}

/* ---- names of zones ---- */

const names = L.layerGroup().addTo(map);

/* A place within a zone's largest part: the middle of its widest stretch at the height of its middle. */
function namePlace(item) {
  const outlines = (shapeOf(item).polygons ?? []).map(rings => rings[0]);
  const size = ring => Math.abs(ring.reduce((sum, [y, x], i) => {
    const [y2, x2] = ring[(i + 1) % ring.length];
    return sum + x * y2 - x2 * y;
  }, 0));
  const ring = outlines.sort((a, b) => size(b) - size(a))[0];
  if (ring === undefined) return null;
  const bounds = L.latLngBounds(ring), y = bounds.getCenter().lat, xs = [];
  ring.forEach(([y1, x1], i) => {
    const [y2, x2] = ring[(i + 1) % ring.length];
    if ((y1 > y) !== (y2 > y)) xs.push(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
  });
  xs.sort((a, b) => a - b);
  let best = [bounds.getCenter().lng, bounds.getCenter().lng];
  for (let i = 0; i + 1 < xs.length; i += 2) if (i === 0 || xs[i + 1] - xs[i] > best[1] - best[0]) best = [xs[i], xs[i + 1]];
  return {at: [y, (best[0] + best[1]) / 2], size: size(ring), wide: bounds.getEast() - bounds.getWest()};
}

/* Airfields that routes begin and end at, where they name them: [{text, item, end}]. */
const airfields = itemsOf('routes').length > 300 ? [] : itemsOf('routes').flatMap(item => ['airfield_from', 'airfield_to'].map((field, i) =>
  ({text: item.a[field], item, end: i}))).filter(({text}) => isKnown(text) && typeof text === 'string');

const airfieldMark = at => L.circleMarker(at, {radius: 5, weight: 2, color: palette.airfield, fillColor: palette.halo, fillOpacity: 1, interactive: false});

/* Whether there was room for the text in a box around a position on the screen; if so it is taken. */
function takeRoom(taken, at, half, high = 10) {
  const box = [at.x - half, at.y - high, at.x + half, at.y + high];
  if (taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return false;
  taken.push(box);
  return true;
}

function placeAirfields(taken) {
  const said = new Set();
  for (const {text, item, end} of airfields) {
    const line = shapeOf(item).lines?.at(end ? -1 : 0), at = line?.at(end ? -1 : 0);
    if (at === undefined || said.has(text) || !map.getBounds().contains(at)) continue;
    said.add(text);
    names.addLayer(airfieldMark(at.slice(0, 2)));
    const spot = map.latLngToContainerPoint(at).add([0, 15]), name = short(text, 30);
    if (takeRoom(taken, spot, name.length * 3.6 + 4, 8))
      names.addLayer(L.marker(map.containerPointToLatLng(spot), {interactive: false, keyboard: false,
        icon: L.divIcon({className: 'zone-name airfield', html: el('span', {dir: 'auto', text: name}), iconSize: [0, 0]})}));
  }
}

/* Fixes with their numbers, as findings count them, and their names. */
function placeFixes(taken) {
  const seen = map.getBounds();
  let last = null;
  for (const {f} of itemsOf('routes')) for (const [i, [lon, lat, name]] of (f ?? []).entries()) {
    const image = plane.forward(lon, lat), at = image && [image[1], image[0]], spot = at && map.latLngToContainerPoint(at);
    if (!at || !seen.contains(at) || (last !== null && spot.distanceTo(last) < 7)) continue;
    last = spot;
    names.addLayer(L.circleMarker(at, {radius: 3, weight: 1.5, color: palette.fix, fillColor: palette.halo, fillOpacity: 1, interactive: false}));
    const text = name === undefined ? String(i + 1) : `${i + 1} ${short(name, 20)}`, room = spot.add([0, -11]);
    if (taken.length < 150 && takeRoom(taken, room, text.length * 3.2 + 3, 6))
      names.addLayer(L.marker(map.containerPointToLatLng(room), {interactive: false, keyboard: false,
        icon: L.divIcon({className: 'zone-name fix', html: el('span', {dir: 'auto', text}), iconSize: [0, 0]})}));
  }
}

/* Airfields, zones, fixes, towns, as long as names do not lie on each other. */
function placeNames() {
  names.clearLayers();
  const taken = [], routes = drawn.some(({name, group}) => name === 'routes' && map.hasLayer(group));
  if (routes) placeAirfields(taken);
  placeZones(taken);
  if (routes) placeFixes(taken);
  placeTowns(taken);
}

/* The largest first. */
function placeZones(taken) {
  const zones = drawn.find(layer => layer.name === 'zones');
  if (!zones || !map.hasLayer(zones.group)) return;
  zones.named ??= itemsOf('zones').map(item => ({item, place: namePlace(item)})).filter(({place}) => place !== null)
    .sort((a, b) => b.place.size - a.place.size);
  const seen = map.getBounds(), gathered = manyLayers().some(({options}) => options.points);
  for (const {item, place} of zones.named) {
    if (taken.length >= 60) break;
    if (!seen.contains(place.at)) continue;
    /* Below the points that are gathered there. */
    const text = item.v.name || item.v.zone_id, at = map.latLngToContainerPoint(place.at).add([0, gathered ? 27 : 0]), half = Math.min(text.length, 28) * 3.6 + 6;
    /* A name that is cut off says nothing. */
    at.x = Math.max(half, Math.min(map.getSize().x - half, at.x));
    if (!takeRoom(taken, at, half)) continue;
    const name = el('span', {dir: 'auto', text: short(text, 40)});
    names.addLayer(L.marker(map.containerPointToLatLng(at), {interactive: false, keyboard: false,
      icon: L.divIcon({className: 'zone-name', html: name, iconSize: [0, 0]})}));
  }
}
map.on('moveend', placeNames);

/* ---- the panel ---- */

function legendOf(name) {
  const present = (classes, classOf) => {
    const found = new Set(itemsOf(name).map(item => classOf(item.v)));
    return classes.filter(([key]) => found.has(key));
  };
  switch (name) {
  case 'zones': {
    const rows = present(zoneClasses, zoneClass).map(([key, text]) => [sample('area', key), text]);
    if (itemsOf('zones').some(({v}) => v.status === 'disputed')) rows.push([sample('area', 'other', {hatched: true}), 'Hatched: disputed']);
    if (itemsOf('zones').some(({v}) => v.standoff_m > 0)) rows.push([sample('area', 'standoff_band'), capital(glossary.get('standoff_band').word)]);
    if (itemsOf('zones').some(({v}) => v.status === 'lifted')) rows.push([sample('area', 'other', {empty: true}), 'Dashed: lifted']);
    return rows;
  }
  case 'routes':
    return present(routeClasses, routeClass).map(([key, text]) => [routeSample(key), text]);
  case 'passages':
    return itemsOf('passages').some(({v}) => v.certainty === 'possible')
      ? [[sample('line', 'passage', {dash: '6 5', width: 5}), 'Dashed: possible, not excluded']] : [];
  case 'crossings': return present(crossingKinds, v => v.kind).map(([key, text]) => [sample('symbol', key), text]);
  case 'findings': return present(severities, severityClass).map(([key, text]) => [sample('symbol', key), text]);
  default: return [];
  }
}

const plainSample = {
  passages: () => sample('line', 'passage', {width: 5}), nearest: () => sample('line', 'nearest', {dash: '1.5 3', width: 2}),
  swaths: () => sample('area', 'covered'), coverage: () => sample('area', 'covered'), gaps: () => sample('area', 'gap', {hatched: true})
};

function switchFor(title, group, marks, rows, of) {
  const box = el('input', {type: 'checkbox', onchange: event => switchLayer(group, event.target.checked)});
  box.checked = map.hasLayer(group);
  const line = el('label', {}, box, marks, el('span', {text: title}), of === null ? null : el('span', {class: 'of', text: of}));
  return el('li', {}, line, rows.length === 0 ? null : el('ul', {}, ...rows.map(([mark, text]) => el('li', {}, mark, el('span', {text})))));
}

function drawSwitches() {
  const open = drawn.toReversed().map(({name, title, group}) => {
    const {total, items} = layers.get(name);
    const of = items.length === total ? count(total) : `${count(items.length)} of ${count(total)}`;
    return switchFor(title, group, plainSample[name]?.(), legendOf(name), of);
  });
  if (revisits !== null) open.push(switchFor('Revisits', revisits, null, revisitRows(), null));
  byElementId('switches').replaceChildren(...open, switchFor('Land and borders', base, sample('line', 'border', {width: 1.5}), [], null),
    switchFor('Graticule', graticule, sample('line', 'grid', {width: 1.5}), [], null));
}

function startMap() {
  map.addLayer(base);
  map.addLayer(graticule);
  for (const layer of drawn) {
    buildLayer(layer);
    if (layer.on || drawn.length === 1 || !layers.has('routes') && layer.name === 'gaps') map.addLayer(layer.group);
  }
  order();
  placeNames();
  byElementId('everything').addEventListener('click', showAll);
  if (manyLayers().length > 0) map.on('mousemove', tipOfMany);
}
