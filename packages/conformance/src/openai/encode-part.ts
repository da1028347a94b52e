import type { FinishReason } from '@understudy/core';
import type { JsonObject } from '@understudy/core/provider';

import type { ResponsePart, MockToolCall } from '../wire-format.ts';
import { errorBody } from './openai-errors.ts';

export interface PartSettings {
  readonly reasoningField: string;
  /** The number of a tool call among those of the answer. */
  readonly index: number;
}

/** The chunks that say one part. */
export function encodePart(part: ResponsePart, settings: PartSettings): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return [delta({ content: part.text })];
    case 'reasoning':
      return [delta({ [settings.reasoningField]: part.text })];
    case 'tool-call':
      return encodeToolCall(part, settings.index);
    case 'usage':
      return [{ ...chunk([]), usage: encodeUsage(part) }];
    case 'finish':
      return [chunk([{ index: 0, delta: {}, finish_reason: finishReasons[part.reason] }])];
    case 'error':
      return [errorBody(part)];
  }
}

export const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'a_reason_of_tomorrow',
};

/** What stands in every answer, and in every chunk of one. */
export const opening = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'staged-model' } as const;

function chunk(choices: readonly JsonObject[]): JsonObject {
  return { ...opening, object: 'chat.completion.chunk', choices };
}

function delta(fields: JsonObject): JsonObject {
  return chunk([{ index: 0, delta: { role: 'assistant', ...fields }, finish_reason: null }]);
}

function encodeToolCall(call: MockToolCall, index: number): readonly JsonObject[] {
  const { id, name, argumentsPieces } = call;
  const start = { index, id, type: 'function', function: { name, arguments: '' } };
  const pieces = argumentsPieces.map((piece) => ({ index, function: { arguments: piece } }));
  return [start, ...pieces].map((fields) => delta({ tool_calls: [fields] }));
}

export function encodeUsage({
  inputTokens,
  outputTokens,
}: Extract<ResponsePart, { readonly type: 'usage' }>): JsonObject {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
