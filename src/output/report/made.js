'use strict';

/* Totals, and where everything comes from. */

/* "5 comply, 2 violate (1 of them only disputed, lifted or remembered rules), 1 is undecided" */
function verdictsText({complying_routes: comply, violating_routes: violate, undecided_routes: undecided, disputable_routes: disputable}) {
  const only = disputable === 0 ? '' : ` (${disputable < violate ? `${count(disputable)} of them ` : ''}only disputed, lifted or remembered rules)`;
  const parts = [
    [comply, 'complies', 'comply', ''], [violate, 'violates', 'violate', only], [undecided, 'is undecided', 'are undecided', '']
  ].filter(([n]) => n > 0).map(([n, one, many, more]) => plural(n, one, many) + more);
  return parts.length > 0 ? parts.join(', ') : 'none was judged';
}

function findingsText({violations, undecided, warnings}) {
  return `${plural(violations, 'violation')}, ${count(undecided)} undecided, ${plural(warnings, 'warning')}`;
}

function startTotals() {
  const {totals, judged_by: judgedBy} = analysis.summary, zones = totals.counts.zones, met = totals.met_zones;
  const figures = [
    ['Routes', count(totals.routes)], ['that meet zones', count(totals.meeting_routes)],
    ['Length', length(totals.length_m), `${totals.length_m} m`],
    ['Inside zones', length(totals.inside_m), `${totals.inside_m} m, zone by zone`], ['Zones met', `${count(met)} of ${count(zones)}`]
  ];
  if (isJudged(totals)) {
    figures.push(['Comply', count(totals.complying_routes), 'Routes that comply', totals.complying_routes > 0 ? 'good' : null],
      ['Violate', count(totals.violating_routes), 'Routes that violate', totals.violating_routes > 0 ? 'bad' : null],
      ['Undecided', count(totals.undecided_routes), 'Routes that are undecided', totals.undecided_routes > 0 ? 'unsure' : null]);
    byElementId('verdicts').hidden = false;
    byElementId('verdicts').textContent = (judgedBy ? `Judged by ${judgedBy}: ` : '') + `${verdictsText(totals)}: ${findingsText(totals)}.`;
  }
  if (totals.rejected > 0) figures.push(['Rejected', count(totals.rejected), 'Routes that could not be analysed: rejected.csv', 'warn']);
  byElementId('totals').append(...figures.map(([name, figure, hint, look]) => el('div', {class: look ?? null, title: hint ?? null},
    el('dt', {text: name}), el('dd', {text: figure}))));
  const left = [...layers.values()].filter(layer => layer.items.length < layer.total);
  if (left.length === 0) return;
  byElementId('left-out').hidden = false;
  byElementId('left-out').textContent = 'This page has room for a part only. Totals are of everything; shown are ' +
    left.map(layer => `${count(layer.items.length)} of ${count(layer.total)} ${layer.title.toLowerCase()}`).join(', ') +
      ', the worst first.';
}

const defined = (term, ...what) => el('div', {}, el('dt', {text: term}), el('dd', {}, ...what));

function optionText(value) {
  return value === true ? 'yes' : Array.isArray(value) ? value.join(', ') : value !== null && typeof value === 'object'
    ? JSON.stringify(value) : String(value);
}

function inputsTable() {
  const {inputs} = analysis.summary, rows = [];
  for (const [kind, files] of Object.entries(inputs)) {
    if (!Array.isArray(files)) continue;
    for (const file of files)
      rows.push(el('tr', {}, el('td', {text: kind}), el('td', {class: 'file', dir: 'auto', text: file.file + (file.bundled ? ' (bundled)' : '')}),
        el('td', {class: 'right', text: isKnown(file.size) ? count(file.size) : '–'}),
        el('td', {class: 'hash', text: file.sha256 ?? 'not a plain file'})));
    const more = inputs.counts[kind] - files.length;
    if (more > 0) rows.push(el('tr', {}, el('td', {text: kind}), el('td', {text: `and ${plural(more, 'file')} more: see summary.json`, colspan: 3})));
  }
  return el('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Inputs'}, el('table', {class: 'inputs'},
    el('thead', {}, el('tr', {}, 
      ...['Input', 'File', 'Bytes', 'SHA-256'].map((text, i) => el('th', {scope: 'col', text, class: i === 2 ? 'right' : null})))),
    el('tbody', {}, ...rows)));
}

function startMade() {
  const {tool, command, options, error_bounds: bounds, observing} = analysis.summary, made = byElementId('made');
  const list = el('dl', {class: 'facts'});
  list.append(defined('Command', el('code', {text: command, dir: 'auto'})),
    defined('Versions', `${tool.name} ${tool.version}, GDAL ${tool.gdal}, PROJ ${tool.proj}, GEOS ${tool.geos}, Leaflet ${L.version}`),
    defined('Options', Object.entries(options).map(([name, value]) => `${name.replaceAll('_', ' ')}: ${optionText(value)}`).join('; ')));
  if (observing) {
    const swath = ({low_m: low, high_m: high}) => isKnown(low) ? `, swath ${upTo3.format(low)} to ${upTo3.format(high)} m` : '';
    list.append(defined('Observing', Object.entries(observing).filter(([, value]) => isKnown(value)).map(([name, value]) =>
      name === 'sensors' ? value.map(sensor => `${sensor.sensor} (${sensor.kind}${swath(sensor)})`).join(', ')
        : `${name.replaceAll('_', ' ')}: ${optionText(value)}`).join('; ')));
  }
  const within = new Map();
  for (const layer of layers.values()) {
    if (!layer.items.some(({g}) => g)) continue;
    const metres = `${number(layer.tolerance_m, layer.tolerance_m < 10 ? 1 : 0)} m`;
    within.set(metres, [...within.get(metres) ?? [], layer.title.toLowerCase()]);
  }
  const drawnWithin = [...within].map(([metres, titles]) => within.size === 1 ? metres : `${titles.join(', ')} ${metres}`).join('; ');
  const projection = planeKind === 'mercator' ? 'Mercator\'s projection of WGS 84: north is up everywhere, and shapes are right; lengths and areas grow ' +
    'with the latitude, and the scale bar is right in the middle of what is seen. ' : `Lambert's azimuthal equal-area projection of WGS 84 around ` +
    `${planeKind === 'polar' ? 'the pole' : positionText(analysis.centre)}: areas are right everywhere, and the scale bar in the middle of what is seen. `;
  list.append(defined('Map', projection +
    `Shapes have fewer points than the analysis, and lie within these distances of the exact ones: ${drawnWithin}; land and borders ` +
    `${number(base.tolerance_m, 0)} m. Figures are never simplified.`));
  made.append(list, el('h3', {text: 'How exact the figures are'}),
    el('dl', {class: 'facts'}, ...Object.entries(bounds).map(([name, {value, unit, meaning}]) =>
      defined(`${labelOf(name)}: ${value}${unit === '1' ? '' : ' ' + unit.replace('m2', 'm²')}`, meaning))),
    el('h3', {text: 'Inputs'}), inputsTable());
}

function startRules() {
  const rules = new Map();
  for (const {v} of itemsOf('findings')) {
    const said = [v.rule, v.clause, v.standing, v.source];
    rules.set(JSON.stringify(said), said);
  }
  const zones = itemsOf('zones').filter(({a}) => isKnown(a.source) || isKnown(a.clause) || isKnown(a.note));
  if (rules.size === 0 && zones.length === 0) return;
  const section = byElementId('rules'), LISTED = 300;
  section.hidden = false;
  const table = (heads, rows) => el('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Sources'}, el('table', {class: 'sources'},
    el('thead', {}, el('tr', {}, ...heads.map(text => el('th', {scope: 'col', text})))),
    el('tbody', {}, ...rows.map(cells => el('tr', {}, ...cells.map(text => el('td', {dir: 'auto', 
      text: isKnown(text) ? short(attributeText(text), 1000) : '–'})))))));
  if (rules.size > 0) section.append(el('h3', {text: 'Rules with findings'}),
    table(['Rule', 'Clause', 'Status', 'Source'], [...rules.values()].slice(0, LISTED)));
  if (zones.length > 0) section.append(el('h3', {text: 'Zones'}), table(['Zone', 'Restriction', 'Status', 'Clause', 'Source', 'Note'],
    zones.slice(0, LISTED).map(({v, a}) => [v.name || v.zone_id, words(v.restriction ?? 'none'), v.status, a.clause, a.source, a.note])));
}

function startLicences() {
  const said = new Map();
  for (const {v, a} of itemsOf('zones')) {
    if (!isKnown(a.licence) && !isKnown(a.attribution) && !isKnown(a.geometry_source)) continue;
    const openStreetMap = [a.attribution, a.geometry_source, a.licence].some(text => /openstreetmap|odbl/i.test(String(text ?? '')));
    const text = [openStreetMap ? '© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)'
      : [a.attribution, a.licence].filter(isKnown).map(attributeText).join(', '),
      isKnown(a.geometry_source) ? `outline: ${attributeText(a.geometry_source)}` : null].filter(Boolean).join('; ');
    if (!said.has(text)) said.set(text, []);
    said.get(text).push(quoted(v.name || v.zone_id));
  }
  if ([...said.keys()].some(text => text.includes('OpenStreetMap')))
    byElementId('credit').prepend(el('a', {href: 'https://www.openstreetmap.org/copyright', rel: 'noreferrer', text: '© OpenStreetMap contributors'}), ', ');
  const list = el('dl', {class: 'facts'});
  for (const [text, zones] of [...said].slice(0, 300)) list.append(defined(zones.length > 5
    ? `${zones.slice(0, 5).join(', ')} and ${zones.length - 5} more zones` : zones.join(', '), text));
  list.append(defined('Land and borders', 'Natural Earth, public domain. How borders are drawn is no statement on them.'));
  if (towns.length > 0) list.append(defined('Names of towns', 'GeoNames (geonames.org), CC BY 4.0.'));
  byElementId('licences').querySelector('h2').after(list);
}
