import type { Figure } from './figure';
import { element } from './dom';
import { kindOf, showPanel } from './panels';
import { legend } from './legend';

/** Draws a figure into its place, and again whenever the place changes its width. */
export function showFigure(figure: Figure, place: HTMLElement, box: HTMLElement): void {
  const hidden = new Set<string>();
  const frames = figure.panels.map(panel => element('div', {
    class: 'panel', tabindex: '0', role: 'group', 'aria-label': `${[panel.title, panel.y].filter(part => part).join(', ')}; arrow keys read the values out`,
  }));
  const redraw = () => figure.panels.forEach((panel, i) => showPanel(panel, hidden, frames[i]!, box));
  const dim = (name: string | null) => {
    for (const mark of place.querySelectorAll('.line, .band, .dots'))
      mark.classList.toggle('dim', name !== null && !hidden.has(name) && mark.getAttribute('aria-label')?.replace(/^(band|points) of /, '') !== name);
  };
  const names = new Map(figure.panels.flatMap(panel => kindOf(panel).names(panel).map(entry => [entry.name, entry] as const)));
  const numbers = element('details', { class: 'numbers' }, element('summary', {}, 'the numbers'));
  numbers.addEventListener('toggle', () => {
    if (numbers.open && numbers.childElementCount === 1)
      numbers.append(...figure.panels.filter(panel => !kindOf(panel).isEmpty(panel)).map(panel => element('div', { class: 'scroll', tabindex: '0' }, kindOf(panel).numbers(panel))));
  });
  place.replaceChildren(
    ...(names.size > 1 ? [legend([...names.values()], hidden, redraw, dim)] : []),
    element('div', { class: figure.panels.length > 1 ? 'panels' : 'panels one' }, ...figure.panels.map((panel, i) => element('div', {}, ...(panel.title ? [element('h4', {}, panel.title)] : []), frames[i]!))),
    numbers,
  );
  let width = 0;
  new ResizeObserver(() => {
    if (frames[0] && frames[0].clientWidth !== width) {
      width = frames[0].clientWidth;
      redraw();
    }
  }).observe(place);
}
