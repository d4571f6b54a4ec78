import { Verdict } from './book';
import { everything } from './filter';
import { exportPatch } from './export';
import { beginSecondLook, endSecondLook } from './second';
import type { Store } from './store';

/** What moves in the grid depends on how many stand in a row and how many on a page. */
export interface Layout {
  readonly across: number;
  readonly page: number;
  zoom(by: number): void;
}

interface Binding {
  /** As event.key says; "^" before it is with Control or Command. */
  readonly keys: readonly string[];
  readonly what: string;
  readonly group: 'decide' | 'move' | 'select' | 'look';
  readonly run: (store: Store, layout: Layout, shift: boolean) => void;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One key a class: digits, then capital letters; classes from the 37th on are chosen by name. */
export const keyOfClass = (k: number): string => (k < 9 ? String(k + 1) : k === 9 ? '0' : letters[k - 10] ?? '');

const move = (keys: string[], what: string, to: (store: Store, layout: Layout) => number): Binding =>
  ({ keys, what, group: 'move', run: (store, layout, shift) => store.moveTo(to(store, layout), shift) });

export const bindings: readonly Binding[] = [
  { keys: ['Enter', 'a'], what: 'accept the suggestion', group: 'decide', run: store => store.accept() },
  { keys: ['k'], what: 'keep the given label', group: 'decide', run: store => store.decide(Verdict.Keep) },
  { keys: ['u'], what: 'unsure', group: 'decide', run: store => store.decide(Verdict.Unsure) },
  { keys: ['s'], what: 'skip', group: 'decide', run: store => store.decide(Verdict.Skip) },
  { keys: ['/'], what: 'choose a class by its name', group: 'decide', run: store => { store.dialog = 'classes'; store.notify(); } },
  { keys: ['Backspace', 'Delete'], what: 'take the decision away', group: 'decide', run: store => store.decide(Verdict.Clear) },
  { keys: ['z', '^z'], what: 'undo', group: 'decide', run: (store, _, shift) => store.step(shift ? 'redo' : 'undo') },
  { keys: ['y', '^y'], what: 'redo', group: 'decide', run: store => store.step('redo') },
  move(['ArrowLeft'], 'the one before', store => store.cursor - 1),
  move(['ArrowRight'], 'the next one', store => store.cursor + 1),
  move(['ArrowUp'], 'the row above', (store, layout) => (store.open ? store.cursor - 1 : Math.max(store.cursor % layout.across, store.cursor - layout.across))),
  move(['ArrowDown'], 'the row below', (store, layout) => store.cursor + (store.open ? 1 : layout.across)),
  move(['PageUp'], 'a page back', (store, layout) => store.cursor - layout.page),
  move(['PageDown'], 'a page on', (store, layout) => store.cursor + layout.page),
  move(['Home'], 'the first one', () => 0),
  move(['End'], 'the last one', store => store.view.length - 1),
  { keys: ['n'], what: 'the next undecided one', group: 'move', run: store => store.advance() },
  { keys: [' '], what: 'select or deselect; with Shift and arrows select on the way', group: 'select', run: store => {
    if (store.row < 0) return;
    if (!store.selected.delete(store.row)) store.selected.add(store.row);
    store.anchor = store.cursor;
    store.notify();
  } },
  { keys: ['l'], what: 'select all like this: undecided, of the same given and suggested class', group: 'select', run: store => store.selectAlike() },
  { keys: ['^a'], what: 'select all that are shown', group: 'select', run: store => { store.selectRange(0, store.view.length - 1); store.notify(); } },
  { keys: ['Escape'], what: 'close, or select nothing', group: 'select', run: store => {
    if (store.dialog) store.dialog = null;
    else if (store.blind) return endSecondLook(store);
    else if (store.open) store.open = false;
    else store.selected.clear();
    store.message = '';
    store.notify();
  } },
  { keys: ['v'], what: 'the big picture with neighbours and every signal', group: 'look', run: store => { store.open = !store.open && store.row >= 0; store.notify(); } },
  { keys: ['m'], what: 'map of confused classes, to jump in', group: 'look', run: store => { store.dialog = store.dialog === 'heat' ? null : 'heat'; store.notify(); } },
  { keys: ['p'], what: 'only the pair of classes of this one; again for all', group: 'look', run: store => {
    const row = store.row;
    const isPair = store.filter.given >= 0 || store.filter.suggested >= 0;
    if (isPair || row < 0) store.setFilter({ given: -1, suggested: -1 });
    else store.setFilter({ given: store.book.given[row]!, suggested: store.book.suggested[row]! });
  } },
  { keys: ['r'], what: 'show what the filter lets through now: decided ones go', group: 'look', run: store => store.refresh() },
  { keys: ['t'], what: 'undecided ones only, or all', group: 'look', run: store => store.setFilter({ status: store.filter.status === 'todo' ? 'all' : 'todo' }) },
  { keys: ['f'], what: 'to the filters; Escape leads back', group: 'look', run: () => document.querySelector<HTMLElement>('.filters select')?.focus() },
  { keys: ['w'], what: 'drop all filters', group: 'look', run: store => store.setFilter(everything) },
  { keys: ['+', '='], what: 'larger pictures', group: 'look', run: (_, layout) => layout.zoom(1) },
  { keys: ['-'], what: 'smaller pictures', group: 'look', run: (_, layout) => layout.zoom(-1) },
  { keys: ['b'], what: 'blind second look, which measures agreement', group: 'look', run: store => { if (!store.blind) void beginSecondLook(store); } },
  { keys: ['g'], what: 'agreement so far', group: 'look', run: store => { store.dialog = 'agreement'; store.notify(); } },
  { keys: ['e'], what: 'export the corrections', group: 'look', run: store => void exportPatch(store) },
  { keys: ['?'], what: 'this help', group: 'look', run: store => { store.dialog = store.dialog === 'help' ? null : 'help'; store.notify(); } },
];

const byKey = new Map(bindings.flatMap(binding => binding.keys.map(key => [key, binding] as const)));
/** The rest is for the grid alone. */
const alsoInDialogs = new Set(['?', 'm', 'Escape']);
/** What would show, or leave, a second look. */
const notInBlind = new Set(['l', 'v', 'm', 'p', 'r', 't', 'f', 'w', 'b', 'g', 'e', '^a', ' ']);

export function listen(store: Store, layout: Layout): void {
  document.addEventListener('keydown', event => {
    const target = event.target as HTMLElement;
    const isField = target.matches('input, select, textarea');
    if (isField || (target.matches('button, a') && (event.key === 'Enter' || event.key === ' '))) {
      if (event.key === 'Escape' && isField) {
        target.blur();
        if (store.dialog) store.dialog = null;
        store.notify();
      }
      return;
    }
    if (event.altKey) return;
    const held = event.ctrlKey || event.metaKey;
    const binding = byKey.get(held ? `^${event.key.toLowerCase()}` : event.key);
    if (store.dialog && !alsoInDialogs.has(event.key)) return;
    if (store.blind && binding?.keys.some(key => notInBlind.has(key))) return;
    const label = held ? -1 : store.book.classes.slice(0, 36).findIndex((_, k) => keyOfClass(k) === event.key);
    if (label >= 0) store.decide(Verdict.Relabel, label);
    else if (binding) binding.run(store, layout, event.shiftKey);
    else return;
    event.preventDefault();
  });
}
