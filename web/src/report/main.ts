import '../shared/page.css';
import type { Figure } from '../shared/figure';
import { element, embedded } from '../shared/dom';
import { showFigure } from '../shared/figures';
import type { Choice } from '../shared/legend';
import { sortable } from '../shared/sort';
import { themeButton } from '../shared/theme';

const box = element('div', { id: 'read-out', hidden: '', role: 'status' });
document.body.append(box);

const figures = embedded<readonly Figure[]>('figures');
const choices = new Map<Element | null, Choice>();
for (const place of document.querySelectorAll<HTMLElement>('[data-figure]')) {
  const figure = figures[Number(place.dataset.figure)];
  const section = place.closest('section');
  if (!choices.has(section)) choices.set(section, { hidden: new Set(), changed: [] });
  if (figure) showFigure(figure, place, box, choices.get(section)!);
}
for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) sortable(table);
for (const button of document.querySelectorAll<HTMLButtonElement>('button.theme')) themeButton(button);
document.documentElement.dataset.ready = 'true';
