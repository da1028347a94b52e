import type { Completion, Content, Usage } from '../answer/completion.ts';
import { writeText } from './content-deltas.ts';
import { type Delta, describeToolCall } from './tool-call-deltas.ts';
import type { EncodingOptions } from './encoding-options.ts';

/** The answer in one piece. */
export function createCompletionBody(
  completion: Completion,
  writing: EncodingOptions,
): Readonly<Record<string, unknown>> {
  const choice = {
    index: 0,
    message: createMessage(completion.content, writing),
    logprobs: null,
    finish_reason: completion.finish,
  };
  return {
    ...createHead(completion, 'chat.completion'),
    choices: [choice],
    usage: createUsage(completion.usage),
  };
}

/** A piece of the answer; without a delta it says how the answer ended. */
export function createChunk(completion: Completion, delta: Delta, finish: string | null): object {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  return { ...createHead(completion, 'chat.completion.chunk'), choices };
}

/** The last chunk of an answer whose cost was asked for. */
export function createUsageChunk(completion: Completion): object {
  return {
    ...createHead(completion, 'chat.completion.chunk'),
    choices: [],
    usage: createUsage(completion.usage),
  };
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

function createMessage(content: Content, writing: EncodingOptions): object {
  const { reasoning, text, refusal, toolCalls } = content;
  const silent = text === '' && (toolCalls.length > 0 || refusal !== '');
  return {
    role: 'assistant',
    content: silent ? null : writeText(text, writing),
    refusal: refusal === '' ? null : refusal,
    ...(reasoning === '' ? {} : { [writing.reasoningField]: reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(describeToolCall) }),
    annotations: [],
  };
}

function createUsage({ promptTokens, completionTokens, reasoningTokens }: Usage): object {
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
