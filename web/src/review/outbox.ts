import type { Answer } from './book';
import { post, Refusal } from './book';

export interface Letter {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly done: (answer: Answer) => void;
  readonly refused: (sentence: string) => void;
}

const notLetIn = 403;

/** Sends what was decided, one after the other; what gets no answer is sent again under its own name until it has one. */
export class Outbox {
  private readonly waiting: Letter[] = [];
  private sending = false;
  /** Why the last attempt was in vain; else empty. */
  stuck = '';

  constructor(private readonly changed: () => void) {}

  get size(): number {
    return this.waiting.length;
  }

  send(letter: Letter): void {
    this.waiting.push({ ...letter, body: { ...letter.body, batch: name() } });
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (let letter = this.waiting[0]; letter; letter = this.waiting[0]) {
      try {
        const answer = await post<Answer>(letter.path, letter.body);
        this.waiting.shift();
        this.stuck = '';
        letter.done(answer);
      } catch (error) {
        if (error instanceof Refusal && error.status !== notLetIn) {
          this.waiting.shift();
          letter.refused(error.message);
        } else {
          // Of a server that was started anew: as soon as its address is opened in this browser, it lets this page in too.
          this.stuck = error instanceof Refusal ? 'the server was started anew: open the address that it printed' : 'the server does not answer, trying again';
          this.changed();
          await new Promise(resolve => setTimeout(resolve, 1000));
        }
      }
      this.changed();
    }
    this.sending = false;
  }
}

function name(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
