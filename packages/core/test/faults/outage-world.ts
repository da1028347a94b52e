import type { Random, Understudy } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { ManualClock, ScriptedProvider, SeededRandom } from '@understudy/core/testing';

const ids = ['a', 'b'] as const;
type Id = (typeof ids)[number];

const answerMs = 2000;
const pauseMs = 8000;
const answer: readonly ScriptStep[] = [
  { type: 'wait', ms: answerMs },
  { type: 'text-delta', text: 'well' },
  { type: 'finish', reason: 'stop' },
];

/** Two targets that can be out, and callers who ask them again and again, in time of their own. */
export class OutageWorld {
  readonly clock = new ManualClock();
  readonly understudy: Understudy;
  readonly #random: Random = new SeededRandom(5);
  readonly #outage: readonly ScriptStep[];
  readonly #asked: Record<Id, number> = { a: 0, b: 0 };
  /** How many chats were asked for. */
  chats = 0;
  answered = 0;
  /** How often a chat tried a target that it had tried. */
  retries = 0;
  #out: readonly Id[] = [];
  #over = false;
  #callers: readonly Promise<void>[] = [];

  /** `outage` is what the targets do while they are out. */
  constructor(outage: readonly ScriptStep[]) {
    this.#outage = outage;
    this.understudy = createUnderstudy({
      providers: ids.map((id) => this.#target(id).definition),
      chains: { ab: ['a/m', 'b/m'], ba: ['b/m', 'a/m'] },
      timeouts: { firstContentMs: 3000 },
      ports: { clock: this.clock, random: this.#random },
    });
  }

  /** Lets so many callers begin; half of them prefer the first target, half the second. */
  start(callers: number): void {
    this.#callers = Array.from({ length: callers }, (_, index) =>
      this.#call(index % 2 === 0 ? 'ab' : 'ba'),
    );
  }

  /** Which targets are out from now on. */
  setOut(...out: readonly Id[]): void {
    this.#out = out;
  }

  /** Lets time pass; says how often each target was asked meanwhile. */
  async pass(ms: number): Promise<Readonly<Record<Id, number>>> {
    const before = { ...this.#asked };
    await this.clock.advance(ms);
    return { a: this.#asked.a - before.a, b: this.#asked.b - before.b };
  }

  /** Lets time pass until both targets answer again; says after how long each did. */
  async untilBack(atMostMs: number): Promise<ReadonlyMap<string, number>> {
    const back = new Map<string, number>();
    for (let ms = 0; ms <= atMostMs && back.size < ids.length; ms += 500) {
      for (const { provider, breaker } of this.understudy.health()) {
        if (breaker === 'closed' && !back.has(provider)) back.set(provider, ms);
      }
      await this.clock.advance(500);
    }
    return back;
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.clock.advance(120_000);
    await Promise.all(this.#callers);
    await this.understudy.close();
  }

  /** In how long the target may be asked again; 0 when it may now. */
  restOf(id: Id): number {
    const report = this.understudy.health().find(({ provider }) => provider === id);
    return report?.retryAfterMs ?? 0;
  }

  #target(id: Id): ScriptedProvider<Id, 'm'> {
    return new ScriptedProvider<Id, 'm'>({
      id,
      models: ['m'],
      lifecycle: { state: 'active' },
      script: () => {
        this.#asked[id] += 1;
        return this.#out.includes(id) ? this.#outage : answer;
      },
    });
  }

  async #call(model: 'ab' | 'ba'): Promise<void> {
    await this.#pause();
    while (!this.#over) {
      this.chats += 1;
      const messages = [{ role: 'user', content: 'Hi' }] as const;
      const chat = this.understudy.chat({ model, messages });
      const text = await chat.text().catch(() => '');
      if (text === 'well') this.answered += 1;
      const tried = chat.attempts.filter(({ outcome }) => outcome !== 'skipped');
      this.retries += tried.length - new Set(tried.map(({ provider }) => provider)).size;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    const drawnMs = pauseMs * (0.5 + this.#random.next());
    return new Promise((resolve) => void this.clock.setTimer(resolve, drawnMs));
  }
}
