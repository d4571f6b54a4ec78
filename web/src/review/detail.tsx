import { get } from './book';
import { orderOf } from './filter';
import { markText, short } from './words';
import type { Store } from './store';

const mostNeighbours = 12;
const mostFeatures = 60;

/** The one under the cursor, large, with all that is known of it; in a second look with nothing but itself. */
export function Detail({ store }: { store: Store }) {
  const { book, row } = store;
  if (row < 0) return null;
  const item = store.item(row);
  const mark = store.pending.get(row) ?? store.marks.of(row);
  const isPicture = book.kind === 'pictures';
  const close = () => {
    store.open = false;
    store.notify();
  };
  return (
    <section class="detail" aria-label="the sample, large">
      {isPicture && <div class="stage"><img key={row} src={`/picture?row=${row}`} alt={store.blind ? 'the sample' : `sample ${item?.id ?? ''}, given label ${book.classes[book.given[row]!]}`} onLoad={grow} onError={lost} /></div>}
      <div class="facts-of">
        {!store.blind && <>
          <h2>{book.classes[book.given[row]!]}{book.given[row] !== book.suggested[row] && <> <span class="arrow">→</span> <em>{book.classes[book.suggested[row]!]}</em></>}</h2>
          <p class="name">{item ? item.path || `sample ${item.id}` : ' '}</p>
        </>}
        {store.blind && <h2>which class is it?</h2>}
        <p class="said" role="status">{markText(store, row, mark) || (store.blind ? `${store.cursor + 1} of ${store.view.length}` : 'not decided')}</p>
        {!store.blind && store.others.about(row).map(one => <p class="other">{one.reviewer}: {markText(store, row, one)}</p>)}
        {!store.blind && <Signals store={store} row={row} />}
        {!store.blind && item && Object.entries(item.texts).map(([name, text]) => <p class="text"><span>{name.replaceAll('_', ' ')}</span> {text}</p>)}
        {item && item.values.length > 0 && <table class="values"><tbody>
          {book.features.slice(0, mostFeatures).map((name, i) => <tr><th scope="row">{name}</th><td class="number">{short(item.values[i] ?? NaN)}</td></tr>)}
        </tbody></table>}
        {!store.blind && item && item.neighbours.length > 0 && <>
          <h3>nearest samples</h3>
          <ul class="neighbours">{item.neighbours.slice(0, mostNeighbours).map(other => (
            <li class={book.given[other] === book.given[row] ? 'same' : 'other'}>
              <button type="button" onClick={() => jump(store, other)} title="look at this one">
                {isPicture && <img src={`/thumb?row=${other}`} alt="" />}
                <span>{book.classes[book.given[other]!]}</span>
              </button>
            </li>))}</ul>
        </>}
        {!store.blind && <button type="button" class="close" onClick={close}>close (v)</button>}
      </div>
    </section>
  );
}

function Signals({ store: { book }, row }: { store: Store; row: number }) {
  const all = [{ name: 'score', values: book.score }, ...book.signals.map((name, i) => ({ name, values: book.signalValues[i]! }))];
  return (
    <table class="signals">
      <thead><tr><th scope="col">signal</th><th scope="col" class="number">value</th><th scope="col">lower are</th></tr></thead>
      <tbody>{all.map(({ name, values }) => {
        const below = shareBelow(values, values[row]!);
        return <tr><th scope="row">{name.replaceAll('_', ' ')}</th><td class="number">{short(values[row]!)}</td><td><meter min={0} max={1} value={below} /> {(100 * below).toFixed(below < 0.1 ? 1 : 0)} %</td></tr>;
      })}</tbody>
    </table>
  );
}

/** Which share of all samples has a lower number. */
function shareBelow(values: Float32Array, value: number): number {
  const order = orderOf(values);
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[order[middle]!]! < value) low = middle + 1;
    else high = middle;
  }
  return order.length > 0 ? low / order.length : 0;
}

/** Pictures of few pixels are shown as squares, not blurred. */
function grow(event: Event): void {
  const image = event.currentTarget as HTMLImageElement;
  image.classList.toggle('small', Math.max(image.naturalWidth, image.naturalHeight) <= 128);
}

function lost(event: Event): void {
  (event.currentTarget as HTMLImageElement).alt = 'this picture cannot be shown';
}

/** To another sample, even one that the filter does not let through. */
export function jump(store: Store, row: number): void {
  let at = store.view.indexOf(row);
  if (at < 0) {
    store.setFilter({ status: 'all', given: -1, suggested: -1, issuesOnly: false, most: null });
    at = store.view.indexOf(row);
  }
  store.moveTo(Math.max(0, at));
}

export async function find(store: Store, id: string): Promise<void> {
  const { row } = await get<{ row: number | null }>(`/api/find?id=${encodeURIComponent(id)}`);
  if (row === null) store.say(`there is no sample '${id}'`);
  else jump(store, row);
}
