import * as Plot from '@observablehq/plot';
import type { MatrixPanel } from './figure';
import { element } from './dom';
import { ink } from './lines';

/** Up to so many classes each cell has its number, and up to so many each row its name. */
const numbered = 12;
const named = 20;
/** From this share on the number stands on strong ink. */
const strong = 55;
const blue = 1;

const written = (share: number) => (share > 0 && share < 0.5 ? '<1' : share.toFixed(0));

/** A heat map; what a cell holds is read out by its title. */
export function drawMatrix(panel: MatrixPanel, width: number, height: number): SVGSVGElement {
  const cells = panel.values.flatMap((row, r) => row.map((share, c) => ({ row: panel.rows[r]!, column: panel.columns[c]!, share })));
  const every = Math.ceil(panel.rows.length / named);
  const ticks = panel.rows.filter((_, i) => i % every === 0);
  return Plot.plot({
    width, height, marginLeft: 44, marginRight: 14, marginTop: 12, marginBottom: 38,
    x: { type: 'band', domain: [...panel.columns], label: panel.x, labelAnchor: 'center', labelArrow: 'none', ticks, padding: 0, tickSize: 0 },
    y: { type: 'band', domain: [...panel.rows], label: panel.y, labelArrow: 'none', ticks, padding: 0, tickSize: 0 },
    marks: [
      Plot.cell(cells, {
        x: 'column', y: 'row', fill: ink(blue), fillOpacity: cell => (cell.share ?? 0) / 100, stroke: 'var(--line)', strokeWidth: 0.5,
        title: cell => `${cell.row} as ${cell.column}: ${cell.share === null ? 'none' : `${cell.share} %`}`, className: 'cells',
      }),
      panel.columns.length <= numbered
        ? Plot.text(cells.filter(cell => cell.share), { x: 'column', y: 'row', text: cell => written(cell.share!), fill: cell => (cell.share! >= strong ? 'var(--card)' : 'var(--text)'), fontSize: 11, pointerEvents: 'none' })
        : null,
    ],
  }) as SVGSVGElement;
}

export function numbersOfMatrix(panel: MatrixPanel): HTMLTableElement {
  const head = element('thead', {}, element('tr', {}, element('th', {}, `${panel.y} \\ ${panel.x}, %`), ...panel.columns.map(column => element('th', { class: 'number' }, column))));
  const body = element('tbody', {}, ...panel.values.map((row, r) => element('tr', {}, element('th', {}, panel.rows[r]!), ...row.map(share => element('td', { class: 'number' }, share === null ? '' : String(share))))));
  return element('table', {}, element('caption', {}, panel.title), head, body);
}
