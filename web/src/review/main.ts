import '../shared/page.css';
import './review.css';
import { h, render } from 'preact';
import { App } from './app';
import { loadBook } from './book';
import { Grid } from './grid';
import { listen } from './keys';
import { Store } from './store';

const place = document.getElementById('app')!;

async function begin(): Promise<void> {
  const store = new Store(await loadBook());
  const grid = new Grid(store);
  await store.start();
  render(h(App, { store, grid }), place);
  listen(store, grid);
  addEventListener('beforeunload', event => {
    if (store.outbox.size > 0) event.preventDefault();
  });
  document.documentElement.dataset.ready = 'true';
}

begin().catch((error: unknown) => {
  place.textContent = `The page cannot begin: ${error instanceof Error ? error.message : String(error)}`;
});
