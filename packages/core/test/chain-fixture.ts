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

export interface ChainHouseOptions extends Partial<Omit<UnderstudyOptions, 'providers'>> {
  /** What holds for the chain `main`, which has all targets in order unless it says otherwise. */
  readonly chain?: Partial<ChainOptions>;
  readonly capabilities?: Readonly<Record<string, object>>;
}

export interface ChainHouse extends AsyncDisposable {
  readonly understudy: Understudy;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
  provider(id: string): ScriptedProvider;
  /** Which providers were asked, in order. */
  readonly asked: readonly string[];
  /** Asks the chain `main`. */
  ask(options?: ChatOptions, request?: Partial<ChatRequest>): ChatStream;
}

/** A real runtime over a chain of scripted providers, each with one model; half of every wait is drawn. */
export function chainHouse(
  scripts: Readonly<Record<string, Script>>,
  { chain = {}, capabilities = {}, ports, ...options }: ChainHouseOptions = {},
): ChainHouse {
  const clock = new ManualClock();
  const logger = new MemoryLogger();
  const asked: string[] = [];
  const providers = Object.entries(scripts).map(
    ([id, script]) =>
      new ScriptedProvider<string>({
        id,
        models: ['model'],
        lifecycle: { state: 'active' },
        capabilities: capabilities[id] ?? {},
        script: (request, index) => {
          asked.push(id);
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
    ports: { clock, logger, random: { next: () => 0.5, uuid: () => 'uuid' }, ...ports },
  };
  const understudy: Understudy = createUnderstudy(all);
  return {
    understudy,
    clock,
    logger,
    asked,
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

/** A step that fails by the table. */
export function fails(code: ErrorCode, details: Partial<ProviderErrorDetails> = {}): ScriptStep {
  return { type: 'fail', error: new ProviderError({ code, message: `a ${code}`, ...details }) };
}

/** What each answer of a provider is, in turn; the last one stays. */
export function inTurn(
  ...scripts: readonly (readonly ScriptStep[])[]
): (request: ChatRequest, index: number) => readonly ScriptStep[] {
  return (_request, index) => scripts[Math.min(index, scripts.length - 1)] ?? [];
}

export function times<Value>(count: number, value: Value): readonly Value[] {
  return Array.from({ length: count }, () => value);
}

/** Lets time pass until a promise is settled, or nothing is left to wait for. */
export async function settle<Value>(clock: ManualClock, promise: Promise<Value>): Promise<Value> {
  const state = { settled: false };
  const note = (): void => void (state.settled = true);
  promise.then(note, note);
  await clock.advance(0);
  while (!state.settled && (await clock.advanceToNext()));
  return promise;
}

/** All events of a chat, and what it ended with where it failed. */
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

/** The ledger in short: `a failed server-error`. */
export function ledgerOf({ attempts }: Pick<ChatStream, 'attempts'>): readonly string[] {
  return attempts.map(({ provider, outcome, error }) =>
    [provider, outcome, error?.code].filter((word) => word !== undefined).join(' '),
  );
}
