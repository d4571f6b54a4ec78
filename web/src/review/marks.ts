import type { Decision } from './book';
import { Verdict } from './book';

export interface Mark {
  readonly verdict: Verdict;
  readonly label: number;
}

interface Said extends Mark {
  readonly seq: number;
  readonly reviewer: string;
}

/** What this reviewer has said in one pass, by row: numbers, for there may be very many. */
export class Marks {
  readonly verdict: Uint8Array;
  readonly label: Int32Array;
  private readonly seq: Float64Array;
  /** How many rows have each verdict. */
  readonly counts = [0, 0, 0, 0, 0];

  constructor(count: number) {
    this.verdict = new Uint8Array(count);
    this.label = new Int32Array(count).fill(-1);
    this.seq = new Float64Array(count);
  }

  of(row: number): Mark {
    return { verdict: this.verdict[row]!, label: this.label[row]! };
  }

  get decided(): number {
    return this.counts[Verdict.Keep]! + this.counts[Verdict.Relabel]! + this.counts[Verdict.Unsure]! + this.counts[Verdict.Skip]!;
  }

  /** Later lines of the journal count; answers may come in another order. */
  take([seq, row, verdict, label]: Decision): void {
    if (seq <= this.seq[row]!) return;
    this.counts[this.verdict[row]!]!--;
    this.counts[verdict]!++;
    this.seq[row] = seq;
    this.verdict[row] = verdict;
    this.label[row] = label;
  }
}

/** What other reviewers have said. */
export class Others {
  private readonly said = new Map<number, Said[]>();

  take([seq, row, verdict, label, reviewer]: Decision): void {
    const before = this.said.get(row) ?? [];
    if (before.some(one => one.reviewer === reviewer && one.seq >= seq)) return;
    const rest = before.filter(one => one.reviewer !== reviewer);
    if (verdict !== Verdict.Clear) rest.push({ seq, verdict, label, reviewer });
    if (rest.length > 0) this.said.set(row, rest);
    else this.said.delete(row);
  }

  about(row: number): readonly Said[] {
    return this.said.get(row) ?? [];
  }

  get rows(): IterableIterator<number> {
    return this.said.keys();
  }
}
