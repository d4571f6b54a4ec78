import { useMemo } from 'preact/hooks';
import { Verdict } from './book';
import { Dialog } from './dialogs';
import { everything } from './filter';
import { keyOfClass } from './keys';
import type { Store } from './store';
import { count } from './words';

const mostClasses = 26;
const mostPairs = 14;

interface Pair {
  readonly given: number;
  readonly suggested: number;
  readonly all: number;
  readonly left: number;
}

/** Which class is taken for which: how many are suggested to change, and how many of these are not decided. Every cell leads to its samples. */
export function Heat({ store }: { store: Store }) {
  const { classes } = store.book;
  const pairs = useMemo(() => pairsOf(store), []);
  const most = Math.max(1, ...[...pairs.values()].map(pair => pair.all));
  const ranked = [...pairs.values()].sort((a, b) => b.left - a.left || b.all - a.all);
  const go = (given: number, suggested: number) => {
    store.dialog = null;
    store.setFilter({ ...everything, given, suggested });
    document.querySelector<HTMLElement>('.grid')?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const [cell, step] = [event.target as HTMLElement, { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -classes.length, ArrowDown: classes.length }[event.key]];
    if (step === undefined || !cell.dataset.cell) return;
    event.preventDefault();
    const place = (Number(cell.dataset.cell) + step + classes.length ** 2) % classes.length ** 2;
    document.querySelector<HTMLElement>(`[data-cell="${place}"]`)?.focus();
  };
  return (
    <Dialog store={store} title="Which class is taken for which">
      <p>Labels that the audit would change, given by rows, suggested by columns. A cell leads to its samples; arrow keys move, Enter opens.</p>
      <div class="heat">
        {classes.length <= mostClasses && <table class="map" onKeyDown={move}>
          <thead><tr><th scope="col"><span>given ↓ suggested →</span></th>{classes.map((name, k) => <th scope="col" title={name}><span>{keyOfClass(k)} {name}</span></th>)}</tr></thead>
          <tbody>{classes.map((name, g) => <tr>
            <th scope="row">{name}</th>
            {classes.map((other, s) => {
              const pair = pairs.get(g * classes.length + s);
              const text = pair ? `${name} as ${other}: ${count(pair.all)}, ${count(pair.left)} not decided` : `${name} as ${other}: none`;
              // Roots, so that small pairs are seen beside large ones.
              const share = pair ? Math.sqrt(pair.all / most) : 0;
              return <td><button type="button" data-cell={g * classes.length + s} {...(g === (ranked[0]?.given ?? 0) && s === (ranked[0]?.suggested ?? 0) ? { 'data-first': true } : {})}
                class={share > 0.62 ? 'strong' : ''} style={{ '--share': `${Math.round(100 * share)}%` }} title={text} aria-label={text} disabled={g === s} onClick={() => go(g, s)}>{pair ? count(pair.left) : ''}</button></td>;
            })}
          </tr>)}</tbody>
        </table>}
        <table class="pairs">
          <thead><tr><th scope="col">given</th><th scope="col">suggested</th><th scope="col" class="number">left</th><th scope="col" class="number">of</th></tr></thead>
          <tbody>{ranked.slice(0, mostPairs).map(pair => <tr>
            <td>{classes[pair.given]}</td>
            <td><button type="button" onClick={() => go(pair.given, pair.suggested)}>{classes[pair.suggested]}</button></td>
            <td class="number">{count(pair.left)}</td><td class="number">{count(pair.all)}</td>
          </tr>)}</tbody>
        </table>
      </div>
    </Dialog>
  );
}

function pairsOf({ book, marks }: Store): Map<number, Pair> {
  const { given, suggested, isIssue, classes } = book;
  const [all, left] = [new Map<number, number>(), new Map<number, number>()];
  for (let row = 0; row < book.count; row++) {
    if (given[row] === suggested[row] || !isIssue[row]) continue;
    const key = given[row]! * classes.length + suggested[row]!;
    all.set(key, (all.get(key) ?? 0) + 1);
    if (marks.verdict[row] === Verdict.Clear) left.set(key, (left.get(key) ?? 0) + 1);
  }
  return new Map([...all].map(([key, number]) => [key, { given: Math.floor(key / classes.length), suggested: key % classes.length, all: number, left: left.get(key) ?? 0 }]));
}
