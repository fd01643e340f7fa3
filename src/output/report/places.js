'use strict';

/* Names of towns: small, grey, only as many as there is room for, and none where a map is so narrow that a town is no point. */

const towns = readData('places') ?? [], TOWNS_SHOWN = 24, TOWNS_APART_PX = 95, TOWNS_LEAST_M = 20000;

function placeTowns(taken) {
  const scale = metresPerPixel(), size = map.getSize(), seen = map.getBounds();
  if (towns.length === 0 || !map.hasLayer(base) || Math.min(size.x, 1000) * scale < TOWNS_LEAST_M) return;
  let shown = 0;
  for (const [name, lon, lat, apart] of towns) {
    if (shown >= TOWNS_SHOWN) break;
    if (apart * 1000 < TOWNS_APART_PX * scale) continue;
    const image = plane.forward(lon, lat);
    if (image === null || !seen.contains([image[1], image[0]])) continue;
    const at = [image[1], image[0]], half = name.length * 2.9 + 3, spot = map.latLngToContainerPoint(at), room = spot.add([spot.x + 2 * half + 6 > size.x ? -half - 5 : half + 5, 0]);
    if (!takeRoom(taken, room, half, 6)) continue;
    shown++;
    names.addLayer(L.circleMarker(at, {radius: 1.8, stroke: false, fillColor: palette.town, fillOpacity: 1, interactive: false}));
    names.addLayer(L.marker(map.containerPointToLatLng(room), {interactive: false, keyboard: false,
      icon: L.divIcon({className: 'zone-name town', html: el('span', {dir: 'auto', text: name}), iconSize: [0, 0]})}));
  }
}

function startPlaces() {
  if (towns.length > 0) byElementId('credit').append(', ', el('a', {href: 'https://www.geonames.org', rel: 'noreferrer', text: 'GeoNames'}));
}
