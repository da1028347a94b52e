import type { ChatRequest } from '@understudy/core/provider';

const names = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoningEffort',
] as const satisfies readonly (keyof ChatRequest)[];

/** Returns the settings of a request that would affect the response but are not supported by the server. */
export function unsupportedSettings(request: ChatRequest, provider: string): readonly string[] {
  const unsupported: string[] = names.filter((name) => request[name] !== undefined);
  const options = request.providerOptions ?? {};
  if (Object.hasOwn(options, provider)) unsupported.push('providerOptions');
  return unsupported;
}
