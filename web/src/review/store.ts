import type { Answer, Book, Decision, Item, Named } from './book';
import { get, Verdict, verdictNames } from './book';
import type { Filter } from './filter';
import { everything, rowsOf } from './filter';
import type { Mark } from './marks';
import { Marks, Others } from './marks';
import { Outbox } from './outbox';

export type Dialog = 'help' | 'heat' | 'agreement' | 'classes' | null;

const pollEvery = 2000;
/** A bulk decision is one request, which may have a mebibyte. */
const mostAtOnce = 120_000;

/** All that the page knows. Whoever changes it says so, and every part of the page looks again. */
export class Store {
  readonly passes: readonly [Marks, Marks];
  others = new Others();
  filter: Filter = everything;
  /** The rows that are shown, in order; stays while they are decided, so that nothing jumps. */
  view: Int32Array = new Int32Array();
  cursor = 0;
  anchor = 0;
  readonly selected = new Set<number>();
  readonly pending = new Map<number, Mark>();
  open = false;
  dialog: Dialog = null;
  blind = false;
  steps = { undo: 0, redo: 0 };
  message = '';
  reviewer: string;
  readonly outbox = new Outbox(() => this.notify());
  /** Up to which line of the journal all is known; null before the first answer. */
  private last: number | null = null;
  private readonly items = new Map<number, Item | null>();
  private readonly names = new Map<number, Named>();
  private readonly listeners: (() => void)[] = [];

  constructor(readonly book: Book) {
    this.reviewer = sessionStorage.getItem('reviewer') ?? book.reviewer;
    this.passes = [new Marks(book.count), new Marks(book.count)];
  }

  get pass(): 1 | 2 {
    return this.blind ? 2 : 1;
  }

  get marks(): Marks {
    return this.passes[this.pass - 1]!;
  }

  get row(): number {
    return this.view[this.cursor] ?? -1;
  }

  /** The rows that a decision is about. */
  get targets(): number[] {
    return this.selected.size > 0 ? [...this.selected] : this.row >= 0 ? [this.row] : [];
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  notify(): void {
    for (const listener of this.listeners) listener();
  }

  async start(): Promise<void> {
    await this.poll();
    this.refresh();
    setInterval(() => void this.poll().catch(() => {}), pollEvery);
  }

  /** Asks what was decided elsewhere: in other tabs, by other reviewers. */
  async poll(): Promise<void> {
    const answer = await get<Answer>(`/api/since?${this.last === null ? '' : `seq=${this.last}&`}reviewer=${encodeURIComponent(this.reviewer)}&pass=${this.pass}`);
    const isNew = answer.decisions.length > 0 || answer.undo !== this.steps.undo || answer.redo !== this.steps.redo;
    this.last = Math.max(this.last ?? 0, answer.last ?? 0);
    this.take(answer.decisions);
    if (this.outbox.size === 0) this.steps = answer;
    if (isNew) this.notify();
  }

  setFilter(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    this.refresh();
  }

  /** Looks again which rows the filter lets through. */
  refresh(): void {
    const row = this.row;
    this.show(rowsOf(this.book, this.marks, this.others, this.filter));
    const at = this.view.indexOf(row);
    this.moveTo(at < 0 ? 0 : at);
  }

  show(rows: Int32Array): void {
    this.view = rows;
    this.selected.clear();
    this.cursor = this.anchor = 0;
    this.notify();
  }

  moveTo(position: number, extend = false): void {
    this.cursor = Math.max(0, Math.min(this.view.length - 1, position));
    if (extend) this.selectRange(this.anchor, this.cursor);
    else this.anchor = this.cursor;
    this.notify();
  }

  selectRange(from: number, to: number): void {
    this.selected.clear();
    for (let at = Math.min(from, to); at <= Math.max(from, to); at++) this.selected.add(this.view[at]!);
  }

  /** Undecided rows of the same pair of labels as the one under the cursor. */
  selectAlike(): void {
    const { given, suggested } = this.book;
    const [row, marks] = [this.row, this.marks];
    if (row < 0) return;
    this.selected.clear();
    for (const other of this.view)
      if (given[other] === given[row] && suggested[other] === suggested[row] && marks.verdict[other] === Verdict.Clear && !this.pending.has(other)) this.selected.add(other);
    this.selected.add(row);
    this.notify();
  }

  decide(verdict: Verdict, label = -1): void {
    const rows = this.targets;
    if (rows.length === 0) return;
    if (this.blind && (verdict === Verdict.Keep || rows.length > 1)) return this.say(verdict === Verdict.Keep ? 'in a second look name the class; the given label is not shown' : 'in a second look decide one by one');
    if (rows.length > mostAtOnce) return this.say(`at most ${mostAtOnce} samples are decided at once`);
    // To name the given class is to keep it.
    const [pass, given] = [this.pass, this.book.given];
    const isKept = !this.blind && verdict === Verdict.Relabel && rows.length === 1 && given[rows[0]!] === label;
    this.write(isKept ? Verdict.Keep : verdict, isKept ? -1 : label, rows, pass);
    const wasSelection = this.selected.size > 0;
    this.selected.clear();
    if (!wasSelection || this.blind) this.advance();
    else this.notify();
  }

  /** Takes over what is suggested: rows by the class that is suggested for them. */
  accept(): void {
    if (this.blind) return this.say('in a second look name the class; what was suggested is not shown');
    const groups = new Map<number, number[]>();
    const { given, suggested } = this.book;
    for (const row of this.targets) {
      const label = given[row] === suggested[row] ? -1 : suggested[row]!;
      groups.set(label, [...(groups.get(label) ?? []), row]);
    }
    if (groups.size > 1 && this.selected.size > 1000) return this.say('the selection has many suggestions; select by one of them first (l)');
    for (const [label, rows] of groups) this.write(label < 0 ? Verdict.Keep : Verdict.Relabel, label, rows, 1);
    const wasSelection = this.selected.size > 0;
    this.selected.clear();
    if (wasSelection) this.notify();
    else this.advance();
  }

  step(act: 'undo' | 'redo'): void {
    this.outbox.send({
      path: `/api/${act}`, body: { reviewer: this.reviewer, pass: this.pass },
      done: answer => {
        this.answered(answer);
        const at = this.view.indexOf(answer.decisions[0]?.[1] ?? -1);
        if (at >= 0) this.moveTo(at);
        else this.notify();
        this.say(answer.decisions.length === 0 ? `nothing to ${act}` : `${act === 'undo' ? 'undone' : 'done again'}: ${answer.decisions.length === 1 ? 'one decision' : `${answer.decisions.length} decisions`}`);
      },
      refused: sentence => this.say(sentence),
    });
  }

  /** To the next one that is not decided. */
  advance(): void {
    const [marks, view] = [this.marks, this.view];
    let at = this.cursor + 1;
    while (at < view.length && (marks.verdict[view[at]!] !== Verdict.Clear || this.pending.has(view[at]!))) at++;
    this.moveTo(at < view.length ? at : Math.min(this.cursor + 1, view.length - 1));
  }

  say(sentence: string): void {
    this.message = sentence;
    this.notify();
  }

  setReviewer(name: string): void {
    const trimmed = name.trim();
    if (trimmed.length === 0 || trimmed.length > 64 || trimmed === this.reviewer) return;
    sessionStorage.setItem('reviewer', trimmed);
    location.reload();
  }

  /** The facts of a sample, once they are there. */
  item(row: number): Item | null {
    if (!this.items.has(row)) {
      this.items.set(row, null);
      void get<Item>(`/api/item?row=${row}`).then(item => {
        this.items.set(row, item);
        this.notify();
      }, () => this.items.delete(row));
    }
    return this.items.get(row) ?? null;
  }

  nameOf(row: number): Named | undefined {
    return this.names.get(row);
  }

  async loadNames(rows: readonly number[]): Promise<void> {
    const missing = rows.filter(row => !this.names.has(row)).slice(0, 400);
    if (missing.length === 0) return;
    const answer = await get<{ rows: Named[] }>(`/api/rows?rows=${missing.join(',')}`);
    if (this.names.size > 50_000) this.names.clear();
    for (const one of answer.rows) this.names.set(one.row, one);
    this.notify();
  }

  private write(verdict: Verdict, label: number, rows: number[], pass: 1 | 2): void {
    for (const row of rows) this.pending.set(row, { verdict, label });
    const free = () => {
      for (const row of rows) this.pending.delete(row);
    };
    this.message = '';
    this.outbox.send({
      path: '/api/decide', body: { reviewer: this.reviewer, pass, decision: verdictNames[verdict], ...(verdict === Verdict.Relabel ? { label } : {}), rows },
      done: answer => {
        free();
        this.answered(answer);
      },
      refused: sentence => {
        free();
        this.say(sentence);
      },
    });
  }

  private answered(answer: Answer): void {
    this.take(answer.decisions);
    this.steps = { undo: answer.undo, redo: answer.redo };
  }

  private take(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      if (decision[4] === this.reviewer) this.passes[decision[5] - 1]!.take(decision);
      else if (decision[5] === 1) this.others.take(decision);
    }
  }
}
