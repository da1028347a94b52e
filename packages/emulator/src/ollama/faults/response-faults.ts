import { emptyContent } from '../../openai/completion/completion.ts';
import { limitContent, measureContent } from '../../openai/completion/limit-content.ts';
import type { LineStyle, ResponseDraft } from '../completion/planned-response.ts';

/** Faults that change the content of a response or the lines to which it is written. */
export const responseFaults = {
  'max-tokens': {
    on: 'chat',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description:
      'the content is cut after `afterCharacters` (default: half of it), with the done reason `length`',
    apply: (
      draft: ResponseDraft,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): ResponseDraft => {
      const { content } = draft;
      const limit = afterCharacters ?? Math.ceil(measureContent(content) / 2);
      return { ...draft, content: limitContent(content, limit).content, doneReason: 'length' };
    },
  },
  'empty-response': {
    on: 'chat',
    description: 'there is no content; the done reason is `stop`',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, content: emptyContent }),
  },
  'load-response': {
    on: 'chat',
    description:
      'there is no content; the done reason is `load`, as for a request without messages',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      content: emptyContent,
      doneReason: 'load',
      counts: undefined,
    }),
  },
  'done-reason-missing': {
    on: 'chat',
    description: 'the done reason is missing, as sent by old servers',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, doneReason: undefined }),
  },
  'unknown-done-reason': {
    on: 'chat',
    description: 'the done reason is `emulated_reason`',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, doneReason: 'emulated_reason' }),
  },
  'counts-missing': {
    on: 'chat',
    description: 'the token counts and the durations are missing',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, counts: undefined }),
  },
  'tool-ids-missing': {
    on: 'chat',
    description: 'the calls have no id',
    apply: (draft: ResponseDraft): ResponseDraft => {
      const toolCalls = callsOf(draft).map((call) => ({ ...call, id: undefined }));
      return { ...draft, content: { ...draft.content, text: '', toolCalls } };
    },
  },
  'tool-calls-in-done-line': {
    on: 'stream',
    description: 'the calls are in the last line',
    apply: (draft: ResponseDraft): ResponseDraft => setCallStyle(draft, 'calls-in-last-line'),
  },
  'tool-calls-repeated': {
    on: 'stream',
    description: 'the last line contains all calls again',
    apply: (draft: ResponseDraft): ResponseDraft => setCallStyle(draft, 'calls-repeated'),
  },
  'thinking-with-text': {
    on: 'stream',
    description: 'thinking and text are in the same lines',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      content: { ...draft.content, reasoning: draft.content.reasoning || 'Emulated thinking.' },
      style: 'thinking-with-text',
    }),
  },
  'json-response': {
    on: 'stream',
    description: 'a request for a stream receives one JSON object',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, stream: false }),
  },
  'stream-response': {
    on: 'non-stream',
    description: 'a request for one JSON object receives a stream',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, stream: true }),
  },
} as const;

function setCallStyle(draft: ResponseDraft, style: LineStyle): ResponseDraft {
  return { ...draft, style, content: { ...draft.content, text: '', toolCalls: callsOf(draft) } };
}

/** Returns the calls of the response. If it has fewer than two, generated calls replace it. */
function callsOf({
  content: { toolCalls },
  generateToolCalls,
}: ResponseDraft): ResponseDraft['content']['toolCalls'] {
  return toolCalls.length > 1 ? toolCalls : generateToolCalls();
}
