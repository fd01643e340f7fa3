'use strict';

/* Meridians and parallels of what is seen, as dense as the view allows, with their degrees at the edges. */

const graticuleSteps = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const graticuleLabels = el('div', {class: 'degrees', 'aria-hidden': 'true'});
map.getContainer().append(graticuleLabels);

/* The longitudes and latitudes that the view has, around that of its middle: {west, east, south, north}, or null. */
function seenDegrees() {
  if (plane.around) {
    const seen = map.getBounds(), lat = y => plane.inverse(0, y)[1];
    return {west: plane.longitude(seen.getWest()), east: plane.longitude(seen.getEast()), south: lat(seen.getSouth()), north: lat(seen.getNorth())};
  }
  const bounds = map.getBounds(), middle = plane.inverse(bounds.getCenter().lng, bounds.getCenter().lat);
  const seen = {west: Infinity, east: -Infinity, south: Infinity, north: -Infinity}, N = 16;
  let reference = middle === null ? plane.centre[0] : middle[0];
  for (let i = 0; i <= N; i++) {
    for (let k = 0; k <= N; k++) {
      const at = plane.inverse(bounds.getWest() + (bounds.getEast() - bounds.getWest()) * i / N,
        bounds.getSouth() + (bounds.getNorth() - bounds.getSouth()) * k / N);
      if (at === null) continue;
      const lon = reference + (at[0] - reference - 360 * Math.round((at[0] - reference) / 360));
      seen.west = Math.min(seen.west, lon);
      seen.east = Math.max(seen.east, lon);
      seen.south = Math.min(seen.south, at[1]);
      seen.north = Math.max(seen.north, at[1]);
    }
  }
  for (const pole of [90, -90]) {
    const at = plane.forward(0, pole);
    if (at === null || !bounds.contains([at[1], at[0]])) continue;
    Object.assign(seen, {west: plane.centre[0] - 180, east: plane.centre[0] + 180});
    if (pole > 0) seen.north = 90;
    else seen.south = -90;
  }
  return seen.west <= seen.east ? seen : null;
}

function stepFor(range, lines) {
  return graticuleSteps.findLast(step => range / step <= lines) ?? 30;
}

const degreesText = (value, plus, minus, step) => {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)), text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 || Number(text) === 180 && plus === 'E' ? text + '°' : `${text}° ${value < 0 ? minus : plus}`;
};

/* Where a line first crosses the lower edge of the view, or its left one. */
function label(points, text, vertical) {
  const size = map.getSize(), edge = vertical ? size.y - 20 : 6;
  let before = null;
  for (const point of points) {
    const at = map.latLngToContainerPoint(point);
    if (before !== null) {
      const [a, b] = vertical ? [before.y, at.y] : [before.x, at.x];
      if ((a - edge) * (b - edge) <= 0 && a !== b) {
        const t = (edge - a) / (b - a), x = before.x + t * (at.x - before.x), y = before.y + t * (at.y - before.y);
        const free = vertical ? x > 170 && x < size.x - byElementId('credit').offsetWidth - 40 : y > 90 && y < size.y - 40;
        if (free) {
          const mark = el('span', {text, class: vertical ? 'meridian' : 'parallel'});
          mark.style.left = `${Math.round(x)}px`;
          mark.style.top = `${Math.round(y)}px`;
          graticuleLabels.append(mark);
          return;
        }
      }
    }
    before = at;
  }
}

function drawGraticule() {
  graticule.clearLayers();
  graticuleLabels.replaceChildren();
  const seen = map.hasLayer(graticule) ? seenDegrees() : null;
  if (seen === null) return;
  const size = map.getSize(), lines = Math.max(3, Math.round(size.y / 110)), high = seen.north - seen.south;
  const latStep = stepFor(high, lines), cos = Math.max(0.2, Math.cos((seen.south + seen.north) / 2 * Math.PI / 180));
  const lonStep = Math.max(stepFor(seen.east - seen.west, Math.round(size.x / 110)), seen.east - seen.west >= 359 ? 15 : 0,
    latStep / cos > 30 ? 30 : latStep);
  const highest = !plane.around && seen.west <= plane.centre[0] - 179 ? 90 - latStep / 2 : 90;
  const image = plane.around ? plane.spread.bind(plane) : plane.forward;
  const style = {pane: 'graticule', renderer: basePanes.graticule, interactive: false, weight: 0.7, color: palette.grid, smoothFactor: 1.5};
  const line = (from, to, at, text, vertical) => {
    const points = [];
    for (let i = 0; i <= 90; i++) {
      const point = at(from + (to - from) * i / 90);
      if (point !== null) points.push([point[1], point[0]]);
    }
    graticule.addLayer(L.polyline(points, style));
    label(points, text, vertical);
  };
  const south = Math.max(seen.south - latStep, -highest), north = Math.min(seen.north + latStep, highest);
  const lonCount = Math.min(Math.floor((seen.east - seen.west) / lonStep) + 3, (plane.around ? 720 : 360) / lonStep);
  const firstLon = Math.floor(seen.west / lonStep) * lonStep;
  for (let i = 0; i < lonCount; i++) {
    const lon = firstLon + i * lonStep, named = lon - 360 * Math.round(lon / 360);
    line(south, north, lat => image(lon, lat), degreesText(named, 'E', 'W', lonStep), true);
  }
  const west = plane.around ? seen.west - lonStep : Math.max(seen.west - lonStep, plane.centre[0] - 360),
    east = plane.around ? seen.east + lonStep : Math.min(seen.east + lonStep, west + 360);
  for (let lat = Math.ceil(south / latStep) * latStep; lat <= north + 1e-9; lat += latStep)
    if (Math.abs(lat) < 89.999) line(west, east, lon => image(lon, lat), degreesText(lat, 'N', 'S', latStep), false);
}

map.on('moveend resize', drawGraticule);
map.on('move', () => graticuleLabels.replaceChildren());
