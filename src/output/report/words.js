'use strict';

/* Elements, and figures as people read them. */

/* Children are elements or texts, never markup. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const byElementId = id => document.getElementById(id);

const numbers = [0, 1, 2, 3, 4].map(n => new Intl.NumberFormat('en-GB', {minimumFractionDigits: n, maximumFractionDigits: n}));
const upTo3 = new Intl.NumberFormat('en-GB', {maximumFractionDigits: 3});
const number = (value, decimals) => numbers[decimals].format(value);
const count = value => numbers[0].format(value);
const km = metres => number(metres / 1000, 3);
/* Metres below a kilometre; nothing that is not 0 is called 0. */
function length(metres) {
  const most = Math.abs(metres);
  if (most >= 1000) return `${km(metres)} km`;
  if (most === 0) return '0 m';
  return most < 0.05 ? `${upTo3.format(Math.max(most, 0.001) * Math.sign(metres))} m` : `${number(metres, most < 100 ? 1 : 0)} m`;
}
/* A figure of a finding. */
const withUnit = (value, unit) => unit === 'km' ? length(value * 1000) : `${upTo3.format(value)}${unit ? ' ' + unit : ''}`;
const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many ?? one + 's'}`;

const area = m2 => Math.abs(m2) >= 1e6 ? `${number(m2 / 1e6, 1)} km²` : `${number(m2, m2 !== 0 && Math.abs(m2) < 10 ? 2 : 0)} m²`;

/* How the fields of a kind are shown: the unit for the head of a column, and the text. */
const kinds = {
  text: {text: value => value},
  count: {right: true, text: count},
  length: {right: true, text: length},
  metres: {right: true, unit: 'm', text: value => number(value, 0)},
  area: {right: true, text: area},
  /* Nothing is rounded to 0 or 100 that is neither. */
  percent: {right: true, unit: '%', text: value => number(value === 0 || value === 1 ? value * 100 : Math.min(Math.max(value * 100, 0.01), 99.99),
    2)},
  seconds: {right: true, unit: 's', text: value => number(value, 0)},
  figure: {right: true, text: value => upTo3.format(value)},
  time: {unit: 'UTC', text: value => value.replace('T', ' ').replace(/Z$/, '').replace(/\.\d+$/, '')}
};

const figureFields = ['measured', 'limit', 'margin', 'least', 'most'];

function kindOf(field) {
  if (/(^|_)altitude_m$/.test(field) || field === 'densified_m') return kinds.metres;
  if (/_m$/.test(field)) return kinds.length;
  if (/_m2$/.test(field)) return kinds.area;
  if (/_fraction$/.test(field)) return kinds.percent;
  if (/(^|_)time$|^bin_/.test(field)) return kinds.time;
  if (/_s$/.test(field)) return kinds.seconds;
  if (/^(entries|exits|flights|most_at_once)/.test(field)) return kinds.count;
  if (figureFields.includes(field)) return kinds.figure;
  if (['zones', 'routes', 'passages', 'crossings', 'flights', 'passage', 'violations', 'undecided', 'warnings'].includes(field)) return kinds.count;
  return kinds.text;
}

const labels = {
  route_id: 'Route', zone_id: 'Zone', length_m: 'Length', inside_m: 'Inside', nearest_m: 'Nearest', first_entry_m: 'First entry',
    last_exit_m: 'Last exit',
  first_entry_time: 'First entry', last_exit_time: 'Last exit', start_time: 'Start', end_time: 'End', entry_m: 'Entry', exit_m: 'Exit',
  entry_time: 'Entry', exit_time: 'Exit', entry_altitude_m: 'Altitude at entry', exit_altitude_m: 'Altitude at exit', altitude_m: 'Altitude',
  along_m: 'Along the route', from_m: 'From', to_m: 'To', area_m2: 'Area', covered_m2: 'Covered', covered_fraction: 'Covered',
    densified_m: 'Drawn within', standing: 'Status'
};

function labelOf(field) {
  if (labels[field] !== undefined) return labels[field];
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isKnown = value => value !== null && value !== undefined && value !== '';
const shown = (field, value) => isKnown(value) ? kindOf(field).text(value) : '–';
function shownWithUnit(field, value) {
  const {unit} = kindOf(field);
  return isKnown(value) && unit ? `${shown(field, value)} ${unit}` : shown(field, value);
}
/* All of its digits. */
const unitOf = field => /_m2$/.test(field) ? ' m²' : /_m$/.test(field) ? ' m' : '';
const full = (field, value) => isKnown(value) ? String(value) + unitOf(field) : '';

function positionText([lon, lat]) {
  const text = (value, plus, minus) => `${Math.abs(value).toFixed(4)}° ${value < 0 ? minus : plus}`;
  return `${text(lat, 'N', 'S')}, ${text(lon, 'E', 'W')}`;
}

const short = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
/* An id or name among other words: not too long, and what it says of the direction of writing ends with it. */
const quoted = text => `\u2068${short(String(text ?? '–').replace(/[\u202a-\u202e\u2066-\u2069]/g, ''), 80)}\u2069`;

/* What a row is called. */
function titleOf({layer, v: values}) {
  const v = {...values, route_id: quoted(values.route_id), sensor: quoted(values.sensor)}, zone = quoted(zoneName(values.zone_id));
  switch (layer.name) {
  case 'routes': return `Route ${v.route_id}`;
  case 'zones': return `Zone ${zone}`;
  case 'passages': return `${v.certainty === 'possible' ? 'Possible passage' : 'Passage'} ${v.passage} of ${v.route_id} through ${zone}`;
  case 'crossings': return `${v.kind === 'touch' ? 'Touch' : v.kind === 'entry' ? 'Entry' : 'Exit'}: ${v.route_id}, ${zone}`;
  case 'nearest': return `Nearest approach of ${v.route_id} to ${zone}`;
  case 'findings': return `${labelOf(v.severity ?? 'finding')}: ${v.route_id}`;
  case 'statistics': return `${v.route_id} and ${zone}`;
  case 'swaths': return `Swath of ${v.route_id}, ${v.sensor}`;
  case 'coverage': return `Covered of ${zone}, ${v.sensor}`;
  case 'occupancy': return `${zone}, ${kinds.time.text(values.bin_start)}`;
  case 'gaps': return `Not covered of ${zone}, ${v.sensor}`;
  default: return layer.title;
  }
}

/* A verdict, with what else there is to say: "complies, with 2 warnings". */
function verdictOf({verdict, warnings}) {
  return verdict === 'complies' && warnings > 0 ? `${verdict}, with ${plural(warnings, 'warning')}` : verdict;
}

/* The one line of figures that a tip shows. */
function figuresOf({layer, v}) {
  switch (layer.name) {
  case 'routes': return `${length(v.length_m)}, inside zones ${length(v.inside_m)}` + (v.verdict ? `, ${verdictOf(v)}` : '');
  case 'zones': return `${plural(v.routes, 'route')}, inside ${length(v.inside_m)}` +
    (v.restriction && v.restriction !== 'none' ? `; ${words(v.restriction)}` : '') +
    (v.status ? `, ${v.status}` : '');
  case 'passages': return `${length(v.length_m)}, from ${length(v.entry_m)} to ${length(v.exit_m)}` + times(v.entry_time, v.exit_time);
  case 'crossings': return `at ${length(v.along_m)}` + times(v.time);
  case 'nearest': return `${length(v.nearest_m)}`;
  case 'findings': return v.message ?? '';
  case 'statistics': return `inside ${length(v.inside_m)} of ${length(v.length_m)}`;
  case 'swaths': return `${shownWithUnit('area_m2', v.area_m2)} seen along ${length(v.length_m)}`;
  case 'coverage': case 'gaps': return `${shownWithUnit('covered_fraction', v.covered_fraction)} of ${shownWithUnit('area_m2', v.area_m2)} covered`;
  default: return '';
  }
}

const words = text => String(text).replaceAll('_', ' ');
function times(...known) {
  const texts = known.filter(isKnown).map(kinds.time.text);
  return texts.length > 0 ? `, ${texts.join(' to ')} UTC` : '';
}
