import type { ProviderBatch, ProviderEvent } from '../chat/chat-event.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import { defineProvider } from '../provider/define-provider.ts';
import type { ProviderCapabilities } from '../provider/provider-capabilities.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider, ProviderContext } from '../provider/provider.ts';
import { onAbort } from '../scope/on-abort.ts';
import { waitUntil } from '../scope/wait-until.ts';

/** One step of a script: an event or a batch of events to yield, or an action. */
export type ScriptStep =
  | ProviderEvent
  | ProviderBatch
  /** Waits with the clock of the context. Rejects when the signal aborts. */
  | { readonly type: 'wait'; readonly ms: number }
  /** Waits until the signal aborts, then rejects. */
  | { readonly type: 'hang' }
  /** Never continues and ignores the signal, which a provider must not do. */
  | { readonly type: 'ignore-signal' }
  /** Throws `error`. */
  | { readonly type: 'fail'; readonly error: unknown }
  /** Calls `reserveRequest()` and throws `error` if it returns false. */
  | { readonly type: 'reserve-request'; readonly error: unknown };

/** The options of `ScriptedProvider`. */
export interface ScriptedProviderOptions<
  Id extends string,
  Model extends string,
  Life extends Lifecycle,
> {
  readonly id: Id;
  readonly models: readonly Model[];
  readonly lifecycle: Life;
  /** @defaultValue all true */
  readonly capabilities?: Partial<ProviderCapabilities>;
  /** The steps of each response, or a function that is called with each request and its index. */
  readonly script:
    | readonly ScriptStep[]
    | ((request: ChatRequest, index: number) => readonly ScriptStep[]);
}

/** A provider for tests. It runs a script without a network and records the requests. */
export class ScriptedProvider<
  const Id extends string = string,
  const Model extends string = string,
  const Life extends Lifecycle = Lifecycle,
> implements Provider {
  /** For `providers` of `createUnderstudy()`. */
  readonly definition: ProviderDefinition<Id, Model, Life>;
  /** The received requests, in order. */
  readonly requests: ChatRequest[] = [];
  /** The contexts of the requests. */
  readonly contexts: ProviderContext[] = [];
  /** The number of responses that have not ended. */
  open = 0;
  /** Whether `close()` was called. */
  closed = false;
  readonly #script: ScriptedProviderOptions<Id, Model, Life>['script'];

  constructor(options: ScriptedProviderOptions<Id, Model, Life>) {
    const { id, models, lifecycle, capabilities, script } = options;
    this.#script = script;
    this.definition = defineProvider({
      id,
      label: `Scripted (${id})`,
      interfaceVersion: 1,
      lifecycle,
      capabilities: { tools: true, images: true, files: true, json: true, ...capabilities },
      models: models.map((model) => ({ id: model })),
      credentialEnvVars: [],
      create: () => this,
    });
  }

  async *chat(
    request: ChatRequest,
    context: ProviderContext,
  ): AsyncGenerator<ProviderEvent | ProviderBatch, void, undefined> {
    const index = this.requests.push(request) - 1;
    this.contexts.push(context);
    const steps = typeof this.#script === 'function' ? this.#script(request, index) : this.#script;
    this.open += 1;
    try {
      for (const step of steps) {
        if (isEvents(step)) yield step;
        else await runAction(step, context);
      }
    } finally {
      this.open -= 1;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

type Action = Extract<
  ScriptStep,
  { readonly type: 'wait' | 'hang' | 'ignore-signal' | 'fail' | 'reserve-request' }
>;

function isEvents(step: ScriptStep): step is ProviderEvent | ProviderBatch {
  if (!('type' in step)) return true;
  return !['wait', 'hang', 'ignore-signal', 'fail', 'reserve-request'].includes(step.type);
}

async function runAction(action: Action, context: ProviderContext): Promise<void> {
  switch (action.type) {
    case 'wait':
      return wait(action.ms, context);
    case 'hang':
      return hang(context.signal);
    case 'ignore-signal':
      return new Promise(() => {});
    case 'fail':
      throw action.error;
    case 'reserve-request':
      if (!context.reserveRequest()) throw action.error;
  }
}

async function wait(ms: number, { clock, signal }: ProviderContext): Promise<void> {
  if (ms === Number.POSITIVE_INFINITY) await hang(signal);
  else await waitUntil(clock, clock.now() + ms, signal);
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => void onAbort(signal, reject));
}
