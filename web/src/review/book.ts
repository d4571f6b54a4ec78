/** What there is to review: place i of every column is about the same sample, which is row i. */
export interface Book {
  readonly title: string;
  readonly folder: string;
  readonly reviewer: string;
  readonly kind: 'none' | 'pictures' | 'features';
  readonly count: number;
  readonly named: boolean;
  readonly classes: readonly string[];
  readonly signals: readonly string[];
  readonly features: readonly string[];
  readonly errors?: { readonly count: number; readonly low?: number; readonly high?: number };
  readonly given: Int32Array;
  readonly suggested: Int32Array;
  readonly score: Float32Array;
  readonly signalValues: readonly Float32Array[];
  readonly isIssue: Uint8Array;
}

export interface Named {
  readonly row: number;
  readonly id: string;
  readonly path: string;
  readonly values: readonly (number | null)[];
}

export interface Item extends Named {
  readonly neighbours: readonly number[];
  readonly texts: Readonly<Record<string, string>>;
}

export const enum Verdict { Clear, Keep, Relabel, Unsure, Skip }

export const verdictNames = ['clear', 'keep', 'relabel', 'unsure', 'skip'] as const;

/** [seq, row, verdict, label, reviewer, pass]. */
export type Decision = readonly [number, number, Verdict, number, string, 1 | 2];

export interface Answer {
  readonly last?: number;
  readonly undo: number;
  readonly redo: number;
  readonly decisions: readonly Decision[];
}

export interface Agreement {
  readonly count: number;
  readonly own: number;
  readonly agreed: number;
  readonly without: number;
  readonly kappa: number | null;
  readonly differ: readonly number[];
}

export async function loadBook(): Promise<Book> {
  const [facts, bytes] = await Promise.all([get<Omit<Book, 'given'>>('/api/book'), fetch('/api/columns').then(answer => answer.arrayBuffer())]);
  const n = facts.count;
  let at = 0;
  const floats = () => new Float32Array(bytes, (at += 4 * n) - 4 * n, n);
  const whole = () => new Int32Array(bytes, (at += 4 * n) - 4 * n, n);
  const [given, suggested, score] = [whole(), whole(), floats()];
  const signalValues = facts.signals.map(floats);
  return { ...facts, given, suggested, score, signalValues, isIssue: new Uint8Array(bytes, at, n) };
}

export class Refusal extends Error {
  constructor(readonly status: number, sentence: string) {
    super(sentence);
  }
}

export async function get<T>(path: string): Promise<T> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim());
  return await answer.json() as T;
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Skeptic-Review': '1' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim());
  return await answer.json() as T;
}
