import type { ToolCall } from '../../completion/completion.ts';
import type { ResponseDraft } from '../../completion/response-draft.ts';
import type { EncodingOptions, ToolCallStyle } from '../../wire/encoding-options.ts';

/**
 * Faults of tool calls.
 *
 * Each of them needs at least two calls. If the response has fewer, generated calls replace it.
 */
export const toolCallFaults = {
  'tool-arguments-invalid': {
    on: 'chat',
    description: 'the arguments are not valid JSON: the last brace is missing',
    apply: (draft: ResponseDraft): ResponseDraft =>
      changeCalls(draft, (call) => ({
        ...call,
        argumentsText: call.argumentsText.slice(0, -1),
      })),
  },
  'tool-arguments-empty': {
    on: 'chat',
    description: 'the arguments are empty strings',
    apply: (draft: ResponseDraft): ResponseDraft =>
      changeCalls(draft, (call) => ({ ...call, argumentsText: '' })),
  },
  'tool-arguments-object': {
    on: 'chat',
    description:
      'the arguments are an object instead of its JSON text; each call is sent in one chunk',
    apply: (draft: ResponseDraft): ResponseDraft => setEncoding(draft, { toolArguments: 'object' }),
  },
  'tool-arguments-list': {
    on: 'chat',
    description: 'the arguments are an empty list, as PHP encodes no arguments',
    apply: (draft: ResponseDraft): ResponseDraft => setEncoding(draft, { toolArguments: 'list' }),
  },
  'tool-finish-stop': {
    on: 'chat',
    description: 'the finish reason of the calls is `stop`',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...changeCalls(draft, (call) => call),
      finishReason: 'stop',
    }),
  },
  'tool-ids-missing': {
    on: 'chat',
    description: 'the calls have no id',
    apply: (draft: ResponseDraft): ResponseDraft =>
      changeCalls(draft, (call) => ({ ...call, id: undefined })),
  },
  'tool-ids-repeated': {
    on: 'chat',
    description: 'all calls have the same id',
    apply: (draft: ResponseDraft): ResponseDraft =>
      changeCalls(draft, (call, first) => ({ ...call, id: first.id })),
  },
  'tool-calls-interleaved': {
    on: 'stream',
    description: 'the chunks of the calls alternate',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'interleaved'),
  },
  'tool-call-whole': {
    on: 'stream',
    description: 'each call is sent in one chunk',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'one-chunk'),
  },
  'tool-ids-in-every-chunk': {
    on: 'stream',
    description: 'each chunk of a call repeats its id',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'id-in-every-chunk'),
  },
  'tool-index-missing': {
    on: 'stream',
    description: 'each call is sent in one chunk, without an index',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'without-index'),
  },
  'tool-index-huge': {
    on: 'stream',
    description: 'the first index is 2147483646',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'huge-index'),
  },
  'tool-index-text': {
    on: 'stream',
    description: 'the index is a string',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'text-index'),
  },
  'tool-names-in-every-chunk': {
    on: 'stream',
    description: 'each chunk of a call repeats its name',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'name-in-every-chunk'),
  },
  'tool-type-null': {
    on: 'stream',
    description: 'the type of the calls is null',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'null-type'),
  },
  'tool-index-growing': {
    on: 'stream',
    description: 'each chunk of a call has the next index, and only its first chunk has its id',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'growing-index'),
  },
  'tool-arguments-placeholder': {
    on: 'stream',
    description: 'the first chunk of a call has the arguments `{}`, and the real ones follow',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'placeholder-arguments'),
  },
  'tool-reasoning-encrypted': {
    on: 'stream',
    description:
      'the first chunk of a call has encrypted reasoning in `reasoning_details`, as sent by OpenRouter',
    apply: (draft: ResponseDraft): ResponseDraft => setStyle(draft, 'encrypted-reasoning'),
  },
} as const;

function setStyle(draft: ResponseDraft, toolCalls: ToolCallStyle): ResponseDraft {
  return setEncoding(draft, { toolCalls });
}

function setEncoding(draft: ResponseDraft, encoding: Partial<EncodingOptions>): ResponseDraft {
  const changed = changeCalls(draft, (call) => call);
  return { ...changed, encoding: { ...changed.encoding, ...encoding } };
}

function changeCalls(
  draft: ResponseDraft,
  changeCall: (call: ToolCall, first: ToolCall) => ToolCall,
): ResponseDraft {
  const { content } = draft;
  const calls = content.toolCalls.length > 1 ? content.toolCalls : draft.generateToolCalls();
  const toolCalls = calls.map((call) => changeCall(call, calls[0] ?? call));
  return {
    ...draft,
    content: { ...content, text: '', refusal: '', toolCalls },
    finishReason: 'tool_calls',
  };
}
