import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Agreement } from './book';
import { get, Verdict } from './book';
import { bindings, keyOfClass } from './keys';
import type { Store } from './store';
import { count } from './words';

export function Dialog({ store, title, isWide, children }: { store: Store; title: string; isWide?: boolean; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  // Before the next key comes.
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    (box.current!.querySelector<HTMLElement>('[data-first]') ?? box.current!).focus();
    return () => before?.focus();
  }, []);
  const close = () => {
    store.dialog = null;
    store.notify();
  };
  return (
    <div class="veil" onPointerDown={event => { if (event.target === event.currentTarget) close(); }}>
      <div class={isWide ? 'dialog wide' : 'dialog'} role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={box}>
        <header><h2>{title}</h2><button type="button" onClick={close} aria-label="close">✕</button></header>
        {children}
      </div>
    </div>
  );
}

const shownKeys: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', ' ': 'Space' };
const groups = { decide: 'Decide', move: 'Move', select: 'Select', look: 'Look' } as const;

export function Help({ store }: { store: Store }) {
  const classes = store.book.classes;
  return (
    <Dialog store={store} title="Keys" isWide>
      <p>Decisions are about what is selected, and without a selection about the one under the cursor. A sign (✓ kept, ✎ relabelled, ? unsure, » skipped) says that the decision is on the disk; three points behind it, that it is on its way.</p>
      <div class="keys">
        {Object.entries(groups).map(([group, name]) => (
          <section>
            <h3>{name}</h3>
            <dl>
              {group === 'decide' && <><dt><kbd>{keyOfClass(0)}</kbd> … <kbd>{keyOfClass(Math.min(classes.length, 36) - 1)}</kbd></dt><dd>one class each, as the list beside the grid says</dd></>}
              {bindings.filter(binding => binding.group === group).map(binding => <>
                <dt>{binding.keys.map((key, i) => <>{i > 0 && ' '}<kbd>{key.startsWith('^') && key.length > 1 ? `Ctrl ${key.slice(1).toUpperCase()}` : shownKeys[key] ?? key}</kbd></>)}</dt>
                <dd>{binding.what}</dd>
              </>)}
            </dl>
          </section>))}
      </div>
      <p>Mouse: click moves the cursor, Control and click adds to the selection, Shift and click selects all between, dragging draws a frame around what is meant, a double click opens the big picture.</p>
    </Dialog>
  );
}

/** Type a part of a class's name, Enter takes the first that has it. */
export function Chooser({ store }: { store: Store }) {
  const [text, setText] = useState('');
  const found = store.book.classes.map((name, k) => ({ name, k })).filter(one => one.name.toLowerCase().includes(text.toLowerCase()));
  const take = (k: number) => {
    store.dialog = null;
    // The next key is for the grid, even one that comes before the field has gone.
    (document.activeElement as HTMLElement | null)?.blur();
    store.decide(Verdict.Relabel, k);
  };
  return (
    <Dialog store={store} title="Choose a class">
      <input data-first class="search" value={text} aria-label="a part of its name" autocomplete="off" onInput={event => setText(event.currentTarget.value)}
        onKeyDown={event => { if (event.key === 'Enter' && found[0]) { event.preventDefault(); take(found[0].k); } }} />
      <ul class="found">{found.slice(0, 40).map(({ name, k }) => <li><button type="button" onClick={() => take(k)}>{name}</button></li>)}</ul>
    </Dialog>
  );
}

export function AgreementBox({ store }: { store: Store }) {
  const [agreement, set] = useState<Agreement | null>(null);
  useEffect(() => void get<Agreement>(`/api/agreement?reviewer=${encodeURIComponent(store.reviewer)}`).then(set), []);
  const { classes, given } = store.book;
  const label = (pass: 0 | 1, row: number) => {
    const mark = store.passes[pass].of(row);
    return mark.verdict === Verdict.Relabel ? classes[mark.label] : mark.verdict === Verdict.Keep ? classes[given[row]!] : 'another reviewer’s';
  };
  return (
    <Dialog store={store} title="Agreement of the second look">
      {agreement && (agreement.count === 0
        ? <p>There is no second look yet: decide some labels, then press b.</p>
        : <>
          <p class="agreement"><b>{agreement.agreed}</b> of <b>{agreement.count}</b> labels are the same at second look ({(100 * agreement.agreed / agreement.count).toFixed(0)} %){agreement.kappa !== null && <>, Cohen’s κ <b>{agreement.kappa.toFixed(2)}</b></>}.</p>
          <p>{agreement.own === agreement.count ? 'All first looks were your own.' : `${agreement.own} first looks were your own, the others another reviewer’s.`}
            {agreement.without > 0 && ` ${agreement.without} more were unsure or skipped.`} κ is 1 where both looks agree on all, and 0 where they agree as often as chance would.</p>
          {agreement.differ.length > 0 && <table><thead><tr><th scope="col">sample</th><th scope="col">first</th><th scope="col">second</th></tr></thead>
            <tbody>{agreement.differ.slice(0, 50).map(row => <tr><th scope="row">{count(row)}</th><td>{label(0, row)}</td><td>{label(1, row)}</td></tr>)}</tbody></table>}
        </>)}
    </Dialog>
  );
}
