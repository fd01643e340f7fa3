'use strict';

/* Tables that sort and filter, a page of rows at a time, linked with the map. */

const ROWS_A_PAGE = 100;

const columnsOf = {
  findings: ['severity', 'route_id', 'message', 'zone_id', 'measured', 'limit', 'margin', 'least', 'most', 'from_m', 'to_m', 'standing', 'rule', 'clause',
    'judged'],
  statistics: ['route_id', 'zone_id', 'length_m', 'inside_m', 'passages', 'crossings', 'nearest_m', 'first_entry_m', 'last_exit_m',
    'first_entry_time', 'last_exit_time'],
  routes: ['route_id', 'verdict', 'violations', 'undecided', 'warnings', 'length_m', 'inside_m', 'zones', 'passages', 'crossings', 'start_time', 'end_time'],
  zones: ['zone_id', 'name', 'restriction', 'status', 'routes', 'passages', 'crossings', 'inside_m', 'area_m2'],
  passages: ['route_id', 'zone_id', 'passage', 'entry_m', 'exit_m', 'length_m', 'entry_time', 'exit_time', 'entry_altitude_m', 'exit_altitude_m'],
  occupancy: ['zone_id', 'bin_start', 'bin_end', 'entries', 'exits', 'flights', 'most_at_once', 'inside_s', 'flights_at_most'],
  coverage: ['zone_id', 'sensor', 'area_m2', 'covered_m2', 'covered_fraction', 'flights']
};
const tableTitles = {findings: 'Findings', statistics: 'Statistics', routes: 'Routes', zones: 'Zones', passages: 'Passages', occupancy: 'Occupancy', coverage: 'Coverage'};

const tables = [];

const searchText = (item, columns) => item.search ??= columns.map(field => isKnown(item.v[field]) ? `${item.v[field]} ${shown(field, item.v[field])}`
  : '').join('\n').toLowerCase();
const byText = new Intl.Collator('en', {numeric: true});
const worstFirst = {violation: 0, undecided: 1, warning: 2, information: 3, violates: 0, complies: 2};

/* Unknown values come last, whichever way. */
function compareBy(field, direction) {
  return ({v: a}, {v: b}) => {
    const x = a[field], y = b[field];
    if (!isKnown(x) || !isKnown(y)) return isKnown(y) - isKnown(x);
    if (typeof x === 'number') return direction * (x - y);
    if (x in worstFirst && y in worstFirst) return direction * (worstFirst[x] - worstFirst[y]);
    return direction * byText.compare(x, y);
  };
}

function makeTable(name) {
  const layer = layers.get(name);
  /* Columns that say nothing are left out. */
  const columns = columnsOf[name].filter(field => layer.items.some(({v}) => isKnown(v[field])));
  const table = {name, layer, columns, field: null, direction: 1, text: '', page: 0, rows: layer.items, everything: false};
  table.head = el('tr', {}, ...columns.map(field => {
    const kind = kindOf(field), unit = kind.unit ? el('small', {text: ` ${kind.unit}`}) : null;
    const button = el('button', {type: 'button', title: layer.descriptions.get(field), onclick: () => sortBy(table, field)}, labelOf(field), unit,
      el('span', {class: 'arrow', 'aria-hidden': 'true'}));
    return el('th', {scope: 'col', 'aria-sort': 'none', class: kind.right ? 'right' : null, 'data-field': field}, button);
  }));
  table.body = el('tbody', {onclick: pick, onkeydown: event => walk(table, event)});
  table.scroll = el('div', {class: 'scroll', tabindex: '-1'}, el('table', {'aria-label': tableTitles[name]}, el('thead', {}, table.head),
    table.body));
  table.status = el('p', {role: 'status'});
  table.back = el('button', {type: 'button', text: 'Previous', onclick: () => turnTo(table, table.page - 1)});
  table.save = el('button', {type: 'button', text: 'CSV', title: 'Save the rows that are shown, all pages of them',
    onclick: () => download(`${name}.csv`, 'text/csv', csvOf(table))});
  table.on = el('button', {type: 'button', text: 'Next', onclick: () => turnTo(table, table.page + 1)});
  table.panel = el('div', {role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}`, hidden: true},
    el('h3', {class: 'print-only', text: tableTitles[name]}), table.scroll, el('div', {class: 'pager'}, table.status, table.save, table.back, table.on));
  table.tab = el('button', {type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}`, 'aria-selected': 'false',
    tabindex: '-1', onclick: () => openTable(table)},
    tableTitles[name], el('small', {text: ` ${count(layer.total)}`}));
  return table;
}

/* ---- rows ---- */

function cell(item, field) {
  const value = item.v[field], kind = kindOf(field), td = el('td', {class: kind.right ? 'right' : kind === kinds.time ? 'time' : field === 'message'
    ? 'sentence' : null});
  td.dataset.field = field;
  td.dataset.value = isKnown(value) ? value : '';
  const text = field === 'zone_id' && isKnown(value) && item.layer.name !== 'zones' ? zoneName(value)
    : figureFields.includes(field) && isKnown(value) ? withUnit(value, item.v.unit) : shown(field, value);
  if ((field === 'severity' || field === 'verdict') && isKnown(value)) {
    const mark = field === 'severity' ? sample('symbol', severityClass(item.v)) : routeSample(routeClass(item.v));
    td.append(el('span', {class: 'marked'}, mark, text));
  } else {
    td.textContent = isKnown(value) ? short(text, 200) : '–';
    td.dir = kind === kinds.text ? 'auto' : '';
  }
  if (kind !== kinds.count && kind !== kinds.text || text.length > 40) td.title = full(field, value);
  return td;
}

function drawRows(table) {
  const from = table.everything ? 0 : table.page * ROWS_A_PAGE, rows = table.everything ? table.rows : table.rows.slice(from, from + ROWS_A_PAGE);
  table.body.replaceChildren(...rows.map((item, i) => {
    const row = el('tr', {tabindex: i === 0 ? '0' : '-1'}, ...table.columns.map(field => cell(item, field)));
    row.item = item;
    item.row = row;
    return row;
  }));
  table.shown = rows;
  markRow(table);
  const all = table.layer.items.length, total = table.layer.total, left = total - all;
  const part = rows.length === table.rows.length ? plural(rows.length, 'row')
    : `Rows ${count(from + 1)} to ${count(from + rows.length)} of ${count(table.rows.length)}`;
  table.status.textContent = part + (table.rows.length < all ? `, of ${count(all)} in all` : '') +
    (left > 0 ? `. ${count(left)} of ${count(total)} rows are left out of this page: see the output's tables` : '');
  table.back.hidden = table.on.hidden = table.rows.length <= ROWS_A_PAGE;
  table.back.disabled = table.page === 0;
  table.on.disabled = from + rows.length >= table.rows.length;
}

function markRow(table) {
  for (const row of table.body.rows) {
    if (row.item === selected) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function turnTo(table, page) {
  table.page = Math.max(0, Math.min(page, Math.ceil(table.rows.length / ROWS_A_PAGE) - 1));
  drawRows(table);
  table.scroll.scrollTop = 0;
}

function arrange(table) {
  const words = table.text.toLowerCase().split(/\s+/).filter(Boolean);
  table.rows = table.layer.items.filter(item => words.every(word => searchText(item, table.columns).includes(word)));
  if (table.field !== null) table.rows.sort(compareBy(table.field, table.direction));
  turnTo(table, 0);
}

function sortBy(table, field) {
  table.direction = table.field === field ? -table.direction : 1;
  table.field = field;
  for (const th of table.head.cells) th.setAttribute('aria-sort', th.dataset.field !== field ? 'none' : table.direction > 0 ? 'ascending'
    : 'descending');
  arrange(table);
}

/* ---- picking ---- */

const rowOf = event => event.target.closest('tr');

function pick(event) {
  const row = rowOf(event);
  if (row === null || !getSelection().isCollapsed) return;
  select(row.item, {from: 'table', zoom: true});
}

function focusRow(table, row) {
  for (const other of table.body.rows) other.tabIndex = other === row ? 0 : -1;
  row.focus();
}

function walk(table, event) {
  const row = rowOf(event), rows = [...table.body.rows], at = rows.indexOf(row);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + 10, PageUp: at - 10}[event.key];
  if (event.key === 'Enter' || event.key === ' ') select(row.item, {from: 'table', zoom: true});
  else if (to !== undefined) focusRow(table, rows[Math.max(0, Math.min(to, rows.length - 1))]);
  else return;
  event.preventDefault();
}

/* The row of a table that an item belongs to, [table, item]; null: none. */
function tableOf(item) {
  const own = tables.find(table => table.layer === item.layer);
  if (own) return [own, item];
  const other = {
    crossings: () => byId.statistics.get(pairKey(item.v))?.[0], nearest: () => byId.statistics.get(pairKey(item.v))?.[0],
    swaths: () => routeItem(item.v.route_id), gaps: () => byId.coverage.get(JSON.stringify([item.v.zone_id, item.v.sensor]))?.[0]
  }[item.layer.name]?.();
  return other === undefined ? null : tableOf(other);
}

/* Opens the table at an item's row, marks it, and scrolls within the table; with `go` the page too. */
function showRow(item, go) {
  const found = item === null ? null : tableOf(item);
  if (found === null) return;
  const [table, target] = found;
  if (!table.rows.includes(target)) {
    table.text = '';
    arrange(table);
  }
  openTable(table);
  const at = table.rows.indexOf(target);
  if (!table.everything && Math.floor(at / ROWS_A_PAGE) !== table.page) turnTo(table, Math.floor(at / ROWS_A_PAGE));
  markRow(table);
  target.row.setAttribute('aria-current', 'true');
  for (const row of table.body.rows) row.tabIndex = row === target.row ? 0 : -1;
  const head = table.head.offsetHeight, top = target.row.offsetTop - head;
  if (top < table.scroll.scrollTop || top + head + target.row.offsetHeight > table.scroll.scrollTop +
    table.scroll.clientHeight) table.scroll.scrollTop = top - 40;
  if (!go) return;
  byElementId('tables').scrollIntoView({block: 'start'});
  target.row.focus({preventScroll: true});
}

selectionListeners.push((item, from) => {
  for (const table of tables) markRow(table);
  if (from !== 'table') showRow(item, false);
});

/* ---- tabs ---- */

function openTable(table) {
  for (const other of tables) {
    other.panel.hidden = other !== table;
    other.tab.setAttribute('aria-selected', String(other === table));
    other.tab.tabIndex = other === table ? 0 : -1;
  }
  byElementId('filter').value = table.text;
  if (!table.shown) drawRows(table);
}

const openedTable = () => tables.find(table => !table.panel.hidden);

function startTables() {
  for (const name of Object.keys(columnsOf)) if (layers.has(name)) tables.push(makeTable(name));
  if (tables.length === 0) return;
  byElementId('tables').hidden = false;
  byElementId('tabs').append(...tables.map(table => table.tab));
  byElementId('panels').append(...tables.map(table => table.panel));
  byElementId('tabs').addEventListener('keydown', event => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (step === undefined) return;
    const next = tables[(tables.indexOf(openedTable()) + step + tables.length) % tables.length];
    openTable(next);
    next.tab.focus();
  });
  byElementId('filter').addEventListener('input', event => {
    openedTable().text = event.target.value;
    arrange(openedTable());
    noteAddress();
  });
  openTable(tables[0]);
}

/* On paper tables are whole. */
function unfoldTables(everything) {
  for (const table of tables) {
    if (table.everything === everything) continue;
    table.everything = everything;
    drawRows(table);
  }
}
