import type { Figure } from './figure';
import { element } from './dom';
import { kindOf, showPanel } from './panels';
import { type Choice, legend } from './legend';

/**
 * Draws a figure into its place, and again whenever the place changes its width.
 * @param choice Shared by figures whose lines are hidden and shown together.
 */
export function showFigure(figure: Figure, place: HTMLElement, box: HTMLElement, choice: Choice): void {
  const { hidden } = choice;
  const frames = figure.panels.map(panel => element('div', {
    class: 'panel', tabindex: '0', role: 'group', 'aria-label': `${[panel.title, panel.y].filter(part => part).join(', ')}; arrow keys read the values out`,
  }));
  const redraw = () => figure.panels.forEach((panel, i) => showPanel(panel, hidden, frames[i]!, box));
  choice.changed.push(redraw);
  const dim = (name: string | null) => {
    for (const mark of place.querySelectorAll<SVGElement>('[data-name]:is(g, path)')) mark.classList.toggle('dim', name !== null && !hidden.has(name) && mark.dataset.name !== name);
  };
  const names = new Map(figure.panels.flatMap(panel => kindOf(panel).names(panel).map(entry => [entry.name, entry] as const)));
  const numbers = element('details', { class: 'numbers' }, element('summary', {}, 'the numbers'));
  numbers.addEventListener('toggle', () => {
    if (numbers.open && numbers.childElementCount === 1)
      numbers.append(...figure.panels.filter(panel => !kindOf(panel).isEmpty(panel)).map(panel => element('div', { class: 'scroll', tabindex: '0' }, kindOf(panel).numbers(panel))));
  });
  place.replaceChildren(
    ...(names.size > 1 ? [legend([...names.values()], choice, dim)] : []),
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
