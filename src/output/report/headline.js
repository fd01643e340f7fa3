'use strict';

/* What the first screen says: the verdict in a sentence, the worst findings, and where there is nothing to say of rules, what to do. */

/* Results of earlier versions may have other totals, which do not say how many routes comply. */
const isJudged = totals => totals.complying_routes !== undefined;
const severityRank = ({v}) => severities.findIndex(([name]) => name === severityClass(v));
/* How far beyond its limit, as a part of it; what has no limit comes after. */
const excess = ({v}) => !isKnown(v.margin) ? -Infinity : v.limit ? -v.margin / Math.abs(v.limit) : v.margin < 0 ? 1e9 - v.margin : -v.margin;
const worstFindings = () => itemsOf('findings').map((item, i) => [item, i]).filter(([{v}]) => severityClass(v) !== 'information')
  .sort(([a, i], [b, k]) => severityRank(a) - severityRank(b) || excess(b) - excess(a) || i - k).map(([item]) => item);

const routeWords = totals => totals.routes === 1 && itemsOf('routes').length === 1 ? quoted(itemsOf('routes')[0].v.route_id) : null;
const rulesOf = severity => new Set(itemsOf('findings').filter(({v}) => v.severity === severity).map(({v}) => v.rule)).size;
/* The page may have a part of the findings only. */
const hasAllFindings = () => !layers.has('findings') || layers.get('findings').items.length === layers.get('findings').total;

/* "georgia breaks 1 rule in 3 places" */
function headline(totals) {
  const one = routeWords(totals), all = plural(totals.routes, 'route');
  if (!isJudged(totals))
    return one ? `${one} ${totals.met_zones > 0 ? `meets ${plural(totals.met_zones, 'zone')}` : 'meets no zone'}; no rules were judged`
      : `${count(totals.meeting_routes)} of ${all} meet ${plural(totals.met_zones, 'zone')}; no rules were judged`;
  const {violating_routes: violating, undecided_routes: undecided, violations} = totals;
  if (violating > 0) {
    const rules = hasAllFindings() && layers.has('findings') ? `${plural(rulesOf('violation'), 'rule')} in ` : 'rules in ';
    return `${one ? `${one} breaks` : `${count(violating)} of ${all} ${violating === 1 ? 'breaks' : 'break'}`} ${rules}${plural(violations, 'place')}`;
  }
  if (undecided > 0) return one ? `${one} is undecided: ${plural(totals.undecided, 'rule')} could not be judged`
    : `${undecided === totals.routes ? `All ${all}` : `${count(undecided)} of ${all}`} are undecided`;
  const warned = totals.warnings > 0 ? `, with ${plural(totals.warnings, 'warning')}` : '';
  return one ? `${one} breaks no rule${warned}` : `None of ${all} breaks a rule${warned}`;
}

/* "36.438 km, limit 0 km: 36.438 km beyond it" */
function figureText({measured, limit, margin, unit}) {
  if (!isKnown(measured) && !isKnown(limit)) return '';
  const figure = value => withUnit(value, unit);
  return [isKnown(measured) ? figure(measured) : null, isKnown(limit) ? `limit ${figure(limit)}` : null,
    isKnown(margin) ? margin < 0 ? `${figure(-margin)} beyond it` : `${figure(margin)} to spare` : null].filter(Boolean).join(', ');
}

const LISTED_FINDINGS = 4;

function findingLine(item, many) {
  const {v} = item, place = isKnown(v.zone_id) ? zoneName(v.zone_id) : null;
  const rule = isKnown(v.rule) ? v.rule : v.clause, figures = figureText(v);
  return el('li', {}, el('button', {type: 'button', class: 'finding-line', title: v.message, onclick: () => select(item, {from: 'list', zoom: true})},
    sample('symbol', severityClass(v)),
    el('span', {}, el('strong', {text: [many ? quoted(v.route_id) : null, place === null ? null : quoted(place)].filter(Boolean).join(' · ') ||
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
  const {totals} = analysis.summary, title = headline(totals);
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
