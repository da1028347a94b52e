import type { FinishReason } from '@understudy/core';
import type { JsonObject } from '@understudy/core/provider';

import type { AnswerPart, StagedToolCall } from '../stage.ts';
import { errorBody } from './openai-refusals.ts';

export interface PartSettings {
  readonly reasoningField: string;
  /** The number of a tool call among those of the answer. */
  readonly index: number;
}

/** The chunks that say one part. */
export function encodePart(part: AnswerPart, settings: PartSettings): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return [delta({ content: part.text })];
    case 'reasoning':
      return [delta({ [settings.reasoningField]: part.text })];
    case 'tool-call':
      return encodeToolCall(part, settings.index);
    case 'usage':
      return [encodeUsage(part.inputTokens, part.outputTokens)];
    case 'finish':
      return [chunk([{ index: 0, delta: {}, finish_reason: reasons[part.reason] }])];
    case 'error':
      return [errorBody(part)];
  }
}

const reasons: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'a_reason_of_tomorrow',
};

function chunk(choices: readonly JsonObject[]): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'staged-model',
    choices,
  };
}

function delta(fields: JsonObject): JsonObject {
  return chunk([{ index: 0, delta: { role: 'assistant', ...fields }, finish_reason: null }]);
}

function encodeToolCall(call: StagedToolCall, index: number): readonly JsonObject[] {
  const { id, name, argumentsPieces } = call;
  const start = { index, id, type: 'function', function: { name, arguments: '' } };
  const pieces = argumentsPieces.map((piece) => ({ index, function: { arguments: piece } }));
  return [start, ...pieces].map((fields) => delta({ tool_calls: [fields] }));
}

function encodeUsage(inputTokens: number, outputTokens: number): JsonObject {
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  return { ...chunk([]), usage };
}
