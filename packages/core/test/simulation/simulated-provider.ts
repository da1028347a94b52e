import type {
  ChatRequest,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';

import type { Core } from './core.ts';
import type { Journal } from './journal.ts';
import { playResponse } from './play-response.ts';
import type { CreationRecord, ProviderCloseRecord, ResponseRecord } from './records.ts';
import type { SimulatedTarget } from './scenario.ts';

/** What all simulated providers of a run share. */
export interface ProviderServices {
  readonly core: Core;
  readonly journal: Journal;
  readonly responses: ResponseRecord[];
  readonly creations: CreationRecord[];
}

type Batches = AsyncGenerator<ProviderEvent | readonly ProviderEvent[], void, undefined>;

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

  async *chat(request: ChatRequest, context: ProviderContext): Batches {
    const { core, journal } = this.#services;
    const response = this.#startResponse(request);
    const { usedTokens } = this.#target;
    const earlier = this.#services.responses.filter(({ target }) => target === response.target);
    const tokens = usedTokens[(earlier.length - 1) % Math.max(1, usedTokens.length)];
    try {
      context.signal.addEventListener('abort', () => {
        response.stopped ??= journal.now();
      });
      yield* playResponse(response, context, { core, journal, usedTokens: tokens });
    } finally {
      const { cleanupMs } = this.#target;
      if (cleanupMs > 0 && context.signal.aborted) await journal.wait(cleanupMs);
      response.ended = journal.now();
    }
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
    const { id, faults, outages } = this.#target;
    const { responses, journal } = this.#services;
    const index = responses.filter(({ target }) => target === id).length;
    const started = journal.now();
    const outage = outages.find(({ fromMs, toMs }) => started.at >= fromMs && started.at < toMs);
    const fault = outage?.fault ?? faults[Math.min(index, faults.length - 1)] ?? 'none';
    const response: ResponseRecord = {
      target: id,
      model,
      caller: user,
      fault,
      started,
      pieces: fault === 'short' ? [`<${id}#${index}>`, ' ', ' '] : toPieces(id, index),
      requests: [started],
      finished: false,
      finishReason: fault === 'cut-by-length' ? 'length' : 'stop',
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

function toPieces(id: string, index: number): readonly string[] {
  return [1, 2, 3].map((piece) => `<${id}#${index}:${piece}>`);
}
