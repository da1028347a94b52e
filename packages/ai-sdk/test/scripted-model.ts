import { createUnderstudy } from '@understudy/core';
import type { Lifecycle } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';

import { toLanguageModel } from '../src/index.ts';
import type { CallOptions, LanguageModel, StreamPart } from '../src/index.ts';

export const call: CallOptions = {
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
};

/** A model of a provider that follows a script. */
export interface ScriptedModel {
  readonly model: LanguageModel;
  readonly v3: LanguageModel<'v3'>;
  readonly provider: ScriptedProvider;
}

export function createScriptedModel(
  script: readonly ScriptStep[],
  lifecycle: Lifecycle = { state: 'active' },
): ScriptedModel {
  const provider: ScriptedProvider = new ScriptedProvider({
    id: 'acme',
    models: ['one'],
    lifecycle,
    script,
  });
  const understudy = createUnderstudy({
    providers: [provider.definition],
    retry: { maxRetries: 0 },
    onEvent: () => {},
  });
  return {
    model: toLanguageModel(understudy, 'acme/one'),
    v3: toLanguageModel(understudy, 'acme/one', { specification: 'v3' }),
    provider,
  };
}

/** Returns the parts of a stream. */
export async function streamParts(
  { model }: Pick<ScriptedModel, 'model'>,
  options: CallOptions = call,
): Promise<readonly StreamPart[]> {
  const { stream } = await model.doStream(options);
  return Array.fromAsync<StreamPart>(stream);
}
