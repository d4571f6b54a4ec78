import { element } from './dom';
import { key } from './readout';

interface Entry {
  readonly name: string;
  readonly colour: number;
  readonly dash: number;
}

const many = 6;

/** Which lines are hidden, and who has to hear of a change. */
export interface Choice {
  readonly hidden: Set<string>;
  readonly changed: (() => void)[];
}

/** Buttons that hide and show a line wherever the choice is shared; a look at one dims the others. */
export function legend(entries: readonly Entry[], { hidden, changed }: Choice, dim: (name: string | null) => void): HTMLElement {
  const buttons = entries.map(entry => {
    const button = element('button', { type: 'button', 'aria-pressed': 'true', 'data-name': entry.name, title: 'hides or shows this line in all figures of the section' }, key(entry.colour, entry.dash), entry.name);
    button.addEventListener('click', () => {
      if (!hidden.delete(entry.name)) hidden.add(entry.name);
      tell();
    });
    button.addEventListener('pointerenter', () => dim(entry.name));
    button.addEventListener('pointerleave', () => dim(null));
    return button;
  });
  const tell = () => changed.forEach(hear => hear());
  changed.push(() => buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(!hidden.has(entries[i]!.name)))));
  const every = (name: string, hide: boolean) => {
    const button = element('button', { type: 'button', class: 'every' }, name);
    button.addEventListener('click', () => {
      for (const entry of entries) if (hide) hidden.add(entry.name);
        else hidden.delete(entry.name);
      tell();
    });
    return button;
  };
  return element('div', { class: 'legend', role: 'group', 'aria-label': 'lines' }, ...buttons, ...(entries.length > many ? [every('all', false), every('none', true)] : []));
}
