import { element } from '../shared/dom';
import { Verdict } from './book';
import type { Layout } from './keys';
import { markText, short } from './words';
import type { Store } from './store';

const gap = 8;
const caption = 40;
const rowHeight = 38;
const sizes = [72, 96, 120, 160, 208];
const spare = 2;
/** While the wheel turns no picture is asked for that is gone before it comes. */
const settle = 40;
const mostFeatures = 8;

interface Tile {
  readonly node: HTMLElement;
  readonly image: HTMLImageElement;
  readonly line: HTMLElement;
  readonly badge: HTMLElement;
  position: number;
  row: number;
  shown: string;
  at: string;
  width: number;
}

/** All rows of the view, of which only those in sight are elements; these are used again and again. */
export class Grid implements Layout {
  readonly node: HTMLElement;
  across = 1;
  page = 1;
  private readonly sheet = element('div', { class: 'sheet' });
  private readonly band = element('div', { class: 'band', hidden: '' });
  private readonly tiles = new Map<number, Tile>();
  private readonly free: Tile[] = [];
  private readonly isList: boolean;
  private size: number;
  // Measured when they change: to ask for them amid changes of style would have the browser lay all out anew.
  private width = 1;
  private height = 1;
  private cursor = -1;
  private view: Int32Array | null = null;
  private loading = 0;
  private frame = 0;

  constructor(private readonly store: Store) {
    this.isList = store.book.kind !== 'pictures';
    this.size = Number(localStorage.getItem('size')) || 120;
    this.node = element('div', { class: this.isList ? 'grid list' : 'grid', tabindex: '0', role: 'listbox', 'aria-multiselectable': 'true', 'aria-label': 'samples, the most suspicious first' }, this.sheet, this.band);
    this.node.addEventListener('scroll', () => this.plan(), { passive: true });
    new ResizeObserver(() => this.resized()).observe(this.node);
    this.sheet.addEventListener('dblclick', () => {
      store.open = true;
      store.notify();
    });
    this.listenToPointer();
    store.onChange(() => this.changed());
  }

  zoom(by: number): void {
    if (this.isList) return;
    const at = sizes.reduce((best, size, i) => (Math.abs(size - this.size) < Math.abs(sizes[best]! - this.size) ? i : best), 0);
    this.size = sizes[Math.max(0, Math.min(sizes.length - 1, at + by))]!;
    localStorage.setItem('size', String(this.size));
    this.resized();
    this.reveal();
  }

  private get step(): number {
    return this.isList ? rowHeight : this.size + caption + gap;
  }

  private resized(): void {
    this.across = this.isList ? 1 : Math.max(1, Math.floor((this.node.clientWidth - gap) / (this.size + gap)));
    this.width = this.isList ? this.node.clientWidth - 2 * gap : (this.node.clientWidth - gap) / this.across - gap;
    this.height = this.node.clientHeight;
    this.page = this.across * Math.max(1, Math.floor(this.height / this.step));
    this.node.style.setProperty('--tile', `${this.size}px`);
    this.changed(true);
  }

  private changed(always = false): void {
    if (this.view !== this.store.view || always) {
      if (this.view !== this.store.view) this.node.scrollTop = 0;
      this.view = this.store.view;
      this.sheet.style.height = `${Math.ceil(this.view.length / this.across) * this.step + gap}px`;
    }
    if (this.cursor !== this.store.cursor) {
      this.cursor = this.store.cursor;
      this.reveal();
    }
    this.plan();
  }

  /** Brings the cursor into sight. */
  private reveal(): void {
    const top = Math.floor(this.store.cursor / this.across) * this.step;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + this.step + gap > this.node.scrollTop + this.height) this.node.scrollTop = top + this.step + gap - this.height;
  }

  private plan(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const [view, top] = [this.store.view, this.node.scrollTop];
    const first = Math.max(0, Math.floor(top / this.step) - spare) * this.across;
    const last = Math.min(view.length, (Math.ceil((top + this.height) / this.step) + spare) * this.across);
    for (const [position, tile] of this.tiles) {
      if (position >= first && position < last) continue;
      this.tiles.delete(position);
      this.free.push(tile);
      tile.node.hidden = true;
    }
    let isNew = false;
    for (let position = first; position < last; position++) {
      let tile = this.tiles.get(position);
      if (!tile) {
        tile = this.free.pop() ?? this.make();
        tile.position = position;
        tile.node.hidden = false;
        tile.node.id = `tile-${position}`;
        this.tiles.set(position, tile);
      }
      isNew = this.place(tile, view[position]!) || isNew;
    }
    const active = `tile-${this.store.cursor}`;
    if (this.node.getAttribute('aria-activedescendant') !== active) this.node.setAttribute('aria-activedescendant', active);
    if (!isNew) return;
    clearTimeout(this.loading);
    this.loading = window.setTimeout(() => this.load(), settle);
  }

  /** @returns Whether the tile shows another row than before. */
  private place(tile: Tile, row: number): boolean {
    const { node, position } = tile;
    const at = `translate(${gap + (position % this.across) * (this.width + gap)}px, ${gap + Math.floor(position / this.across) * this.step}px)`;
    if (tile.at !== at) node.style.transform = tile.at = at;
    if (tile.width !== this.width) node.style.width = `${tile.width = this.width}px`;
    const isNew = tile.row !== row;
    if (isNew) {
      tile.row = row;
      node.dataset.row = String(row);
      tile.image.removeAttribute('src');
      tile.image.hidden = true;
    }
    const { store } = this;
    const pending = store.pending.get(row);
    const mark = pending ?? store.marks.of(row);
    const text = this.isList ? this.words(row) : store.blind ? '' : labels(store, row);
    const state = `${mark.verdict} ${mark.label} ${pending ? 1 : 0} ${store.selected.has(row) ? 1 : 0} ${store.cursor === position ? 1 : 0} ${store.blind ? 1 : 0} ${text}`;
    if (tile.shown === state && !isNew) return false;
    tile.shown = state;
    node.className = `tile ${['open', 'keep', 'relabel', 'unsure', 'skip'][mark.verdict]}${pending ? ' pending' : ''}${store.cursor === position ? ' cursor' : ''}`;
    node.setAttribute('aria-selected', String(store.selected.has(row)));
    tile.line.textContent = text;
    tile.line.title = text;
    const said = markText(store, row, mark);
    tile.badge.textContent = said + (pending ? ' …' : '');
    tile.badge.hidden = mark.verdict === Verdict.Clear;
    node.setAttribute('aria-label', `${text}${said ? `, ${said}${pending ? ', not yet saved' : ''}` : ''}`);
    return isNew;
  }

  private words(row: number): string {
    const { store } = this;
    const named = store.nameOf(row);
    const name = named ? named.path || named.id : '…';
    const values = named ? store.book.features.slice(0, mostFeatures).map((feature, i) => `${feature} ${short(named.values[i] ?? NaN)}`).join('   ') : '';
    return store.blind ? `${values || name}` : `${name}   ${labels(store, row)}   ${short(store.book.score[row]!)}   ${values}`;
  }

  private load(): void {
    if (this.isList) {
      void this.store.loadNames([...this.tiles.values()].map(tile => tile.row)).catch(() => {});
      return;
    }
    for (const tile of this.tiles.values()) if (!tile.image.hasAttribute('src')) tile.image.src = `/thumb?row=${tile.row}`;
  }

  private make(): Tile {
    const image = element('img', { alt: '', decoding: 'async', draggable: 'false', hidden: '' });
    image.addEventListener('load', () => {
      image.hidden = false;
      image.classList.toggle('small', Math.max(image.naturalWidth, image.naturalHeight) <= 64);
    });
    const [line, badge] = [element('span', { class: 'line' }), element('span', { class: 'badge' })];
    const node = element('div', { role: 'option' }, ...(this.isList ? [] : [element('span', { class: 'frame' }, image)]), line, badge);
    this.sheet.append(node);
    return { node, image, line, badge, position: -1, row: -1, shown: '', at: '', width: 0 };
  }

  /** Click, with Shift and Control as in lists everywhere, and a frame that is drawn around what is meant. */
  private listenToPointer(): void {
    const { node, band, store } = this;
    let from: { x: number; y: number; id: number } | null = null;
    let kept: number[] = [];
    const inside = (event: PointerEvent) => {
      const bounds = node.getBoundingClientRect();
      return { x: event.clientX - bounds.left, y: event.clientY - bounds.top + node.scrollTop };
    };
    node.addEventListener('pointerdown', event => {
      if (event.button !== 0 || event.offsetX > node.clientWidth) return;
      from = { ...inside(event), id: event.pointerId };
      kept = event.ctrlKey || event.metaKey || event.shiftKey ? [...store.selected] : [];
    });
    node.addEventListener('pointermove', event => {
      if (!from || event.pointerType === 'touch') return;
      const to = inside(event);
      if (band.hidden && Math.hypot(to.x - from.x, to.y - from.y) < 6) return;
      if (band.hidden) node.setPointerCapture(from.id);
      band.hidden = false;
      const edge = event.clientY - node.getBoundingClientRect().top;
      if (edge < 24) node.scrollTop -= 24;
      else if (edge > node.clientHeight - 24) node.scrollTop += 24;
      const [left, top, width, height] = [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
      Object.assign(band.style, { transform: `translate(${left}px, ${top}px)`, width: `${width}px`, height: `${height}px` });
      store.selected.clear();
      for (const row of kept) store.selected.add(row);
      const column = (x: number) => Math.max(0, Math.min(this.across - 1, Math.floor((x - gap) / (this.width + gap))));
      for (let line = Math.max(0, Math.floor((top - gap) / this.step)); line <= Math.floor((top + height - gap) / this.step); line++)
        for (let at = column(left); at <= column(left + width); at++) {
          const row = store.view[line * this.across + at];
          if (row !== undefined) store.selected.add(row);
        }
      store.notify();
    });
    const end = (event: PointerEvent) => {
      if (!from) return;
      from = null;
      if (!band.hidden) {
        band.hidden = true;
        return;
      }
      if (event.type !== 'pointerup') return;
      const tile = (event.target as HTMLElement).closest<HTMLElement>('.tile');
      if (!tile) return;
      const position = Number(tile.id.slice('tile-'.length));
      if (event.shiftKey) return store.moveTo(position, true);
      const row = store.view[position]!;
      if (event.ctrlKey || event.metaKey) {
        if (!store.selected.delete(row)) store.selected.add(row);
      } else store.selected.clear();
      store.moveTo(position);
    };
    node.addEventListener('pointerup', end);
    node.addEventListener('pointercancel', end);
  }
}

function labels(store: Store, row: number): string {
  const { classes, given, suggested } = store.book;
  return given[row] === suggested[row] ? classes[given[row]!]! : `${classes[given[row]!]!} → ${classes[suggested[row]!]!}`;
}
