import type {
  ChatRequest,
  Clock,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';

import type { Core } from './core.ts';
import type { Fault, SimulatedTarget } from './scenario.ts';

/** What one answer of a target was, and what became of it. */
export interface Answer {
  readonly target: string;
  readonly caller: string;
  readonly fault: Fault;
  readonly startedAt: number;
  /** All that it would say. */
  readonly pieces: readonly string[];
  /** How often it asked for one more request. */
  spends: number;
  finished: boolean;
  /** When it asked to be left alone for 900 ms. */
  toldAt: number | undefined;
  closedAt: number | undefined;
}

type Steps = AsyncGenerator<ProviderEvent | readonly ProviderEvent[], void, undefined>;

/** A target whose answers go as its faults say; it writes down every answer. */
export class SimulatedProvider implements Provider {
  readonly definition: ProviderDefinition;
  readonly #core: Core;
  readonly #target: SimulatedTarget;
  readonly #answers: Answer[];
  #count = 0;

  constructor(core: Core, target: SimulatedTarget, answers: Answer[]) {
    this.#core = core;
    this.#target = target;
    this.#answers = answers;
    this.definition = core.defineProvider({
      id: target.id,
      label: target.id,
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: true, images: true, files: true, json: target.json },
      models: [{ id: 'model' }],
      credentialEnvVars: [],
      create: () => this,
    });
  }

  async *chat(request: ChatRequest, context: ProviderContext): Steps {
    const { faults, id } = this.#target;
    const index = this.#count;
    this.#count += 1;
    const fault = faults[Math.min(index, faults.length - 1)] ?? 'none';
    const answer: Answer = {
      target: id,
      caller: request.user ?? '',
      fault,
      startedAt: context.clock.now(),
      pieces: [1, 2, 3].map((piece) => `<${id}#${index}:${piece}>`),
      spends: 0,
      finished: false,
      toldAt: undefined,
      closedAt: undefined,
    };
    this.#answers.push(answer);
    try {
      yield* play(answer, context, this.#core);
    } finally {
      answer.closedAt = context.clock.now();
    }
  }
}

async function* play(answer: Answer, context: ProviderContext, core: Core): Steps {
  const { clock, signal } = context;
  const pause = (ms: number): Promise<void> => wait(clock, ms, signal);
  const say = (index: number): ProviderEvent => ({
    type: 'text-delta',
    text: answer.pieces[index] ?? '',
  });
  const fail = failures(core)[answer.fault];
  await pause(answer.fault === 'slow-headers' ? 350 : 5);
  if (answer.fault === 'replay') {
    if (!context.reserveRequest()) throw core.error('authentication-failed');
    answer.spends += 1;
    await pause(5);
  }
  if (answer.fault === 'status-429-told') answer.toldAt = clock.now();
  if (fail?.when === 'before') throw fail.error();
  yield { type: 'response-start', provider: answer.target, model: 'model' };
  yield [];
  if (answer.fault === 'stall-before') await pause(Number.POSITIVE_INFINITY);
  if (answer.fault === 'ignores-signal') await Promise.withResolvers<void>().promise;
  if (answer.fault === 'empty' || answer.fault === 'cut-before') return;
  if (answer.fault === 'filtered') yield { type: 'finish', reason: 'content-filter' };
  if (answer.fault === 'finish-without-content') yield { type: 'finish', reason: 'stop' };
  yield [say(0), say(1)];
  if (answer.fault === 'cut-after') return;
  if (answer.fault === 'stall-after') await pause(Number.POSITIVE_INFINITY);
  if (fail) throw fail.error();
  await pause(answer.fault === 'trickle' ? 220 : 3);
  yield say(2);
  answer.finished = true;
  yield { type: 'finish', reason: 'stop' };
  if (answer.fault === 'more-after-end') yield { type: 'text-delta', text: 'after the end' };
}

interface Failure {
  readonly when: 'before' | 'after';
  readonly error: () => unknown;
}

function failures(core: Core): Readonly<Partial<Record<Fault, Failure>>> {
  return {
    refused: { when: 'before', error: () => core.error('connection-failed') },
    'status-503': { when: 'before', error: () => core.error('server-error') },
    'status-429': { when: 'before', error: () => core.error('rate-limited') },
    'status-429-told': { when: 'before', error: () => core.error('rate-limited', 900) },
    'status-401': { when: 'before', error: () => core.error('authentication-failed') },
    'status-400': { when: 'before', error: () => core.error('invalid-request') },
    'in-band-error': { when: 'after', error: () => core.error('overloaded') },
    malformed: { when: 'after', error: () => core.error('malformed-response') },
    'throws-a-string': { when: 'after', error: () => 'a string' },
  };
}

function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = ms === Number.POSITIVE_INFINITY ? (): void => {} : clock.setTimer(finish, ms);
    function finish(): void {
      signal.removeEventListener('abort', leave);
      resolve();
    }
    function leave(): void {
      stop();
      reject(signal.reason);
    }
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
