'use strict';

/* What is taken away from the page: an address that leads to what is seen, rows as CSV, the map as SVG and PNG. */

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], {type})), link = el('a', {href: address, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/* ---- rows ---- */

const csvCell = value => {
  const text = isKnown(value) ? String(value) : '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/* The rows that a table shows, in its order, with the columns and figures of the output's files (RFC 4180). */
function csvOf(table) {
  const fields = [...table.layer.descriptions.keys()];
  return [fields.join(','), ...table.rows.map(({v}) => fields.map(field => csvCell(v[field])).join(','))].join('\r\n') + '\r\n';
}

/* ---- addresses ---- */

let isRestoring = false;

function addressOf() {
  const parts = new URLSearchParams();
  if (selected !== null) {
    const {layer, v, index} = selected;
    if (isKnown(v.route_id)) parts.set('route', v.route_id);
    if (isKnown(v.zone_id)) parts.set('zone', v.zone_id);
    if (!['routes', 'zones', 'statistics'].includes(layer.name)) parts.set(layer.name, index);
  }
  const table = openedTable();
  if (table?.text) {
    parts.set('table', table.name);
    parts.set('filter', table.text);
  }
  const centre = plane.inverse(map.getCenter().lng, map.getCenter().lat);
  if (centre !== null) parts.set('at', `${centre[1].toFixed(5)},${centre[0].toFixed(5)},${metresPerPixel().toPrecision(4)}`);
  return '#' + parts.toString();
}

/* On the ground, in the middle of the map. */
function metresPerPixel() {
  const {x, y} = map.getSize(), a = map.containerPointToLatLng([x / 2 - 5, y / 2]), b = map.containerPointToLatLng([x / 2 + 5, y / 2]);
  const metres = groundDistance(a, b);
  return Number.isFinite(metres) && metres > 0 ? metres / 10 : 2 ** -map.getZoom();
}

function noteAddress() {
  if (isRestoring || location.hash === '' && selected === null && !openedTable()?.text) return;
  history.replaceState(null, '', addressOf());
}

/* What an address names: {item, place}; what is not there is left out. */
function namedBy(parts) {
  const [route, zone] = [parts.get('route'), parts.get('zone')];
  for (const name of layers.keys()) {
    const item = parts.has(name) ? itemsOf(name)[Number(parts.get(name))] : undefined;
    if (item && (route === null || item.v.route_id === route) && (zone === null || item.v.zone_id === zone)) return item;
  }
  const pair = route !== null && zone !== null ? byId.statistics.get(pairKey({route_id: route, zone_id: zone}))?.[0] : undefined;
  return pair ?? (route !== null ? routeItem(route) : undefined) ?? (zone !== null ? zoneItem(zone) : undefined) ?? null;
}

function restoreAddress() {
  if (location.hash.length < 2) return;
  isRestoring = true;
  const parts = new URLSearchParams(location.hash.slice(1)), item = namedBy(parts);
  const table = tables.find(({name}) => name === parts.get('table'));
  if (table && parts.has('filter')) {
    table.text = parts.get('filter');
    arrange(table);
    openTable(table);
  }
  if (item !== null) select(item, {from: table ? 'table' : 'address', zoom: true});
  const [lat, lon, scale] = (parts.get('at') ?? '').split(',').map(Number);
  if (Number.isFinite(lat) && Number.isFinite(lon) && scale > 0 && Math.abs(lat) <= 90) goToPlace([lon, lat], scale);
  isRestoring = false;
}

/* Puts a place in the middle, at a scale in metres on the ground for each pixel. */
function goToPlace(place, scale) {
  const at = plane.forward(...place);
  if (at === null) return;
  const snap = map.options.zoomSnap;
  map.options.zoomSnap = 0;
  map.setView([at[1], at[0]], map.getZoom(), {animate: false});
  map.setView([at[1], at[0]], map.getZoom() + Math.log2(metresPerPixel() / scale), {animate: false});
  map.options.zoomSnap = snap;
}

/* ---- pictures ---- */

const svgEscaped = text => String(text).replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'}[c]))
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

/* What Leaflet drew on a canvas, bottom to top. */
function pathsIn(renderer) {
  const found = [];
  for (let order = renderer._drawFirst; order; order = order.next) found.push(order.layer);
  return found;
}

function svgPath(path, origin, patterns) {
  const {options: o} = path, xy = ({x, y}) => `${(x + origin.x).toFixed(1)} ${(y + origin.y).toFixed(1)}`;
  const area = path instanceof L.Polygon;
  let d;
  if (path._parts) d = path._parts.map(part => part.length === 0 ? '' : `M${part.map(xy).join('L')}${area ? 'Z' : ''}`).join('');
  else if (path._point) {
    const {x, y} = path._point, r = path._radius, corners = symbols[o.symbol];
    d = corners ? `M${corners.map(([dx, dy]) => xy({x: x + dx * r, y: y + dy * r})).join('L')}Z`
      : `M${xy({x: x - r * 0.9, y})}a${r * 0.9} ${r * 0.9} 0 1 0 ${r * 1.8} 0a${r * 0.9} ${r * 0.9} 0 1 0 ${-r * 1.8} 0Z`;
  }
  if (!d) return '';
  let fill = 'none';
  if (o.fill !== false && (area || path._point)) {
    fill = o.fillColor ?? o.color;
    if (typeof fill !== 'string') {
      const colour = hatchColours.get(fill) ?? o.color, id = `hatch-${colour.slice(1)}`;
      patterns.set(id, `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M-1 9L9-1M-9 9L1-1M7 9L17-1" stroke="${colour}" ` +
        'stroke-width="1.6"/></pattern>');
      fill = `url(#${id})`;
    }
  }
  const stroke = o.stroke === false ? 'none' : o.color;
  return `<path d="${d}" fill="${fill}" fill-rule="evenodd" fill-opacity="${o.fillOpacity ?? 0.2}" stroke="${stroke}" stroke-width="${o.weight ?? 1}" ` +
    `stroke-opacity="${o.opacity ?? 1}"${o.dashArray ? ` stroke-dasharray="${o.dashArray}"` : ''} stroke-linejoin="round" stroke-linecap="${o.lineCap ?? 'round'}"/>`;
}

/* Texts over the map: names, degrees, counts. */
function svgTexts(frame) {
  return [...map.getContainer().querySelectorAll('.zone-name span, .degrees span, .place-name span, #credit, .leaflet-control-scale-line')].map(element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (box.width === 0 || element.textContent === '') return '';
    const x = box.x - frame.x + box.width / 2, y = box.y - frame.y + box.height / 2;
    const bar = element.classList.contains('leaflet-control-scale-line') ? `<path d="M${box.x - frame.x} ${box.y - frame.y}v${box.height}h${box.width}v${-box.height}" ` +
      `fill="none" stroke="${palette.text}" stroke-width="1.5"/>` : '';
    return `${bar}<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="middle" dominant-baseline="central" font-size="${style.fontSize}" ` +
      `font-weight="${style.fontWeight}" fill="${style.color}" stroke="${palette.halo}" stroke-width="2.5" stroke-opacity="0.8" paint-order="stroke" ` +
      `stroke-linejoin="round">${svgEscaped(element.textContent)}</text>`;
  }).join('\n');
}

/* The map as it is seen, with its title. */
function mapSvg() {
  const {x: wide, y: high} = map.getSize(), origin = map.layerPointToContainerPoint([0, 0]), patterns = new Map(), HEAD = 34;
  const frame = map.getContainer().getBoundingClientRect();
  const drawnIn = panes => panes.flatMap(pathsIn).map(path => svgPath(path, origin, patterns)).filter(Boolean).join('\n');
  const drawn_ = [drawnIn([basePanes.base, basePanes.graticule]), revisits?.toSvg() ?? '', drawnIn([basePanes.glow, map.options.renderer])].join('\n');
  const many = manyLayers().map(layer => layer.toSvg()).join('\n'), tilt = tiltInMiddle();
  const arrow = tilt === null ? '' : `<g transform="translate(${wide - 28} 36) rotate(${tilt.toFixed(1)})"><path d="M0-16L6 8L0 4L-6 8Z" fill="${palette.text}"/>` +
    `<text y="-19" text-anchor="middle" font-size="11" font-weight="700" fill="${palette.text}">N</text></g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high + HEAD}" viewBox="0 0 ${wide} ${high + HEAD}" ` +
    `font-family="system-ui, 'DejaVu Sans', sans-serif">\n<title>${svgEscaped(document.title)}</title>\n` +
    `<defs><clipPath id="frame"><rect width="${wide}" height="${high}"/></clipPath>${[...patterns.values()].join('')}</defs>\n` +
    `<rect width="${wide}" height="${high + HEAD}" fill="${palette.halo}"/><text x="10" y="23" font-size="16" font-weight="600" fill="${palette.text}">` +
    `${svgEscaped(byElementId('title').textContent)}</text>\n<g transform="translate(0 ${HEAD})" clip-path="url(#frame)">` +
    `<rect width="${wide}" height="${high}" fill="${palette.sea}"/>\n${drawn_}\n${many}\n${svgTexts(frame)}\n${arrow}</g>\n</svg>\n`;
}

async function mapPng() {
  const SCALE = 2, text = mapSvg(), image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  await image.decode();
  const canvas = el('canvas', {width: image.width * SCALE, height: image.height * SCALE});
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done, 'image/png'));
}

async function copyLink() {
  history.replaceState(null, '', addressOf());
  let copied = false;
  try {
    await navigator.clipboard.writeText(location.href);
    copied = true;
  } catch { /* the address bar has it */ }
  byElementId('shared').textContent = copied ? 'The address of this view is copied.' : 'The address bar now has the address of this view.';
}

function startSharing() {
  byElementId('save-svg').addEventListener('click', () => download('map.svg', 'image/svg+xml', mapSvg()));
  byElementId('save-png').addEventListener('click', async () => download('map.png', 'image/png', await mapPng()));
  byElementId('link').addEventListener('click', copyLink);
  addEventListener('hashchange', restoreAddress);
  restoreAddress();
  selectionListeners.push(noteAddress);
  map.on('moveend', noteAddress);
}
