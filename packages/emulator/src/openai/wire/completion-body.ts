import type { Completion, Content, Usage } from '../completion/completion.ts';
import type { JsonRecord } from '../request/read-parameter.ts';
import { createReasoningPart, encodeText } from './content-deltas.ts';
import type { EncodingOptions } from './encoding-options.ts';
import { type Delta, encodeToolCall } from './tool-call-deltas.ts';

/** Encodes a complete response as one JSON object. */
export function createCompletionBody(
  completion: Completion,
  encoding: EncodingOptions,
): JsonRecord {
  const choice = {
    index: 0,
    message: createMessage(completion.content, encoding),
    logprobs: null,
    finish_reason: completion.finishReason,
  };
  return {
    ...createHead(completion, 'chat.completion'),
    choices: [choice],
    usage: createUsage(completion.usage),
  };
}

/** Creates a chunk of a stream. */
export function createChunk(
  completion: Completion,
  delta: Delta,
  finishReason: string | null,
): JsonRecord {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  return { ...createHead(completion, 'chat.completion.chunk'), choices };
}

/**
 * Creates the last chunk of a stream with usage.
 *
 * @param usage - the value of the field `usage`
 */
export function createUsageChunk(
  completion: Completion,
  usage: JsonRecord = createUsage(completion.usage),
): JsonRecord {
  return { ...createHead(completion, 'chat.completion.chunk'), choices: [], usage };
}

function createHead({ id, createdAtSeconds, model }: Completion, object: string): object {
  return {
    id,
    object,
    created: createdAtSeconds,
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_emulated',
  };
}

/** Encodes the complete content as a message. */
export function createMessage(content: Content, encoding: EncodingOptions): JsonRecord {
  const { reasoning, refusal, toolCalls } = content;
  const hasField = reasoning !== '' && !encoding.reasoningAsPart;
  return {
    role: 'assistant',
    content: encodeMessageContent(content, encoding),
    refusal: refusal === '' ? null : refusal,
    ...(hasField ? { [encoding.reasoningField]: reasoning } : {}),
    ...(toolCalls.length === 0
      ? {}
      : { tool_calls: toolCalls.map((call) => encodeToolCall(call, encoding)) }),
    annotations: [],
  };
}

function encodeMessageContent(content: Content, encoding: EncodingOptions): unknown {
  const { reasoning, text, refusal, toolCalls } = content;
  if (encoding.reasoningAsPart && reasoning !== '') {
    return [createReasoningPart(reasoning), { type: 'text', text }];
  }
  const withoutText = text === '' && (toolCalls.length > 0 || refusal !== '');
  return withoutText ? null : encodeText(text, encoding);
}

/** Encodes the token counts. */
export function createUsage({
  promptTokens,
  completionTokens,
  reasoningTokens,
}: Usage): JsonRecord {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
