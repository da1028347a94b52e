import { openAiStage } from '@understudy/conformance';
import type { AnswerPart, Stage } from '@understudy/conformance';
import type { FinishReason } from '@understudy/core';

type Part<Type extends AnswerPart['type']> = Extract<AnswerPart, { readonly type: Type }>;

const reasons: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'a_reason_of_tomorrow',
};

const streaming = openAiStage();

/** How OpenAI looks to who asks for no stream: an answer is one JSON, and comes with its end or not at all. */
export const wholeStage: Stage = {
  ...streaming,
  answer(parts) {
    const [error] = only(parts, 'error');
    // Vendors in front of others tell an error under a 200, where an answer would stand.
    if (error) return parts.length > 1 ? undefined : { ...streaming.refuse(error), status: 200 };
    const [finish] = only(parts, 'finish');
    if (!finish) return undefined;
    return {
      headers: { 'content-type': 'application/json', 'x-request-id': 'req-1' },
      body: [JSON.stringify(encode(parts, finish))],
    };
  },
};

function encode(parts: readonly AnswerPart[], finish: Part<'finish'>): object {
  const reasoning = only(parts, 'reasoning').map(({ text }) => text);
  const calls = only(parts, 'tool-call').map(({ id, name, argumentsPieces }) => {
    return { id, type: 'function', function: { name, arguments: argumentsPieces.join('') } };
  });
  const message = {
    role: 'assistant',
    content: only(parts, 'text')
      .map(({ text }) => text)
      .join(''),
    ...(reasoning.length > 0 && { reasoning_content: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const [usage] = only(parts, 'usage');
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'staged-model',
    choices: [{ index: 0, message, finish_reason: reasons[finish.reason] }],
    ...(usage && {
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
      },
    }),
  };
}

function only<Type extends AnswerPart['type']>(
  parts: readonly AnswerPart[],
  type: Type,
): readonly Part<Type>[] {
  return parts.filter((part): part is Part<Type> => part.type === type);
}
