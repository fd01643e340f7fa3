'use strict';

/* Which plane the map is drawn in, so that north is up where one looks. Where it is nearly up all over in the plane of the data, that one; around a
 * pole, one around the pole that is turned with the view; else Mercator's, which has north up everywhere. */

const MOST_TILT = 8;

/* Places of what is drawn, in degrees. */
let sampled = null;
const samplePlaces = () => sampled ??= samplesOfLayers();
function samplesOfLayers() {
  const places = [], lists = ['zones', 'routes', 'nearest', 'coverage'].map(itemsOf), all = lists.reduce((sum, items) => sum + items.length, 0);
  const every = Math.max(1, Math.ceil(all / 4000)), [west, south, east, north] = analysis.extent, across = Math.max(east - west, north - south);
  for (const items of lists) for (let i = 0; i < items.length; i += every) {
    const {points = [], lines = [], polygons = []} = decodeShape(items[i].layer, items[i].g);
    for (const run of [points, ...lines, ...polygons.flat()]) {
      const stride = Math.max(1, Math.floor(run.length / (every > 1 ? 1 : 12)));
      for (let k = 0; k < run.length; k += stride) {
        const [y, x] = run[k], metres = items[i].v.standoff_m ?? 0;
        places.push(home.inverse(x, y));
        /* The band of a stand-off is seen whole, unless all else would become small in it. */
        if (metres > 0 && metres < across) for (const [east, north] of [[metres, 0], [-metres, 0], [0, metres], [0, -metres]]) places.push(home.inverse(x + east, y + north));
      }
    }
  }
  return places.filter(place => place !== null);
}

/* The longitude in the middle of places: opposite of the middle of the widest gap between them. */
function middleLongitude(places) {
  const lons = places.map(([lon]) => (lon % 360 + 360) % 360).sort((a, b) => a - b);
  let widest = 0, at = 0;
  lons.forEach((lon, i) => {
    const gap = (i + 1 < lons.length ? lons[i + 1] : lons[0] + 360) - lon;
    if (gap > widest) [widest, at] = [gap, lon + gap / 2];
  });
  const middle = widest < 15 ? 0 : Math.round(at + 180);
  return middle - 360 * Math.round(middle / 360);
}

function choosePlane() {
  const places = samplePlaces(), tilts = places.map(place => Math.abs(tiltAt(home, ...place) ?? 180));
  if (places.length === 0 || tilts.every(tilt => tilt <= MOST_TILT)) return ['home', home];
  const high = places.filter(([, lat]) => Math.abs(lat) > 78).length / places.length;
  if (high > 0.15) return ['polar', makePlane([analysis.centre[0], Math.sign(analysis.centre[1]) * 90])];
  return ['mercator', makeMercator(middleLongitude(places))];
}

let planeKind = null, plane = null;
[planeKind, plane] = choosePlane();

/* ---- shapes in the plane ---- */

/* A run of the plane `home` in the one of the map: what is straight in the former is given more points. In Mercator's it goes on beyond the edge. */
function runInPlane(run, from = home) {
  if (plane === from) return run;
  const longest = Math.max(20000, (analysis.extent[2] - analysis.extent[0]) / 100), found = [], around = plane.around;
  let last = null;
  const add = (y, x, along) => {
    const at = from.inverse(x, y), image = at === null ? null : plane.forward(...at);
    if (image === null) return;
    if (around && last !== null) image[0] -= around * Math.round((image[0] - last) / around);
    last = image[0];
    found.push(along === undefined ? [image[1], image[0]] : [image[1], image[0], along]);
  };
  run.forEach((point, i) => {
    if (i > 0) {
      const before = run[i - 1], pieces = Math.min(200, Math.ceil(Math.hypot(point[0] - before[0], point[1] - before[1]) / longest));
      for (let k = 1; k < pieces; k++) {
        const t = k / pieces;
        add(before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1]),
          point.length > 2 ? before[2] + t * (point[2] - before[2]) : undefined);
      }
    }
    add(...point);
  });
  return found;
}

/* A ring that goes around a pole is closed along the edge of the map. */
function ringInPlane(ring, from = home) {
  const found = runInPlane(ring, from), around = plane.around;
  if (!around || found.length < 2) return found;
  const turns = Math.round((found.at(-1)[1] - found[0][1]) / around);
  if (turns === 0) return found;
  const south = found.reduce((sum, [y]) => sum + y, 0) < 0, edge = plane.forward(0, south ? -89.5 : 89.5)[1];
  return [...found, [edge, found.at(-1)[1]], [edge, found[0][1]]];
}

/* The same once more on the other side of the map, for what goes beyond its edge. Lists of runs, each a list of points. */
function copiesOf(lists) {
  if (!plane.around) return [];
  const half = plane.around / 2, shifted = by => lists.map(runs => runs.map(run => run.map(([y, x]) => [y, x + by])));
  let least = 0, most = 0;
  for (const runs of lists) for (const run of runs) for (const [, x] of run) {
    if (x < least) least = x;
    if (x > most) most = x;
  }
  return [...least < -half ? shifted(plane.around) : [], ...most > half ? shifted(-plane.around) : []];
}

/* Rings of a polygon, next to each other. */
function ringsInPlane(rings, from = home) {
  const found = rings.map(ring => ringInPlane(ring, from)), {around} = plane;
  if (!around || found[0].length === 0) return found;
  return found.map(ring => {
    const by = ring.length === 0 ? 0 : around * Math.round((ring[0][1] - found[0][0][1]) / around);
    return by === 0 ? ring : ring.map(([y, x]) => [y, x - by]);
  });
}

function shapeInPlane(shape) {
  if (plane === home) return shape;
  const found = {};
  if (shape.points) found.points = runInPlane(shape.points);
  if (shape.lines) found.lines = shape.lines.map(run => runInPlane(run)).filter(line => line.length > 0);
  if (shape.polygons) found.polygons = shape.polygons.map(rings => ringsInPlane(rings));
  if (shape.outlines) found.outlines = shape.outlines.map(run => runInPlane(run));
  return found;
}

/* ---- the extent of everything ---- */

const LEAST_EXTENT_M = 40;

function extentInPlane() {
  let [west, south, east, north] = analysis.extent;
  /* What was written is at least 100 m across, lies in the plane of the data, and has no bands. */
  if (plane !== home || Math.min(east - west, north - south) < 2100 || itemsOf('zones').some(({v}) => v.standoff_m > 0)) {
    const places = samplePlaces().map(([lon, lat]) => plane.forward(lon, planeKind === 'mercator' ? Math.max(-72, Math.min(80, lat)) : lat));
    if (places.length > 0) {
      const least = i => places.reduce((found, place) => Math.min(found, place[i]), Infinity),
        most = i => places.reduce((found, place) => Math.max(found, place[i]), -Infinity);
      [west, south, east, north] = [least(0), least(1), most(0), most(1)];
      /* Of the whole earth so much as fits a screen. */
      if (plane.around && east - west > 0.85 * plane.around)
        [west, east, south, north] = [-plane.around / 2, plane.around / 2, Math.max(south, plane.forward(0, -58)[1]), Math.min(north, plane.forward(0, 78)[1])];
    }
  }
  const across = Math.max(0, LEAST_EXTENT_M - (east - west)) / 2, up = Math.max(0, LEAST_EXTENT_M - (north - south)) / 2;
  return [west - across, south - up, east + across, north + up];
}
