import { avoidPair } from '../../stream/text/cut-text.ts';
import { continueResponse } from '../response/continue-response.ts';
import type { ResponseDraft, ResponsePart } from '../response/response.ts';
import { change, encodeWith, prepend } from './change-draft.ts';

/** Faults that change the content of a response or the chunks in which it is sent. */
export const responseFaults = {
  'prompt-blocked': {
    on: 'chat',
    parameters: { reason: { type: 'string', default: 'SAFETY' } },
    description: 'there are no candidates; `promptFeedback` has the block reason `reason`',
    apply: (draft: ResponseDraft, { reason }: { readonly reason: string }): ResponseDraft =>
      change(draft, { parts: [], blockReason: reason }),
  },
  'safety-empty': {
    on: 'chat',
    description: 'the finish reason is `SAFETY`, without content',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(change(draft, { parts: [], finishReason: 'SAFETY' }), { omitsContent: true }),
  },
  'safety-after-text': {
    on: 'chat',
    description: 'the finish reason is `SAFETY`, after the content and with a message',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, { finishReason: 'SAFETY', finishMessage: 'The response was blocked.' }),
  },
  recitation: {
    on: 'chat',
    description: 'the finish reason is `RECITATION`, without content',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, { parts: [], finishReason: 'RECITATION' }),
  },
  'malformed-function-call': {
    on: 'chat',
    description: 'the finish reason is `MALFORMED_FUNCTION_CALL`, without content',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, {
        parts: [],
        finishReason: 'MALFORMED_FUNCTION_CALL',
        finishMessage: 'Malformed function call: print(default_api.paint(',
      }),
  },
  'malformed-after-text': {
    on: 'chat',
    description: 'the finish reason is `MALFORMED_FUNCTION_CALL`, after the content',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, { finishReason: 'MALFORMED_FUNCTION_CALL' }),
  },
  'empty-response': {
    on: 'chat',
    description: 'there is no content; the finish reason is `STOP`',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(change(draft, { parts: [], finishReason: 'STOP' }), { omitsContent: true }),
  },
  'max-tokens': {
    on: 'chat',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description:
      'the text is cut after `afterCharacters` (default: half of it), with the finish reason `MAX_TOKENS`',
    apply: (
      draft: ResponseDraft,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): ResponseDraft =>
      change(draft, {
        parts: draft.response.parts
          .filter(({ type }) => type === 'text')
          .map((part) => cutText(part, afterCharacters)),
        finishReason: 'MAX_TOKENS',
      }),
  },
  'max-tokens-in-thought': {
    on: 'chat',
    description:
      'there is no content; the finish reason is `MAX_TOKENS`, and all tokens are thoughts',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, {
        parts: [],
        finishReason: 'MAX_TOKENS',
        usage: { ...draft.response.usage, candidatesTokens: 0, thoughtsTokens: 64 },
      }),
  },
  continuation: {
    on: 'chat',
    parameters: { requests: { type: 'integer', min: 1, default: 2 } },
    description:
      'the response needs `requests` requests: the others end with the finish reason `CONTINUATION` and a token',
    apply: (draft: ResponseDraft, { requests }: { readonly requests: number }): ResponseDraft =>
      continueResponse(draft, { index: 0, count: requests }),
  },
  'unknown-finish-reason': {
    on: 'chat',
    description: 'the finish reason is not known',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, { finishReason: 'OF_THE_FUTURE' }),
  },
  'missing-finish-reason': {
    on: 'chat',
    description: 'the finish reason is missing',
    apply: (draft: ResponseDraft): ResponseDraft => change(draft, { finishReason: undefined }),
  },
  'repeated-finish-reason': {
    on: 'stream',
    description: 'each chunk has the finish reason',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { finishesEachChunk: true }),
  },
  'second-candidate': {
    on: 'chat',
    description: 'a candidate with the index 1 precedes the first one',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { hasSecondCandidate: true }),
  },
  'silent-thinking': {
    on: 'stream',
    parameters: { chunks: { type: 'integer', min: 0, default: 5 } },
    description:
      'before the content, `chunks` chunks without content are sent in which the tokens of thoughts grow',
    apply: (draft: ResponseDraft, { chunks }: { readonly chunks: number }): ResponseDraft =>
      encodeWith(draft, { silentChunks: chunks }),
  },
  'thought-image': {
    on: 'chat',
    description: 'the content starts with a draft of an image among the thoughts',
    apply: (draft: ResponseDraft): ResponseDraft =>
      prepend(draft, {
        type: 'other',
        part: { inlineData: { mimeType: 'image/png', data: 'aW1hZ2U=' }, thought: true },
      }),
  },
  'unknown-part': {
    on: 'chat',
    description:
      'the content starts with a part of an unknown kind, and with code that the vendor ran',
    apply: (draft: ResponseDraft): ResponseDraft =>
      prepend(
        draft,
        { type: 'other', part: { ofTheFuture: { text: 'unknown' } } },
        { type: 'other', part: { executableCode: { language: 'PYTHON', code: 'print(1)' } } },
        { type: 'other', part: { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } } },
      ),
  },
  'invalid-part': {
    on: 'chat',
    description: 'the content starts with a text that is a number',
    apply: (draft: ResponseDraft): ResponseDraft =>
      prepend(draft, { type: 'other', part: { text: 7 } }),
  },
  grounding: {
    on: 'chat',
    description: 'the last chunk has two sources, one of them twice',
    apply: (draft: ResponseDraft): ResponseDraft => {
      const web = { uri: 'https://example.com/a', title: 'A' };
      const other = { uri: 'https://example.com/b', title: 'B' };
      const groundingChunks = [{ web }, { web: other }, { web }];
      return change(draft, { groundingMetadata: { groundingChunks } });
    },
  },
  'usage-missing': {
    on: 'chat',
    description: 'there are no token counts',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { usage: 'none' }),
  },
  'usage-at-end': {
    on: 'stream',
    description: 'only the last chunk has token counts',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { usage: 'last' }),
  },
} as const;

function cutText(part: ResponsePart, afterCharacters: number | undefined): ResponsePart {
  if (part.type !== 'text' || part.isThought) return part;
  const { text } = part;
  const end = Math.min(text.length, afterCharacters ?? Math.floor(text.length / 2));
  return { ...part, text: text.slice(0, avoidPair(text, end)) };
}
