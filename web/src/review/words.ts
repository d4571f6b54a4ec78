import { Verdict } from './book';
import type { Mark } from './marks';
import type { Store } from './store';

export const count = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });

/** Four figures. */
export const short = (value: number): string => (Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4))));

/** What was said of a row: a sign and a word, so that colour is not needed. */
export function markText(store: Store, row: number, mark: Mark): string {
  switch (mark.verdict) {
    case Verdict.Clear: return '';
    case Verdict.Keep: return `✓ ${store.book.classes[store.book.given[row]!]!}`;
    case Verdict.Relabel: return `✎ ${store.book.classes[mark.label]!}`;
    case Verdict.Unsure: return '? unsure';
    case Verdict.Skip: return '» skipped';
  }
}
