import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { Repetition } from './contestant.ts';
import type { Sample } from './measure.ts';
import { isReply } from './reply.ts';
import type { Order, Reply } from './reply.ts';

/** Hides the deprecation warning of the FakeGpt provider. */
const hideWarning = '--disable-warning=UNDERSTUDY_DEP_FAKEGPT';

export interface ProcessPlan {
  readonly entry:
    | 'contestant-main.ts'
    | 'load-main.ts'
    | 'reader-main.ts'
    | 'streams-main.ts'
    | 'upstream-main.ts';
  readonly arguments: readonly string[];
  readonly execArguments?: readonly string[] | undefined;
}

/** A child process of the benchmark. It does nothing between orders. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #pending: PromiseWithResolvers<Reply> | undefined;
  #url = '';

  private constructor(plan: ProcessPlan) {
    this.#name = plan.arguments.join(' ');
    this.#child = fork(new URL(`../processes/${plan.entry}`, import.meta.url), plan.arguments, {
      execArgv: [hideWarning, ...(plan.execArguments ?? [])],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      if (isReply(message)) this.#pending?.resolve(message);
    });
    this.#child.once('exit', (code, signal) => {
      this.#pending?.reject(new Error(`${this.#name} exited with ${signal ?? code}`));
    });
  }

  /** Resolves when the process is ready. */
  static async start(plan: ProcessPlan): Promise<BenchProcess> {
    const started = new BenchProcess(plan);
    const reply = await started.#reply();
    if (reply.kind === 'ready') started.#url = reply.url;
    return started;
  }

  /** URL of an upstream. Empty for other processes. */
  get url(): string {
    return this.#url;
  }

  /** @throws if the work failed or its result was wrong */
  async repeat(repetition: Repetition | 'warm-up'): Promise<Sample> {
    const order: Order = { repeat: repetition };
    const pending = this.#reply();
    this.#child.send(order);
    const reply = await pending;
    if (reply.kind === 'sample') return reply.sample;
    throw new Error(`${this.#name}: expected a sample, received "${reply.kind}"`);
  }

  /** Disconnects the process, which then closes its resources. Resolves when it has exited. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async #reply(): Promise<Reply> {
    this.#pending = Promise.withResolvers();
    const reply = await this.#pending.promise;
    if (reply.kind === 'failed') throw new Error(`${this.#name}: ${reply.message}`);
    return reply;
  }
}
