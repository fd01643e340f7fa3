'use strict';

/* What the first screen says: the verdict in a sentence, the worst findings, and where there is nothing to say of rules, what to do. */

/* Results of earlier versions may have other totals, which do not say how many routes comply. */
const isJudged = totals => totals.complying_routes !== undefined;
/* The data have the worst first; of those that are alike for several routes the first stands for all. */
const worstFindings = () => itemsOf('findings').filter(({v, alike}) => severityClass(v) !== 'information' && alike !== 0);

/* "36.438 km, limit 0 m, broken by 36.438 km" */
function figureText({measured, limit, margin, unit, severity}) {
  if (!isKnown(measured) && !isKnown(limit)) return '';
  const figure = value => withUnit(value, unit);
  return [isKnown(measured) ? figure(measured) : null, isKnown(limit) ? `limit ${figure(limit)}` : null,
    isKnown(margin) ? margin < 0 ? `${severity === 'violation' ? '' : 'may be '}broken by ${figure(-margin)}` : `${figure(margin)} to spare` : null].filter(Boolean).join(', ');
}

const LISTED_FINDINGS = 4;

function findingLine(item, many) {
  const {v, alike} = item, whose = alike > 1 ? plural(alike, 'route') : many ? quoted(v.route_id) : null, place = isKnown(v.zone_id) ? zoneName(v.zone_id) : null;
  const rule = isKnown(v.rule) ? v.rule : v.clause, figures = isKnown(v.measured) ? figureText(v) : '';
  return el('li', {}, el('button', {type: 'button', class: 'finding-line', title: v.message, onclick: () => select(item, {from: 'list', zoom: true})},
    sample('symbol', severityClass(v)),
    el('span', {}, el('strong', {text: [whose, place === null ? null : quoted(place)].filter(Boolean).join(' · ') ||
      labelOf(severityClass(v))}), ' ', el('span', {class: 'figure', text: figures || short(v.message ?? '', 120)}),
    isKnown(rule) ? el('span', {class: 'quiet', text: ` ${quoted(rule)}`}) : null,
    isKnown(v.standing) && !['in force', 'agreed', 'own'].includes(v.standing) ? el('span', {class: 'quiet', text: `, ${v.standing}`}) : null)));
}

/* Zones that were met and forbid something, where nothing was judged. */
const restricting = () => itemsOf('zones').filter(({v}) => v.routes > 0 && isKnown(v.restriction) && v.restriction !== 'none');

function adviceText(totals) {
  if (isJudged(totals)) {
    const by = analysis.summary.judged_by;
    if (totals.violating_routes > 0 || totals.undecided_routes > 0 || !by) return null;
    const zones = [...new Set(itemsOf('zones').filter(({v}) => isKnown(v.restriction) && v.restriction !== 'none').map(({v, a}) =>
      `${quoted(v.name || v.zone_id)} (${words(v.restriction)}${isKnown(a.max_distance_km) ? ` ${a.max_distance_km} km` : ''})`))];
    return `Judged were the rules of ${by}${zones.length > 0 ? `; of the zones met: ${zones.slice(0, 6).join(', ')}` +
      (zones.length > 6 ? ` and ${zones.length - 6} more` : '') : ''}.`;
  }
  const zones = restricting();
  if (zones.length === 0) return null;
  const names = zones.slice(0, 3).map(({v}) => `${quoted(v.name || v.zone_id)} (${words(v.restriction)})`).join(', ');
  return `${names}${zones.length > 3 ? ` and ${zones.length - 3} more` : ''} ${zones.length === 1 ? 'has a restriction' : 'have restrictions'}, ` +
    'and no rules were given: run the analysis again with --rules zones, or with a rule set of “overflight rules list”, for a verdict.';
}

function startHeadline() {
  const {totals} = analysis.summary, title = analysis.summary.headline ?? `${plural(totals.routes, 'route')}, ${plural(totals.met_zones, 'zone')} met`;
  byElementId('title').textContent = title;
  document.title = `${title} – overflight`;
  const all = worstFindings(), worst = all.slice(0, LISTED_FINDINGS), total = isJudged(totals) ? totals.violations + totals.undecided + totals.warnings : 0;
  const advice = adviceText(totals);
  byElementId('advice').hidden = advice === null;
  byElementId('advice').textContent = advice ?? '';
  byElementId('advice').classList.toggle('notice', !isJudged(totals));
  if (worst.length === 0) return;
  const list = byElementId('worst');
  list.hidden = false;
  list.append(...worst.map(item => findingLine(item, totals.routes > 1)));
  if (total > worst.length) list.append(el('li', {}, el('button', {type: 'button', class: 'finding-line quiet',
    text: `All ${count(total)} findings`, onclick: () => { openTable(tables.find(({name}) => name === 'findings'));
      byElementId('tables').scrollIntoView({block: 'start'}); }})));
}
