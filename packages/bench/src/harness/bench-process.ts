import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { Repetition } from './contestant.ts';
import type { Sample } from './measure.ts';
import { isReply } from './reply.ts';
import type { Order, Reply } from './reply.ts';

/** The contestant is deprecated, and knows it. */
const quiet = '--disable-warning=UNDERSTUDY_DEP_FAKEGPT';

export interface ProcessPlan {
  readonly entry: 'contestant-main.ts' | 'upstream-main.ts';
  readonly arguments: readonly string[];
  readonly execArguments?: readonly string[] | undefined;
}

/** A process of the bench, as the harness sees it. It waits for orders and does nothing between them. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #waiting: PromiseWithResolvers<Reply> | undefined;
  #url = '';

  private constructor(plan: ProcessPlan) {
    this.#name = plan.arguments.join(' ');
    this.#child = fork(new URL(`../processes/${plan.entry}`, import.meta.url), plan.arguments, {
      execArgv: [quiet, ...(plan.execArguments ?? [])],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      if (isReply(message)) this.#waiting?.resolve(message);
    });
    this.#child.once('exit', (code, signal) => {
      this.#waiting?.reject(new Error(`${this.#name} ended with ${signal ?? code}`));
    });
  }

  /** Resolves when the process is ready for orders. */
  static async start(plan: ProcessPlan): Promise<BenchProcess> {
    const started = new BenchProcess(plan);
    const reply = await started.#reply();
    if (reply.kind === 'ready') started.#url = reply.url;
    return started;
  }

  /** Where an upstream listens. */
  get url(): string {
    return this.#url;
  }

  /** @throws when the work failed or came out wrong */
  async repeat(repetition: Repetition | 'warm-up'): Promise<Sample> {
    const order: Order = { repeat: repetition };
    const reply = this.#reply();
    this.#child.send(order);
    const answer = await reply;
    if (answer.kind === 'sample') return answer.sample;
    throw new Error(`${this.#name}: expected a sample, and it said "${answer.kind}"`);
  }

  /** Lets the process close what it has; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  async #reply(): Promise<Reply> {
    this.#waiting = Promise.withResolvers();
    const reply = await this.#waiting.promise;
    if (reply.kind === 'failed') throw new Error(`${this.#name}: ${reply.message}`);
    return reply;
  }
}
