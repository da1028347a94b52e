import type {
  ChainOptions,
  ChatEvent,
  ChatOptions,
  ChatRequest,
  ChatStream,
  ErrorCode,
  Understudy,
  UnderstudyOptions,
} from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import { ProviderError } from '@understudy/core/provider';
import type { ProviderErrorDetails } from '@understudy/core/provider';
import type { ScriptStep, ScriptedProviderOptions } from '@understudy/core/testing';
import { ManualClock, MemoryLogger, ScriptedProvider } from '@understudy/core/testing';

type Script = ScriptedProviderOptions<string, string, { readonly state: 'active' }>['script'];

export interface ChainFixtureOptions extends Partial<Omit<UnderstudyOptions, 'providers'>> {
  /** Options of the chain `main`. By default, it contains all targets in order. */
  readonly chain?: Partial<ChainOptions>;
  readonly capabilities?: Readonly<Record<string, object>>;
  /** The models of each provider. @defaultValue ['model'] */
  readonly models?: readonly string[];
}

export interface ChainFixture extends AsyncDisposable {
  readonly understudy: Understudy;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
  provider(id: string): ScriptedProvider;
  /** The providers that were called, in order. */
  readonly called: readonly string[];
  /** Creates a chat with the chain `main`. */
  ask(options?: ChatOptions, request?: Partial<ChatRequest>): ChatStream;
}

/** Creates a runtime with a chain of scripted providers. Every random delay is half of its bound. */
export function chainFixture(
  scripts: Readonly<Record<string, Script>>,
  {
    chain = {},
    capabilities = {},
    models = ['model'],
    ports,
    ...options
  }: ChainFixtureOptions = {},
): ChainFixture {
  const clock = new ManualClock();
  const logger = new MemoryLogger();
  const called: string[] = [];
  const providers = Object.entries(scripts).map(
    ([id, script]) =>
      new ScriptedProvider<string>({
        id,
        models,
        lifecycle: { state: 'active' },
        capabilities: capabilities[id] ?? {},
        script: (request, index) => {
          called.push(id);
          return typeof script === 'function' ? script(request, index) : script;
        },
      }),
  );
  const all: UnderstudyOptions = {
    ...options,
    providers: providers.map(({ definition }) => definition),
    chains: {
      ...options.chains,
      main: {
        targets: providers.map(({ definition: { id } }) => modelRef(`${id}/model`)),
        ...chain,
      },
    },
    ports: { clock, logger, random: { next: () => 0, uuid: () => 'uuid' }, ...ports },
  };
  const understudy: Understudy = createUnderstudy(all);
  return {
    understudy,
    clock,
    logger,
    called,
    provider: (id) => {
      const found = providers.find(({ definition }) => definition.id === id);
      if (!found) throw new Error(`expected a provider ${id}`);
      return found;
    },
    ask: (chatOptions, request = {}) =>
      understudy.chat(
        { model: 'main', messages: [{ role: 'user', content: 'Hi' }], ...request },
        chatOptions,
      ),
    [Symbol.asyncDispose]: () => understudy.close(),
  };
}

/** Returns a step that fails with an error code. */
export function fails(code: ErrorCode, details: Partial<ProviderErrorDetails> = {}): ScriptStep {
  return { type: 'fail', error: new ProviderError({ code, message: `a ${code}`, ...details }) };
}

/** Returns the script of each response in turn. The last one is repeated. */
export function inTurn(
  ...scripts: readonly (readonly ScriptStep[])[]
): (request: ChatRequest, index: number) => readonly ScriptStep[] {
  return (_request, index) => scripts[Math.min(index, scripts.length - 1)] ?? [];
}

export function times<Value>(count: number, value: Value): readonly Value[] {
  return Array.from({ length: count }, () => value);
}

/** Advances the clock until a promise is settled or no timer is left. */
export async function settle<Value>(clock: ManualClock, promise: Promise<Value>): Promise<Value> {
  const state = { settled: false };
  const note = (): void => void (state.settled = true);
  promise.then(note, note);
  await clock.advance(0);
  while (!state.settled && (await clock.advanceToNext()));
  return promise;
}

/** Returns all events of a chat, and the error if it failed. */
export async function eventsOf(
  chat: AsyncIterable<ChatEvent>,
): Promise<{ readonly events: readonly ChatEvent[]; readonly error: unknown }> {
  const events: ChatEvent[] = [];
  try {
    for await (const event of chat) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

/** Returns the attempt log in short form: `a failed server-error`. */
export function logOf({ attempts }: Pick<ChatStream, 'attempts'>): readonly string[] {
  return attempts.map(({ provider, outcome, error }) =>
    [provider, outcome, error?.code].filter((word) => word !== undefined).join(' '),
  );
}
