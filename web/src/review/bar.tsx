import { useEffect, useRef } from 'preact/hooks';
import { themeButton } from '../shared/theme';
import { Verdict } from './book';
import type { Status } from './filter';
import { statuses } from './filter';
import { exportPatch } from './export';
import { beginSecondLook, endSecondLook } from './second';
import type { Store } from './store';
import { count } from './words';

/** How far the review is, and what can be done at any time. */
export function Bar({ store }: { store: Store }) {
  const theme = useRef<HTMLButtonElement>(null);
  useEffect(() => themeButton(theme.current!), []);
  const act = (run: () => void) => (event: Event) => {
    run();
    (event.currentTarget as HTMLElement).blur();
  };
  return (
    <header class="bar">
      <h1 title={store.book.folder}>{store.book.title}</h1>
      {store.blind ? <p class="blind">blind second look</p> : <Progress store={store} />}
      <p class={store.outbox.stuck ? 'saving stuck' : 'saving'} role="status">{saving(store)}</p>
      <nav>
        <button type="button" disabled={store.steps.undo === 0} onClick={act(() => store.step('undo'))} title="undo (z)">undo</button>
        <button type="button" disabled={store.steps.redo === 0} onClick={act(() => store.step('redo'))} title="redo (y)">redo</button>
        <span class="part">{store.blind
          ? <button key="end" type="button" onClick={act(() => endSecondLook(store))}>end second look</button>
          : <>
            <button key="map" type="button" onClick={act(() => { store.dialog = 'heat'; store.notify(); })} title="map of confused classes (m)">map</button>
            <button key="second" type="button" onClick={act(() => void beginSecondLook(store))} title="blind second look (b)">second look</button>
            <button key="export" type="button" onClick={act(() => void exportPatch(store))} title="corrections as CSV, for skeptic apply (e)">export</button>
          </>}</span>
        <button type="button" class="who" onClick={act(() => { const name = prompt('Whose decisions are these?', store.reviewer); if (name !== null) store.setReviewer(name); })} title="change the reviewer">{store.reviewer}</button>
        <button type="button" onClick={act(() => { store.dialog = 'help'; store.notify(); })} title="keys (?)" aria-label="help">?</button>
        <button type="button" class="theme" ref={theme} />
      </nav>
    </header>
  );
}

function saving(store: Store): string {
  if (store.outbox.stuck) return `${count(store.outbox.size)} not saved yet: ${store.outbox.stuck}`;
  return store.outbox.size > 0 ? `saving ${count(store.outbox.size)}` : '';
}

function Progress({ store }: { store: Store }) {
  const { book, marks } = store;
  const [decided, wrong] = [marks.decided, marks.counts[Verdict.Relabel]!];
  const share = book.count > 0 ? decided / book.count : 0;
  const left = book.errors ? Math.max(0, book.errors.count - wrong) : null;
  const interval = book.errors?.low !== undefined && book.errors.high !== undefined ? ` (${count(Math.max(0, book.errors.low - wrong))} to ${count(Math.max(0, book.errors.high - wrong))})` : '';
  const sentence = book.errors
    ? `The audit estimates ${count(book.errors.count)} wrong labels in all${book.errors.low !== undefined ? `, its interval is ${count(book.errors.low)} to ${count(book.errors.high!)}` : ''}; you have relabelled ${count(wrong)}. The difference is left, wherever it is: it is no count of what this list still shows.`
    : '';
  return (
    <p class="progress">
      <progress value={share} max={1} aria-label="decided" />
      <span class="decided"><b>{count(decided)}</b> of {count(book.count)} decided, <b>{count(wrong)}</b> relabelled</span>
      {left !== null && <span class="left" title={sentence}>≈ <b>{count(left)}</b>{interval} wrong left</span>}
    </p>
  );
}

/** What is shown, and in which order. */
export function Filters({ store }: { store: Store }) {
  const { book, filter } = store;
  const classes = [<option value={-1}>any</option>, ...book.classes.map((name, k) => <option value={k}>{name}</option>)];
  const value = (event: Event) => (event.currentTarget as HTMLSelectElement).value;
  const back = () => document.querySelector<HTMLElement>('.grid')?.focus();
  const set = (change: Parameters<Store['setFilter']>[0]) => {
    store.setFilter(change);
    back();
  };
  return (
    <form class="filters" aria-label="filters" onSubmit={event => event.preventDefault()}>
      <label>show <select name="status" value={filter.status} onChange={event => set({ status: value(event) as Status })}>
        {Object.entries(statuses).map(([key, name]) => <option value={key}>{name}</option>)}
      </select></label>
      <label>given <select name="given" value={filter.given} onChange={event => set({ given: Number(value(event)) })}>{classes}</select></label>
      <label>suggested <select name="suggested" value={filter.suggested} onChange={event => set({ suggested: Number(value(event)) })}>{classes}</select></label>
      <label>score up to <input name="most" type="number" step="any" value={filter.most ?? ''} onChange={event => { const text = value(event); set({ most: text === '' ? null : Number(text) }); }} /></label>
      <label><input name="issues" type="checkbox" checked={filter.issuesOnly} onChange={event => set({ issuesOnly: (event.currentTarget as HTMLInputElement).checked })} /> issues only</label>
      <label>by <select name="sort" value={filter.sort} onChange={event => set({ sort: Number(value(event)) })}>
        <option value={-1}>suspicion</option>
        {book.signals.map((name, i) => <option value={i}>{name.replaceAll('_', ' ')}</option>)}
      </select></label>
      <label><input name="descending" type="checkbox" checked={filter.descending} onChange={event => set({ descending: (event.currentTarget as HTMLInputElement).checked })} /> reversed</label>
      <output>{count(store.view.length)} shown{store.selected.size > 0 ? `, ${count(store.selected.size)} selected` : ''}</output>
    </form>
  );
}
