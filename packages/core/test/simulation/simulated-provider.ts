import type {
  ChatRequest,
  Provider,
  ProviderBatch,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';

import type { Core } from './core.ts';
import type { Layout } from './create-events.ts';
import { createEvents, plainLayout } from './create-events.ts';
import type { Journal } from './journal.ts';
import { playResponse } from './play-response.ts';
import type { CreationRecord, ProviderCloseRecord, ResponseRecord } from './records.ts';
import type { Fault, SimulatedTarget } from './scenario.ts';

/** What all simulated providers of a run share. */
export interface ProviderServices {
  readonly core: Core;
  readonly journal: Journal;
  readonly responses: ResponseRecord[];
  readonly creations: CreationRecord[];
}

type Yielded = ProviderEvent | ProviderBatch;
type Batches = AsyncGenerator<Yielded, void, undefined>;

/** Defines a provider whose responses follow the faults of the target. It may be created several times. */
export function defineSimulatedProvider(
  target: SimulatedTarget,
  services: ProviderServices,
): ProviderDefinition {
  return services.core.defineProvider({
    id: target.id,
    label: target.id,
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: true, images: true, files: true, json: target.json },
    models: target.models.map((id) => ({ id })),
    credentialEnvVars: [],
    create: () => createProvider(target, services),
  });
}

function createProvider(
  target: SimulatedTarget,
  services: ProviderServices,
): Provider | Promise<Provider> {
  const { creations, journal } = services;
  const isFirst = creations.every((creation) => creation.target !== target.id);
  const creation: CreationRecord = {
    target: target.id,
    started: journal.now(),
    created: undefined,
    closes: [],
  };
  creations.push(creation);
  const create = (): Provider => {
    creation.created = journal.now();
    return new SimulatedProvider(target, creation, services);
  };
  if (isFirst && target.firstCreationHangs) return Promise.withResolvers<Provider>().promise;
  return target.createMs === 0 ? create() : journal.wait(target.createMs).then(create);
}

class SimulatedProvider implements Provider {
  readonly #target: SimulatedTarget;
  readonly #creation: CreationRecord;
  readonly #services: ProviderServices;

  constructor(target: SimulatedTarget, creation: CreationRecord, services: ProviderServices) {
    this.#target = target;
    this.#creation = creation;
    this.#services = services;
  }

  chat(request: ChatRequest, context: ProviderContext): AsyncIterable<Yielded> {
    const response = this.#startResponse(request);
    const batches = this.#play(response, context);
    const { returns } = this.#target;
    return returns === 'ends' ? batches : this.#failReturn(batches, response, returns);
  }

  async *#play(response: ResponseRecord, context: ProviderContext): Batches {
    const { core, journal } = this.#services;
    const { isSlowToAbort } = this.#target;
    try {
      context.signal.addEventListener('abort', () => {
        response.stopped ??= journal.now();
      });
      yield* playResponse(response, context, { core, journal, isSlowToAbort });
    } finally {
      const { cleanupMs } = this.#target;
      if (cleanupMs > 0 && context.signal.aborted) await journal.wait(cleanupMs);
      response.ended ??= journal.now();
    }
  }

  /** Returns batches whose `return()` fails: at once, or after they have ended. */
  #failReturn(
    batches: Batches,
    response: ResponseRecord,
    returns: 'throws' | 'rejects',
  ): AsyncIterable<Yielded> {
    const error = new Error('return() of the simulated provider failed');
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => batches.next(),
        return: () => {
          if (returns === 'rejects') return batches.return().then(() => Promise.reject(error));
          response.ended ??= this.#services.journal.now();
          throw error;
        },
      }),
    };
  }

  async close(): Promise<void> {
    const { id, closeMs } = this.#target;
    const { journal } = this.#services;
    const close: ProviderCloseRecord = { target: id, started: journal.now(), ended: undefined };
    this.#creation.closes.push(close);
    if (closeMs > 0) await journal.wait(closeMs);
    close.ended = journal.now();
  }

  #startResponse({ user = '', model }: ChatRequest): ResponseRecord {
    const { id, faults, outages, layouts, usedTokens } = this.#target;
    const { responses, journal } = this.#services;
    const index = responses.filter(({ target }) => target === id).length;
    const started = journal.now();
    const outage = outages.find(({ fromMs, toMs }) => started.at >= fromMs && started.at < toMs);
    const fault = outage?.fault ?? faults[Math.min(index, faults.length - 1)] ?? 'none';
    const layout = layouts[index % layouts.length] ?? plainLayout;
    const output = createOutput(`${id}#${index}`, fault, layout);
    const finishReason = fault === 'cut-by-length' ? 'length' : 'stop';
    const tokens = usedTokens[index % Math.max(1, usedTokens.length)];
    const response: ResponseRecord = {
      target: id,
      model,
      caller: user,
      fault,
      started,
      layout,
      content: [...output, ...createEnd(fault, tokens, finishReason)],
      text: textOf(output),
      sent: [],
      requests: [started],
      finished: undefined,
      finishReason,
      firstContent: undefined,
      cooldown: undefined,
      firstData: undefined,
      stopped: undefined,
      ended: undefined,
    };
    responses.push(response);
    return response;
  }
}

function createOutput(name: string, fault: Fault, { parts }: Layout): readonly ProviderEvent[] {
  if (fault !== 'short') return createEvents(name, parts);
  return [`<${name}>`, ' ', ' '].map((text) => ({ type: 'text-delta', text }));
}

function createEnd(
  fault: Fault,
  usedTokens: number | undefined,
  reason: 'stop' | 'length',
): readonly ProviderEvent[] {
  return [
    ...(usedTokens === undefined
      ? []
      : [{ type: 'usage', inputTokens: 0, outputTokens: usedTokens } as const]),
    { type: 'finish', reason },
    ...(fault === 'events-after-finish'
      ? [{ type: 'text-delta', text: 'after the finish' } as const]
      : []),
  ];
}

function textOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}
