import { readArray, readObject, readString } from '@understudy/provider-utils';

import type { ReasoningSupport } from './request/encode-think.ts';

/** What `POST /api/show` and `GET /api/tags` report about a model. */
export interface ModelDetails {
  /** For example `completion`, `tools`, `vision` and `thinking`. Undefined if the server is too old to report them. */
  readonly capabilities: ReadonlySet<unknown> | undefined;
  /** The largest context window of the model. The server can use a smaller one. */
  readonly contextTokens: number | undefined;
  readonly reasoning: ReasoningSupport;
}

/** Decodes the details of a model. Missing fields are unknown facts. */
export function decodeModelDetails(json: unknown): ModelDetails {
  const listed = readArray(json, 'capabilities');
  const capabilities = listed && new Set(listed);
  const family = readString(readObject(json, 'details'), 'family') ?? '';
  return {
    capabilities,
    contextTokens: readContextTokens(readObject(json, 'model_info') ?? {}),
    reasoning: decideReasoning(capabilities, family),
  };
}

/** The name of the field starts with the architecture, for example `llama.context_length`. */
function readContextTokens(info: Readonly<Record<string, unknown>>): number | undefined {
  const entries = Object.entries(info);
  const [, tokens] = entries.find(([name]) => name.endsWith('.context_length')) ?? [];
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens > 0
    ? tokens
    : undefined;
}

/** The family `gptoss` reasons at a level and cannot turn it off. */
function decideReasoning(
  capabilities: ReadonlySet<unknown> | undefined,
  family: string,
): ReasoningSupport {
  if (!capabilities) return 'unknown';
  if (!capabilities.has('thinking')) return 'none';
  return /^gpt-?oss$/.test(family) ? 'levels' : 'switch';
}
