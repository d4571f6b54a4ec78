import { get } from './book';
import type { Store } from './store';

const sampleSize = 50;

/** Some of the decided samples once more, without anything that was said of them. */
export async function beginSecondLook(store: Store): Promise<void> {
  const { rows } = await get<{ rows: number[] }>(`/api/second?reviewer=${encodeURIComponent(store.reviewer)}&count=${sampleSize}`);
  if (rows.length === 0) return store.say('there is nothing to look at again: decide some labels first');
  store.blind = true;
  store.open = true;
  store.steps = { undo: 0, redo: 0 };
  store.show(Int32Array.from(rows));
  await store.poll();
  store.say(`blind second look at ${rows.length} decided samples: name the class of each; Escape ends it`);
}

export function endSecondLook(store: Store): void {
  store.blind = false;
  store.open = false;
  store.dialog = 'agreement';
  store.refresh();
  void store.poll();
}
