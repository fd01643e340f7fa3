'use strict';

/* The tool that measures lengths on the map. */

/* Places between two, on the great circle of the sphere, which is near enough to look at. */
function between(a, b) {
  const RADIAN = Math.PI / 180, vector = ([lon, lat]) => [Math.cos(lat * RADIAN) * Math.cos(lon * RADIAN), Math.cos(lat * RADIAN) * Math.sin(lon * RADIAN),
    Math.sin(lat * RADIAN)];
  const [p, q] = [vector(a), vector(b)], angle = Math.acos(Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]))), found = [a];
  const pieces = Math.ceil(angle / RADIAN);
  for (let i = 1; i < pieces; i++) {
    const [s, t] = [Math.sin((1 - i / pieces) * angle), Math.sin(i / pieces * angle)], [x, y, z] = p.map((value, k) => s * value + t * q[k]);
    found.push([Math.atan2(y, x) / RADIAN, Math.atan2(z, Math.hypot(x, y)) / RADIAN]);
  }
  found.push(b);
  return found;
}

const measuring = {on: false, places: [], group: L.layerGroup()};

function drawMeasured() {
  const {places, group} = measuring;
  group.clearLayers();
  const image = place => (([x, y]) => [y, x])(plane.forward(...place)), shared = {color: palette.text, interactive: false};
  const line = places.flatMap((place, i) => i === 0 ? [place] : between(places[i - 1], place).slice(1)).map(place => [...place]);
  if (line.length > 1) group.addLayer(L.polyline(runOnMap(line), {...shared, weight: 2, dashArray: '6 4'}));
  for (const place of places) group.addLayer(L.circleMarker(image(place), {...shared, radius: 4, weight: 2, fillColor: palette.halo, fillOpacity: 1}));
}

/* Degrees as positions on the map, which go on beyond its edge. */
function runOnMap(places) {
  let last = null;
  return places.map(place => plane.forward(...place)).filter(Boolean).map(([x, y]) => {
    if (plane.around && last !== null) x -= plane.around * Math.round((x - last) / plane.around);
    last = x;
    return [y, x];
  });
}

function sayMeasured() {
  const {places} = measuring, legs = places.slice(1).map((place, i) => inverseGeodesic(...places[i], ...place));
  const sum = legs.reduce((total, {metres}) => total + metres, 0), last = legs.at(-1);
  byElementId('measured').hidden = !measuring.on;
  byElementId('measured').textContent = places.length === 0 ? 'Click on the map, or press Enter for its middle, to begin.'
    : legs.length === 0 ? `From ${positionText(places[0])}. Click on the next place.`
      : `${length(sum)} along ${plural(legs.length, 'line')}; the last ${length(last.metres)}, azimuth ${number((last.azimuth + 360) % 360, 1)}°. ` +
        'Shortest lines on the WGS 84 ellipsoid.';
}

function addMeasured({lat, lng}) {
  const place = plane.inverse(lng, lat);
  if (place === null) return;
  measuring.places.push(place);
  drawMeasured();
  sayMeasured();
}

function switchMeasuring(on) {
  Object.assign(measuring, {on, places: []});
  byElementId('measure').setAttribute('aria-pressed', String(on));
  map.getContainer().classList.toggle('measuring', on);
  if (on) measuring.group.addTo(map);
  else measuring.group.remove();
  drawMeasured();
  sayMeasured();
}

function startMeasuring() {
  byElementId('measure').addEventListener('click', () => switchMeasuring(!measuring.on));
  map.getContainer().addEventListener('keydown', event => {
    if (!measuring.on || event.target !== map.getContainer()) return;
    if (event.key === 'Enter') addMeasured(map.getCenter());
    else if (event.key === 'Escape') switchMeasuring(false);
  });
}
