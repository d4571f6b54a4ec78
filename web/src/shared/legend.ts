import { element } from './dom';
import { key } from './readout';

interface Entry {
  readonly name: string;
  readonly colour: number;
  readonly dash: number;
}

const many = 6;

/** Buttons that hide and show a line in all panels of a figure; a look at one dims the others. */
export function legend(entries: readonly Entry[], hidden: Set<string>, redraw: () => void, dim: (name: string | null) => void): HTMLElement {
  const buttons = entries.map(entry => {
    const button = element('button', { type: 'button', 'aria-pressed': 'true', 'data-name': entry.name, title: 'hides or shows this line' }, key(entry.colour, entry.dash), entry.name);
    button.addEventListener('click', () => {
      if (!hidden.delete(entry.name)) hidden.add(entry.name);
      update();
    });
    button.addEventListener('pointerenter', () => dim(entry.name));
    button.addEventListener('pointerleave', () => dim(null));
    return button;
  });
  const update = () => {
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(!hidden.has(entries[i]!.name))));
    redraw();
  };
  const every = (name: string, hide: boolean) => {
    const button = element('button', { type: 'button', class: 'every' }, name);
    button.addEventListener('click', () => {
      for (const entry of entries) if (hide) hidden.add(entry.name);
        else hidden.delete(entry.name);
      update();
    });
    return button;
  };
  return element('div', { class: 'legend', role: 'group', 'aria-label': 'lines' }, ...buttons, ...(entries.length > many ? [every('all', false), every('none', true)] : []));
}
