'use strict';

/* Colours (Okabe and Ito's, told apart by the colour-blind) and symbols, the same on the map, in its legend and in the tables. */

const palettes = {
  light: {
    sea: '#e8eef2', land: '#f7f6f2', shore: '#c9cfd3', border: '#b9b4a8', grid: '#b4c0c9', text: '#25313b', halo: '#ffffff', glow: '#ffb000',
    prohibited: '#cc79a7', altitude: '#56b4e9', standoff: '#e69f00', distance: '#0072b2', other: '#8a8f98',
    violates: '#d55e00', undecided: '#b3598f', warnings: '#009e73', complies: '#009e73', unjudged: '#3b4252', passage: '#8b0f5a',
    entry: '#009e73', exit: '#d55e00', violation: '#d55e00', warning: '#e69f00', information: '#56b4e9',
    covered: '#009e73', gap: '#8a8f98', nearest: '#5b6470'
  }
};
palettes.dark = {
  ...palettes.light,
  sea: '#131b22', land: '#212b33', shore: '#34414b', border: '#5d666d', grid: '#2f3d48', text: '#e4eaee', halo: '#10161b', glow: '#ffd75e',
  distance: '#4aa3dd', other: '#a4abb5', unjudged: '#c6cedb', passage: '#ee6cb5', complies: '#1fc997', warnings: '#1fc997', covered: '#1fc997',
    entry: '#1fc997', nearest: '#9aa6b4'
};

let palette = palettes.light;

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/* The class of a zone, by its kind of restriction. */
const zoneClasses = [
  ['prohibited', 'Prohibited'], ['altitude', 'Altitude limit'], ['standoff', 'Stand-off'], ['distance', 'Distance or time limit'],
    ['other', 'None, several or another']
];
function zoneClass({restriction}) {
  const kind = restriction ?? 'none';
  if (kind === 'prohibited') return 'prohibited';
  if (/altitude/.test(kind)) return 'altitude';
  if (/standoff/.test(kind)) return 'standoff';
  if (/distance|airfield|crossings|circling|notice|completion|deviation/.test(kind)) return 'distance';
  return 'other';
}

/* The class of a route, by its verdict and whether it has warnings, with the dashes of its line. */
const routeClasses = [
  ['violates', 'Violates', null], ['undecided', 'Undecided', '7 4'], ['warnings', 'Complies, with warnings', '14 3'],
    ['complies', 'Complies', null], ['unjudged', 'Not judged', null]
];
const verdicts = ['violates', 'undecided', 'complies'];
const routeClass = ({verdict, warnings}) => verdict === 'complies' && warnings > 0 ? 'warnings' : verdicts.includes(verdict) ? verdict : 'unjudged';
const routeDash = name => routeClasses.find(([key]) => key === name)[2];
const routeSample = name => sample('line', name, {dash: routeDash(name)});
const severities = [['violation', 'Violation'], ['undecided', 'Undecided'], ['warning', 'Warning'], ['information', 'Information']];
const severityClass = ({severity}) => severities.some(([name]) => name === severity) ? severity : 'information';
const crossingKinds = [['entry', 'Entry'], ['exit', 'Exit'], ['touch', 'Touch']];

/* A pattern of diagonal lines for a canvas. */
const patterns = new Map();
function hatch(colour) {
  if (!patterns.has(colour)) {
    const tile = el('canvas', {width: 8, height: 8}), context = tile.getContext('2d');
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    context.beginPath();
    for (const from of [-8, 0, 8]) {
      context.moveTo(from - 1, 9);
      context.lineTo(from + 9, -1);
    }
    context.stroke();
    patterns.set(colour, context.createPattern(tile, 'repeat'));
  }
  return patterns.get(colour);
}

/* Symbols as corners around their middle, of radius 1; null: a circle. */
const symbols = {
  entry: [[0, -1], [0.95, 0.75], [-0.95, 0.75]],
  exit: [[0, 1], [0.95, -0.75], [-0.95, -0.75]],
  touch: null,
  violation: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  undecided: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  warning: [[0, -1.1], [1.05, 0.85], [-1.05, 0.85]],
  information: null
};

function symbolColours(name) {
  if (name === 'touch') return {fill: palette.halo, line: palette.text};
  return {fill: palette[name], line: palette.halo};
}

/* A sample for the legend. */
function sample(kind, name, options = {}) {
  const colour = palette[name], drawing = svg('svg', {width: 26, height: 14, viewBox: '0 0 26 14', 'aria-hidden': 'true', class: 'sample'});
  if (kind === 'area') {
    const opacity = options.hatched || options.empty ? 0 : 0.28;
    const box = {x: 1.5, y: 1.5, width: 23, height: 11, rx: 1.5, stroke: colour, 'stroke-width': 1.5, fill: colour, 'fill-opacity': opacity};
    drawing.append(svg('rect', {...box, 'stroke-dasharray': options.empty ? '3 2' : null}));
    for (const x of options.hatched ? [2, 8, 14] : [])
      drawing.append(svg('line', {x1: x, y1: 12, x2: x + 10, y2: 2, stroke: colour, 'stroke-width': 1.3}));
  } else if (kind === 'line') {
    drawing.append(svg('line', {x1: 1, y1: 7, x2: 25, y2: 7, stroke: colour, 'stroke-width': options.width ?? 2.5,
      'stroke-dasharray': options.dash ?? null}));
  } else {
    const {fill, line} = symbolColours(name), corners = symbols[name];
    const look = {fill, stroke: line, 'stroke-width': 1};
    if (corners === null) drawing.append(svg('circle', {cx: 13, cy: 7, r: 5, ...look}));
    else drawing.append(svg('polygon', {points: corners.map(([x, y]) => `${13 + 5.5 * x},${7 + 5.5 * y}`).join(' '), ...look}));
  }
  return drawing;
}
