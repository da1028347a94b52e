import type { ChatRequest } from '@understudy/core/provider';

const names = [
  'temperature',
  'topP',
  'maxOutputTokens',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoningEffort',
] as const satisfies readonly (keyof ChatRequest)[];

/** The settings of a request that would change the answer, and that the site has no place for. */
export function unsupportedSettings(request: ChatRequest, provider: string): readonly string[] {
  const unplaced: string[] = names.filter((name) => request[name] !== undefined);
  const options = request.providerOptions ?? {};
  if (Object.hasOwn(options, provider)) unplaced.push('providerOptions');
  return unplaced;
}
