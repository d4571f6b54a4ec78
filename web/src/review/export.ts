import { element } from '../shared/dom';
import type { Store } from './store';

/** Has the browser keep the corrections as a file. */
export async function exportPatch(store: Store): Promise<void> {
  const answer = await fetch('/api/export');
  const text = await answer.text();
  if (!answer.ok) return store.say(text.trim());
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  element('a', { href: address, download: 'corrections.csv' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  const left = Number(answer.headers.get('Skeptic-Left-Out') ?? 0);
  store.say(`corrections.csv is made${left > 0 ? `; ${left} samples are left out, about which reviewers differ` : ''}`);
}
