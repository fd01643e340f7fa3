'use strict';

/* Classes have the words, colours and symbols of the glossary in the data (src/base/glossary.c), as in the picture, in QGIS and on the terminal. */

const glossary = new Map(analysis.summary.glossary.map(term => [term.name, term]));

/* What classes are called here, where that is shorter. */
const termOf = {
  undecided: 'undecided', warnings: 'complies_with_warnings', unjudged: 'not_judged', covered: 'coverage'
};
const coloursOf = tone => ({
  ...Object.fromEntries([...glossary].map(([name, term]) => [name, term[tone]])),
  ...Object.fromEntries(Object.entries(termOf).map(([name, term]) => [name, glossary.get(term)[tone]]))
});

const palettes = {
  light: {
    sea: '#e8eef2', land: '#f7f6f2', shore: '#c9cfd3', border: '#b9b4a8', grid: '#b4c0c9', text: '#25313b', halo: '#ffffff', glow: '#ffb000', town: '#5b646d',
    ...coloursOf('colour')
  },
  dark: {
    sea: '#131b22', land: '#212b33', shore: '#34414b', border: '#5d666d', grid: '#2f3d48', text: '#e4eaee', halo: '#10161b', glow: '#ffd75e', town: '#9aa6b0',
    ...coloursOf('dark')
  }
};

let palette = palettes.light;

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/* The class of a zone, by its kind of restriction. */
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
const zoneClasses = [
  ...['prohibited', 'altitude', 'standoff', 'distance', 'other'].map(name => [name, capital(glossary.get(name).word)])
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
  ['violates', 'violates'], ['undecided', 'is_undecided'], ['warnings', 'complies_with_warnings'], ['complies', 'complies'], ['unjudged', 'not_judged']
].map(([name, term]) => {
  const {word, dash, gap} = glossary.get(term);
  return [name, capital(word), dash ? `${dash} ${gap}` : null];
});
const verdicts = ['violates', 'undecided', 'complies'];
const routeClass = ({verdict, warnings}) => verdict === 'complies' && warnings > 0 ? 'warnings' : verdicts.includes(verdict) ? verdict : 'unjudged';
const routeDash = name => routeClasses.find(([key]) => key === name)[2];
const routeSample = name => sample('line', name, {dash: routeDash(name)});
const severities = ['violation', 'undecided', 'warning', 'information'].map(name => [name, capital(glossary.get(name).word)]);
const severityClass = ({severity}) => severities.some(([name]) => name === severity) ? severity : 'information';
const crossingKinds = ['entry', 'exit', 'touch'].map(name => [name, capital(glossary.get(name).word)]);

/* A pattern of diagonal lines for a canvas. */
const patterns = new Map(), hatchColours = new Map();
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
    hatchColours.set(patterns.get(colour), colour);
  }
  return patterns.get(colour);
}

/* Symbols as corners around their middle, of radius 1; null: a circle. */
const symbols = {
  entry: [[1, 0], [-0.75, 0.95], [-0.75, -0.95]],
  exit: [[-1, 0], [0.75, 0.95], [0.75, -0.95]],
  touch: null,
  violation: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  undecided: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  warning: [[0, -1.1], [1.05, 0.85], [-1.05, 0.85]],
  information: null
};

function symbolColours(name) {
  if (name === 'touch') return {fill: palette.halo, line: palette.touch};
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
