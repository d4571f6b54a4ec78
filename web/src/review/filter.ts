import type { Book } from './book';
import { Verdict } from './book';
import type { Marks, Others } from './marks';

export const statuses = { todo: 'undecided', all: 'all', decided: 'decided', relabel: 'relabelled', keep: 'kept', unsure: 'unsure', skip: 'skipped', disputed: 'reviewers differ' } as const;

export type Status = keyof typeof statuses;

export interface Filter {
  readonly status: Status;
  /** -1: any. */
  readonly given: number;
  readonly suggested: number;
  readonly issuesOnly: boolean;
  /** Scores up to this one. */
  readonly most: number | null;
  /** -1: the score; else a signal. */
  readonly sort: number;
  readonly descending: boolean;
}

export const everything: Filter = { status: 'todo', given: -1, suggested: -1, issuesOnly: false, most: null, sort: -1, descending: false };

const orders = new WeakMap<Float32Array, Int32Array>();

/** Rows by a number, the lowest first; those without one last. */
export function orderOf(values: Float32Array): Int32Array {
  const known = orders.get(values);
  if (known) return known;
  const order = new Int32Array(values.length).map((_, row) => row);
  const key = (row: number) => (Number.isNaN(values[row]!) ? Infinity : values[row]!);
  order.sort((a, b) => key(a) - key(b) || a - b);
  orders.set(values, order);
  return order;
}

export function rowsOf(book: Book, marks: Marks, others: Others, filter: Filter): Int32Array {
  const order = orderOf(filter.sort < 0 ? book.score : book.signalValues[filter.sort]!);
  const [rows, length] = [new Int32Array(order.length), order.length];
  let count = 0;
  for (let at = 0; at < length; at++) {
    const row = order[filter.descending ? length - 1 - at : at]!;
    if (filter.given >= 0 && book.given[row] !== filter.given) continue;
    if (filter.suggested >= 0 && book.suggested[row] !== filter.suggested) continue;
    if (filter.issuesOnly && !book.isIssue[row]) continue;
    if (filter.most !== null && !(book.score[row]! <= filter.most)) continue;
    if (!matches(filter.status, row, book, marks, others)) continue;
    rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function matches(status: Status, row: number, book: Book, marks: Marks, others: Others): boolean {
  const verdict: Verdict = marks.verdict[row]!;
  switch (status) {
    case 'all': return true;
    case 'todo': return verdict === Verdict.Clear;
    case 'decided': return verdict !== Verdict.Clear;
    case 'keep': return verdict === Verdict.Keep;
    case 'relabel': return verdict === Verdict.Relabel;
    case 'unsure': return verdict === Verdict.Unsure;
    case 'skip': return verdict === Verdict.Skip;
    case 'disputed': {
      const label = (mark: { verdict: Verdict; label: number }) => (mark.verdict === Verdict.Keep ? book.given[row]! : mark.verdict === Verdict.Relabel ? mark.label : -1);
      const labels = new Set([...others.about(row), marks.of(row)].map(label).filter(one => one >= 0));
      return labels.size > 1;
    }
  }
}
