'use strict';

/* What is selected: shown on the map with a glow, in the panel with all its figures, and in its table. */

let selected = null;
const selectionListeners = [];

/* The items whose shapes show where an item is. */
function placesOf(item) {
  if (item.layer.name !== 'statistics') return [item];
  const key = pairKey(item.v), passages = byId.passages.get(key) ?? [];
  if (passages.length > 0) return passages;
  const nearest = byId.nearest.get(key) ?? [];
  return nearest.length > 0 ? nearest : [zoneItem(item.v.zone_id), routeItem(item.v.route_id)].filter(Boolean);
}

function boundsOf(items) {
  const bounds = L.latLngBounds([]);
  for (const item of items) {
    const {points = [], lines = [], polygons = []} = shapeOf(item);
    points.forEach(point => bounds.extend(point));
    lines.flat().forEach(point => bounds.extend(point));
    polygons.flat(2).forEach(point => bounds.extend(point));
  }
  return bounds;
}

function drawGlow() {
  glow.clearLayers();
  if (selected === null) return;
  const shared = {pane: 'glow', renderer: basePanes.glow, interactive: false, color: palette.glow};
  for (const item of placesOf(selected)) {
    const {points, lines, polygons, outlines} = shapeOf(item);
    if (lines) glow.addLayer(L.polyline([...lines, ...copiesOf([lines]).flat()], {...shared, weight: 13, opacity: 0.75}));
    if (polygons) glow.addLayer(L.polyline(outlines ?? polygons.flat(), {...shared, weight: 8, opacity: 0.75}));
    if (points) glow.addLayer(L.circleMarker(points[0], {...shared, radius: 15, weight: 4, fillOpacity: 0.25}));
  }
}

function attributeText(value) {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function drawSelection() {
  const panel = byElementId('selection');
  panel.replaceChildren();
  if (selected === null) {
    panel.append(el('p', {class: 'quiet', text: 'Click on the map or on a row of a table to see all figures.'}));
    return;
  }
  const {layer, v, a} = selected, list = el('dl');
  const add = (name, text, title) => list.append(el('div', {}, el('dt', {text: name, title}), el('dd', {text, dir: 'auto'})));
  for (const [field, description] of layer.descriptions)
    if (isKnown(v[field]) && field !== 'message') {
      if (field === 'unit') continue;
      add(labelOf(field), figureFields.includes(field) ? withUnit(v[field], v.unit) : shownWithUnit(field, v[field]), `${description}: ${full(field, v[field])}`);
    }
  for (const [name, value] of Object.entries(a)) if (isKnown(value)) add(labelOf(name), attributeText(value));
  const again = layer.name === 'zones' ? againText(selected) : null;
  if (again !== null) add('Flown again', again, 'From when nobody was inside any more to the next entry');
  const route = layer.name === 'routes' ? null : routeItem(v.route_id);
  panel.append(
    el('div', {class: 'bar'}, el('h2', {text: titleOf(selected), dir: 'auto'}),
      el('button', {type: 'button', class: 'quiet', 'aria-label': 'Close selection', text: '✕', onclick: () => select(null)})),
    v.message ? el('p', {text: v.message, dir: 'auto'}) : '',
    el('p', {class: 'actions'},
      el('button', {type: 'button', text: 'Zoom', onclick: () => goTo(boundsOf(placesOf(selected)))}),
      tableOf(selected) ? el('button', {type: 'button', text: 'Row', title: 'Show it in its table', onclick: () => showRow(selected, true)}) : null,
      route ? el('button', {type: 'button', text: 'Route', title: 'Select the whole route',
        onclick: () => select(route, {from: 'panel', zoom: true})} ) : null),
    list);
  panel.scrollTop = 0;
}

/* `from`: map, table, panel or profile. */
function select(item, {from = null, zoom = false} = {}) {
  selected = item;
  drawGlow();
  if (item !== null && zoom) {
    goTo(boundsOf(placesOf(item)));
    const {top, bottom} = map.getContainer().getBoundingClientRect();
    if (Math.min(bottom, innerHeight) - Math.max(top, 0) < (bottom - top) * 0.6) byElementId('map-section').scrollIntoView({block: 'start'});
  }
  drawSelection();
  for (const listener of selectionListeners) listener(item, from);
}

map.on('click', ({latlng}) => {
  if (measuring.on) addMeasured(latlng);
  else if (!clickMany(latlng) && selected !== null) select(null);
});
