import type { LinesPanel } from './figure';
import { element } from './dom';
import { short, spread } from './numbers';

/** A row for every place on the horizontal axis, a column for every line. */
export function numbersOfLines(panel: LinesPanel): HTMLTableElement {
  const places = [...new Set(panel.lines.flatMap(line => line.points.map(point => point[0])))].sort((a, b) => a - b);
  return element('table', { class: 'figures' },
    element('caption', {}, panel.title),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, panel.x), ...panel.lines.map(line => element('th', { scope: 'col', class: 'number' }, line.name)))),
    element('tbody', {}, ...places.map(place => element('tr', {}, element('th', { scope: 'row' }, short(place)), ...panel.lines.map(line => {
      const point = line.points.find(one => one[0] === place);
      return element('td', { class: 'number' }, point ? spread(point[1], point[2]) : '');
    })))));
}
