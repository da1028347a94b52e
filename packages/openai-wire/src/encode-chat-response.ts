import type { ChatResponse } from '@understudy/core';
import type { JsonObject } from '@understudy/core/provider';

import {
  encodeFile,
  encodeFinishReason,
  encodeSource,
  encodeUsage,
} from './response/encode-parts.ts';
import { toFunctionChoice } from './response/to-function-choice.ts';
import { encodeToolCall } from './tool-call/encode-tool-call.ts';

/** The fields of a JSON response that are not part of `ChatResponse`. */
export interface ResponseIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** @defaultValue `model` of the response */
  readonly model?: string | undefined;
  /** Whether a call is sent as `function_call`, for a client that offers `functions`. @defaultValue false */
  readonly functionCalls?: boolean | undefined;
}

/** The fields of a response that the wire format supports. */
export type EncodableResponse = Pick<
  ChatResponse,
  'text' | 'reasoning' | 'toolCalls' | 'files' | 'sources' | 'usage' | 'finishReason' | 'model'
>;

/**
 * Encodes a response as the body of a JSON response.
 *
 * The fields are the same as those of `ChatStreamEncoder`.
 */
export function encodeChatResponse(
  response: EncodableResponse,
  { id, created, model = response.model, functionCalls = false }: ResponseIdentity,
): JsonObject {
  const { finishReason, usage } = response;
  const choice = {
    index: 0,
    message: encodeMessage(response),
    logprobs: null,
    finish_reason: encodeFinishReason(finishReason),
  };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [functionCalls ? toFunctionChoice(choice) : choice],
    ...(usage && { usage: encodeUsage(usage) }),
  };
}

function encodeMessage(response: EncodableResponse): JsonObject {
  const { text, reasoning, toolCalls, files } = response;
  const sources = response.sources.filter((source) => source.type === 'source');
  return {
    role: 'assistant',
    content: text === '' && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(encodeToolCall) }),
    ...(files.length > 0 && { images: files.map(encodeFile) }),
    ...(sources.length > 0 && { annotations: sources.map(encodeSource) }),
  };
}
