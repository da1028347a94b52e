import type { ChatStream, Understudy, UnderstudyOptions } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { ManualClock, MemoryLogger, ScriptedProvider } from '@understudy/core/testing';

export const hello: readonly ScriptStep[] = [
  { type: 'response-start', provider: 'scripted', model: 'model', requestId: 'request-1' },
  [
    { type: 'text-delta', text: 'Hel' },
    { type: 'text-delta', text: 'lo' },
  ],
  { type: 'usage', inputTokens: 3, outputTokens: undefined },
  { type: 'finish', reason: 'stop' },
];

export interface ScriptedUnderstudy extends AsyncDisposable {
  readonly understudy: Understudy;
  readonly provider: ScriptedProvider;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
  /** Creates a chat with the scripted provider. */
  ask(options?: Parameters<Understudy['chat']>[1]): ChatStream;
}

type Options = Partial<Omit<UnderstudyOptions, 'providers' | 'settings' | 'ports'>>;

/** Creates a runtime with a scripted provider and a manual clock. By default, it makes no retries. */
export function scriptedUnderstudy(
  script: ConstructorParameters<typeof ScriptedProvider>[0]['script'],
  options: Options = {},
): ScriptedUnderstudy {
  const clock = new ManualClock();
  const logger = new MemoryLogger();
  const provider = new ScriptedProvider<string>({
    id: 'scripted',
    models: ['model'],
    lifecycle: { state: 'active' },
    script,
  });
  const understudy: Understudy = createUnderstudy({
    retry: { maxRetries: 0 },
    ...options,
    providers: [provider.definition],
    ports: { clock, logger },
  });
  return {
    understudy,
    provider,
    clock,
    logger,
    ask: (chatOptions) =>
      understudy.chat(
        { model: 'scripted/model', messages: [{ role: 'user', content: 'Hi' }] },
        chatOptions,
      ),
    [Symbol.asyncDispose]: () => understudy.close(),
  };
}

export function text(value: string): ScriptStep {
  return { type: 'text-delta', text: value };
}

export const finish: ScriptStep = { type: 'finish', reason: 'stop' };

/** Returns what a promise rejects with. Throws if it does not reject. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection, received a value');
    },
    (error: unknown) => error,
  );
}
