import { useEffect, useReducer, useRef } from 'preact/hooks';
import { Bar, Filters } from './bar';
import { Verdict } from './book';
import { Detail } from './detail';
import { AgreementBox, Chooser, Help } from './dialogs';
import type { Grid } from './grid';
import { Heat } from './heat';
import { keyOfClass } from './keys';
import type { Store } from './store';

export function App({ store, grid }: { store: Store; grid: Grid }) {
  const [, again] = useReducer<number, void>(times => times + 1, 0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    store.onChange(() => (frame ||= requestAnimationFrame(() => {
      frame = 0;
      again();
    })));
    place.current!.append(grid.node);
    grid.node.focus();
  }, []);
  return (
    <>
      <Bar store={store} />
      {!store.blind && <Filters store={store} />}
      <main class={store.open ? 'split' : ''}>
        <Keys store={store} />
        <div class="place" ref={place}>{store.view.length === 0 && <p class="nothing">nothing to show: the filter lets no sample through (w drops it)</p>}</div>
        {store.open && <Detail store={store} />}
      </main>
      {store.message && <p class="message" role="alert">{store.message}</p>}
      {store.dialog === 'help' && <Help store={store} />}
      {store.dialog === 'heat' && <Heat store={store} />}
      {store.dialog === 'classes' && <Chooser store={store} />}
      {store.dialog === 'agreement' && <AgreementBox store={store} />}
    </>
  );
}

/** The classes with their keys, and the other decisions: all of them can be pressed too. */
function Keys({ store }: { store: Store }) {
  const { classes, given, suggested } = store.book;
  const row = store.row;
  const press = (run: () => void) => (event: Event) => {
    run();
    (event.currentTarget as HTMLElement).blur();
  };
  const others = [['k', 'keep', Verdict.Keep], ['u', 'unsure', Verdict.Unsure], ['s', 'skip', Verdict.Skip]] as const;
  return (
    <aside aria-label="decisions">
      {!store.blind && <button type="button" onClick={press(() => store.accept())}><kbd>Enter</kbd><span>accept</span></button>}
      {others.filter(([key]) => !(store.blind && key === 'k')).map(([key, name, verdict]) => <button type="button" onClick={press(() => store.decide(verdict))}><kbd>{key}</kbd><span>{name}</span></button>)}
      <h2>classes</h2>
      <div class="classes">
        {classes.slice(0, 36).map((name, k) => <button type="button" class={!store.blind && row >= 0 ? (k === given[row] ? 'given' : k === suggested[row] ? 'suggested' : '') : ''}
          onClick={press(() => store.decide(Verdict.Relabel, k))}><kbd>{keyOfClass(k)}</kbd><span>{name}</span></button>)}
        {classes.length > 36 && <button type="button" onClick={press(() => { store.dialog = 'classes'; store.notify(); })}><kbd>/</kbd><span>{classes.length - 36} more</span></button>}
      </div>
    </aside>
  );
}
