import type { FinishReason } from '@understudy/core';
import type { JsonObject } from '@understudy/core/provider';

import type { MockToolCall, MockUsage, ResponsePart } from '../wire-format.ts';
import { encodeErrorBody } from './openai-errors.ts';

type MockSource = Extract<ResponsePart, { readonly type: 'source' }>;

export interface PartSettings {
  readonly reasoningField: string;
  /** Index of a tool call among the tool calls of the response. */
  readonly index: number;
}

/** Encodes one part as chunks of a chat completion. Undefined for a part that OpenAI's API does not have. */
export function encodePart(
  part: ResponsePart,
  settings: PartSettings,
): readonly JsonObject[] | undefined {
  switch (part.type) {
    case 'text':
      return [encodeDelta({ content: part.text })];
    case 'reasoning':
      return [encodeDelta({ [settings.reasoningField]: part.text })];
    case 'tool-call':
      return encodeToolCall(part, settings.index);
    case 'usage':
      return [{ ...encodeChunk([]), usage: encodeUsage(part) }];
    case 'source':
      return [encodeDelta({ annotations: [encodeSource(part)] })];
    case 'finish':
      return [encodeChunk([{ index: 0, delta: {}, finish_reason: finishReasons[part.reason] }])];
    case 'error':
      return [encodeErrorBody(part)];
    case 'text-end':
    case 'reasoning-end':
    case 'progress':
    case 'document-source':
      return undefined;
  }
}

export const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'an_unknown_reason',
};

/** Fields of every response and of every chunk. */
export const commonFields = {
  id: 'chatcmpl-1',
  created: 1_700_000_000,
  model: 'mock-model',
} as const;

function encodeChunk(choices: readonly JsonObject[]): JsonObject {
  return { ...commonFields, object: 'chat.completion.chunk', choices };
}

function encodeDelta(fields: JsonObject): JsonObject {
  return encodeChunk([{ index: 0, delta: { role: 'assistant', ...fields }, finish_reason: null }]);
}

function encodeToolCall(call: MockToolCall, index: number): readonly JsonObject[] {
  const { id, name, argumentsPieces, signature } = call;
  const start = {
    index,
    id,
    type: 'function',
    function: { name, arguments: '' },
    ...encodeSignature(signature),
  };
  const deltas = argumentsPieces.map((piece) => ({ index, function: { arguments: piece } }));
  return [start, ...deltas].map((fields) => encodeDelta({ tool_calls: [fields] }));
}

/** Encodes the signature of a tool call as Gemini's OpenAI-compatible API does. */
export function encodeSignature(signature: string | undefined): JsonObject {
  if (signature === undefined) return {};
  return { extra_content: { google: { thought_signature: signature } } };
}

/** Encodes a source as the web search of OpenAI and OpenRouter does. */
export function encodeSource({ url, title }: MockSource): JsonObject {
  return { type: 'url_citation', url_citation: { url, title } };
}

/** The details have the names of OpenAI, and of OpenRouter for what is written to the cache. */
export function encodeUsage({
  inputTokens,
  outputTokens,
  cachedInputTokens: cached,
  cacheWriteTokens: written,
  reasoningTokens: reasoning,
}: MockUsage): JsonObject {
  const inputDetails = {
    ...(cached !== undefined && { cached_tokens: cached }),
    ...(written !== undefined && { cache_write_tokens: written }),
  };
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(Object.keys(inputDetails).length > 0 && { prompt_tokens_details: inputDetails }),
    ...(reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}
