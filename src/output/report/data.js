'use strict';

/* What the page has as JSON (report_data.c): the analysis, the base map, and layers with their rows. */

function readData(id) {
  const element = document.getElementById(id);
  return element === null ? null : JSON.parse(element.textContent);
}

/* A run of whole numbers, each point the difference from the one before, as [y, x] in metres (Leaflet's order), with the third number, if there is
 * one, as a distance along the line. */
function decodeRun(run, unit, numbers = 2) {
  const points = [], last = [0, 0, 0];
  for (let i = 0; i < run.length; i += numbers) {
    for (let k = 0; k < numbers; k++) last[k] += run[i + k];
    points.push(numbers === 3 ? [last[1] * unit, last[0] * unit, last[2] * unit] : [last[1] * unit, last[0] * unit]);
  }
  return points;
}

/* The shape of a row in metres of the plane that it was written in: {points, lines, polygons, outlines}, of which it has those that it needs. */
function decodeShape(layer, g) {
  if (g === null || g === undefined) return {};
  const unit = layer.unit_m;
  switch (layer.name) {
  case 'crossings': return {points: decodeRun(g, unit)};
  case 'routes': return {lines: g.map(run => decodeRun(run, unit, 3)).filter(line => line.length > 0)};
  case 'zones': case 'swaths': case 'coverage': case 'gaps': {
    const polygons = g[0].map(rings => rings.map(ring => decodeRun(ring, unit)));
    if (polygons.length === 0) return {};
    return g.length > 1 ? {polygons, outlines: g[1].map(run => decodeRun(run, unit)).filter(line => line.length > 1)} : {polygons};
  }
  default: {
    const lines = g.map(run => decodeRun(run, unit)).filter(line => line.length > 0);
    if (lines.length === 0) return {};
    return lines.length === 1 && lines[0].length === 1 ? {points: lines[0]} : {lines};
  }
  }
}

const analysis = readData('analysis');
/* Shapes are written in the plane `home`; the map is drawn in `plane` (view.js). */
const home = makePlane(analysis.centre);
const layers = new Map();

/* An item is a row: {layer, index, v: values by field, a: attributes, g, h}. Values and attributes are data from strangers: they get into the page as
 * text only. */
for (const name of ['coverage', 'gaps', 'swaths', 'zones', 'nearest', 'routes', 'passages', 'crossings', 'findings', 'statistics', 'occupancy']) {
  const layer = readData('layer-' + name);
  if (layer === null) continue;
  const names = layer.fields.map(field => field[0]);
  layer.descriptions = new Map(layer.fields);
  layer.items = layer.rows.map((row, index) => {
    const v = Object.create(null);
    names.forEach((field, i) => { v[field] = row.v[i]; });
    return {layer, index, v, a: row.a ?? {}, g: row.g, h: row.h, t: row.t, f: row.f, e: row.e, alike: row.alike};
  });
  delete layer.rows;
  layers.set(name, layer);
}

const itemsOf = name => layers.get(name)?.items ?? [];

function indexBy(name, key) {
  const found = new Map();
  for (const item of itemsOf(name)) {
    const k = key(item.v);
    if (!found.has(k)) found.set(k, []);
    found.get(k).push(item);
  }
  return found;
}

const pairKey = v => JSON.stringify([v.route_id, v.zone_id]);
const byId = {
  route: indexBy('routes', v => v.route_id),
  zone: indexBy('zones', v => v.zone_id),
  statistics: indexBy('statistics', pairKey),
  passages: indexBy('passages', pairKey),
  nearest: indexBy('nearest', pairKey),
  passagesOfRoute: indexBy('passages', v => v.route_id),
  findingsOfRoute: indexBy('findings', v => v.route_id),
  coverage: indexBy('coverage', v => JSON.stringify([v.zone_id, v.sensor]))
};
const routeItem = id => byId.route.get(id)?.[0];
const zoneItem = id => byId.zone.get(id)?.[0];
const zoneName = id => zoneItem(id)?.v.name || id;

function shapeOf(item) {
  item.shape ??= shapeInPlane(decodeShape(item.layer, item.g));
  return item.shape;
}
