'use strict';

/* The map itself: Leaflet over the plane, with its base map. Leaflet's "latitudes" are northings in metres and its "longitudes" eastings. */

/* Symbols on the canvas; they are hit like circles. */
const Symbol_ = L.CircleMarker.extend({
  _updatePath() { this._renderer.drawSymbol(this); }
});
L.Canvas.include({
  drawSymbol(layer) {
    if (!this._drawing || layer._empty()) return;
    const {x, y} = layer._point, radius = layer._radius, corners = symbols[layer.options.symbol], context = this._ctx;
    context.beginPath();
    if (corners === null) context.arc(x, y, radius * 0.9, 0, 2 * Math.PI);
    else corners.forEach(([dx, dy], i) => context[i === 0 ? 'moveTo' : 'lineTo'](x + dx * radius, y + dy * radius));
    if (corners !== null) context.closePath();
    this._fillStroke(context, layer);
  }
});

/* Leaflet rounds to whole pixels, which makes slanting lines with many points uneven. */
L.Map.include({
  latLngToLayerPoint(latlng) { return this.project(L.latLng(latlng))._subtract(this.getPixelOrigin()); }
});

let extent, widest;
function layOut() {
  const [west, south, east, north] = extentInPlane();
  extent = L.latLngBounds([south, west], [north, east]);
  widest = Math.max(east - west, north - south);
}
layOut();

/* Distances are those on the ground, so that the scale bar is right in the middle of what is seen. */
const groundDistance = (a, b) => {
  const [from, to] = [a, b].map(({lat, lng}) => plane.inverse(lng, lat));
  return from === null || to === null ? NaN : inverseGeodesic(from[0], from[1], to[0], to[1]).metres;
};
const flat = L.extend({}, L.CRS.Simple, {distance: groundDistance});

const map = L.map('map', {
  crs: flat, preferCanvas: true, attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 100,
  minZoom: Math.log2(200 / widest), maxZoom: Math.max(1, Math.log2(2000 / widest)), zoomAnimation: false, fadeAnimation: false, inertia: false,
  maxBounds: extent.pad(planeKind === 'polar' ? 4 : 1.5), renderer: L.canvas({tolerance: 4, padding: 0.3})
});
const showAll = () => map.fitBounds(extent.pad(0.04), {animate: false});
showAll();
L.control.zoom({position: 'topleft'}).addTo(map);
L.control.scale({imperial: false, maxWidth: 140}).addTo(map);

/* What lies below everything else, and takes no clicks. */
function basePane(name, zIndex) {
  map.createPane(name).style.zIndex = zIndex;
  map.getPane(name).style.pointerEvents = 'none';
  return L.canvas({pane: name, padding: 0.3});
}
const basePanes = {base: basePane('base', 200), graticule: basePane('graticule', 250), glow: basePane('glow', 380)};
const base = L.layerGroup(), graticule = L.layerGroup(), glow = L.layerGroup().addTo(map);

const nearLand = readData('land'), wholeLand = readData('whole-land');
function drawBase() {
  /* Where all of the earth may come into view. */
  const [land, from] = plane.around && wholeLand !== null ? [wholeLand, plate] : [nearLand, home];
  const shared = {pane: 'base', renderer: basePanes.base, interactive: false};
  base.clearLayers();
  const polygons = land.land[0].map(rings => ringsInPlane(rings.map(ring => decodeRun(ring, land.unit_m)), from));
  base.addLayer(L.polygon([...polygons, ...copiesOf(polygons)],
    {...shared, weight: 1, fillOpacity: 1, paint: () => ({color: palette.shore, fillColor: palette.land})}));
  for (const disputed of [0, 1]) {
    const lines = land.borders.filter(border => border[0] === disputed).map(border => runInPlane(decodeRun(border[1], land.unit_m), from));
    if (lines.length > 0) base.addLayer(L.polyline([...lines, ...copiesOf([lines]).flat()], {...shared, weight: 1, dashArray: disputed ? '4 4' : null,
      paint: () => ({color: palette.border})}));
  }
  base.tolerance_m = land.tolerance_m;
}
drawBase();

/* Colours follow the theme. */
function paintBase() {
  map.getContainer().style.background = palette.sea;
  base.eachLayer(layer => layer.setStyle(layer.options.paint()));
}

map.on('mousemove click', event => {
  const at = plane.inverse(event.latlng.lng, event.latlng.lat);
  byElementId('position').textContent = at === null ? '' : positionText(at);
});
map.on('mouseout', () => { byElementId('position').textContent = ''; });

/* The map for paper: all that its canvases show in one, three times as fine. (Browsers draw canvases anew for paper, and what one clears is then
 * cleared of what lies below it too.) */
function drawSheet() {
  const SCALE = 3, {x: wide, y: high} = map.getSize(), sheet = el('canvas', {id: 'sheet', width: wide * SCALE, height: high * SCALE}),
    context = sheet.getContext('2d');
  context.scale(SCALE, SCALE);
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, wide, high);
  const origin = map.layerPointToContainerPoint([0, 0]);
  context.translate(origin.x, origin.y);
  for (const renderer of [basePanes.base, basePanes.graticule, basePanes.glow, map.options.renderer]) {
    if (renderer === basePanes.glow && revisits !== null && map.hasLayer(revisits)) {
      const at = map.latLngToLayerPoint([0, 0]);
      context.globalAlpha = REVISITS_OPACITY;
      revisits.paint(context, {scale: map.options.crs.scale(map.getZoom()), x: at.x, y: at.y, wide: Infinity, high: Infinity});
      context.globalAlpha = 1;
    }
    const own = renderer._ctx;
    renderer._ctx = context;
    renderer._redrawBounds = null;
    renderer._draw();
    renderer._ctx = own;
  }
  map.getContainer().append(sheet);
}

/* Goes to a part of the map so that it is seen whole, but not nearer than makes sense. */
function goTo(bounds) {
  if (!bounds.isValid()) return;
  const least = Math.max(widest / 100, Math.min(2000, widest / 4)), centre = bounds.getCenter();
  const seen = L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast());
  seen.extend([centre.lat - least / 2, centre.lng - least / 2]).extend([centre.lat + least / 2, centre.lng + least / 2]);
  map.fitBounds(seen, {animate: false, padding: [30, 30]});
}
