'use strict';

/* Everything is there: begin. */

palette = palettes[isDark() ? 'dark' : 'light'];
startTotals();
startHeadline();
startMap();
startRevisits();
startPlaces();
startTables();
startMade();
startRules();
startLicences();
startProfile();
startTime();
startAgain();
startMeasuring();
drawSelection();
repaint();
startNorth();
startSharing();

/* ---- theme ---- */

function nameTheme() {
  const button = byElementId('theme');
  button.textContent = isDark() ? 'Light' : 'Dark';
  button.title = isDark() ? 'Light colours' : 'Dark colours';
  button.setAttribute('aria-pressed', String(isDark()));
}

function retheme() {
  nameTheme();
  repaint();
  drawProfile();
  for (const table of tables) if (table.shown) drawRows(table);
}

byElementId('theme').addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  retheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', retheme);
nameTheme();

/* ---- paper ---- */

let beforePaper = null;
addEventListener('beforeprint', () => {
  if (beforePaper !== null) return;
  beforePaper = {theme: document.documentElement.dataset.theme, centre: map.getCenter(), zoom: map.getZoom(), wide: map.getSize().x};
  document.documentElement.dataset.theme = 'light';
  document.documentElement.classList.add('paper');
  retheme();
  unfoldTables(true);
  map.invalidateSize({animate: false, pan: false});
  map.setView(beforePaper.centre, beforePaper.zoom + Math.log2(map.getSize().x / beforePaper.wide), {animate: false});
  drawSheet();
  drawProfile();
});
addEventListener('afterprint', () => {
  if (beforePaper === null) return;
  if (beforePaper.theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = beforePaper.theme;
  document.documentElement.classList.remove('paper');
  byElementId('sheet').remove();
  map.invalidateSize({animate: false, pan: false});
  map.setView(beforePaper.centre, beforePaper.zoom, {animate: false});
  beforePaper = null;
  unfoldTables(false);
  retheme();
});

/* On a narrow screen the legend is closed at first. */
if (innerWidth < 700) byElementId('layers').open = false;
new ResizeObserver(() => map.invalidateSize({animate: false, pan: true})).observe(byElementId('map'));
document.documentElement.dataset.ready = 'yes';
