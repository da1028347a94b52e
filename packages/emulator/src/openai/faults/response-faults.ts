import { emptyContent } from '../completion/completion.ts';
import { limitContent, measureContent } from '../completion/limit-content.ts';
import type { ResponseDraft } from '../completion/response-draft.ts';
import type { EncodingOptions } from '../wire/encoding-options.ts';

/** Faults that change the content of a response or the format in which it is sent. */
export const responseFaults = {
  'max-tokens': {
    on: 'chat',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description:
      'the content is cut after `afterCharacters` (default: half of it), with the finish reason `length`',
    apply: (
      draft: ResponseDraft,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): ResponseDraft => cutContent(draft, 'length', afterCharacters),
  },
  'empty-response': {
    on: 'chat',
    description: 'there is no content; the finish reason is `stop`',
    apply: (draft: ResponseDraft): ResponseDraft => finishEmpty(draft, 'stop'),
  },
  'content-filter-before-text': {
    on: 'chat',
    description: 'there is no content; the finish reason is `content_filter`',
    apply: (draft: ResponseDraft): ResponseDraft => finishEmpty(draft, 'content_filter'),
  },
  'content-filter-after-text': {
    on: 'chat',
    description: 'the content is cut in half; the finish reason is `content_filter`',
    apply: (draft: ResponseDraft): ResponseDraft => cutContent(draft, 'content_filter'),
  },
  'unknown-finish-reason': {
    on: 'chat',
    description: 'the finish reason is `emulated_reason`',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      finishReason: 'emulated_reason',
    }),
  },
  'missing-finish-reason': {
    on: 'chat',
    description: 'the finish reason is null; a stream ends without the event that contains it',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, finishReason: null }),
  },
  'usage-missing': {
    on: 'chat',
    description: 'usage is missing although the client requested it',
    apply: (draft: ResponseDraft): ResponseDraft => ({ ...draft, includeUsage: false }),
  },
  'content-parts': {
    on: 'chat',
    description: '`content` is a list of parts instead of a string',
    apply: (draft: ResponseDraft): ResponseDraft => setEncoding(draft, { contentAsParts: true }),
  },
  'split-surrogate': {
    on: 'stream',
    description: 'each chunk contains one UTF-16 unit, so surrogate pairs are split',
    apply: (draft: ResponseDraft): ResponseDraft => setEncoding(draft, { splitPairs: true }),
  },
  'json-response': {
    on: 'stream',
    parameters: { contentType: { type: 'string', default: 'application/json' } },
    description: 'a request for a stream receives one JSON object with the type `contentType`',
    apply: (
      draft: ResponseDraft,
      { contentType }: { readonly contentType: string },
    ): ResponseDraft => ({ ...draft, stream: false, contentType }),
  },
  'stream-response': {
    on: 'non-stream',
    parameters: { contentType: { type: 'string', default: 'text/event-stream; charset=utf-8' } },
    description: 'a request for one JSON object receives a stream with the type `contentType`',
    apply: (
      draft: ResponseDraft,
      { contentType }: { readonly contentType: string },
    ): ResponseDraft => ({ ...draft, stream: true, contentType }),
  },
} as const;

function finishEmpty(draft: ResponseDraft, finishReason: string): ResponseDraft {
  return { ...draft, content: emptyContent, finishReason };
}

function cutContent(
  draft: ResponseDraft,
  finishReason: string,
  limit: number = Math.ceil(measureContent(draft.content) / 2),
): ResponseDraft {
  return { ...draft, content: limitContent(draft.content, limit).content, finishReason };
}

function setEncoding(draft: ResponseDraft, encoding: Partial<EncodingOptions>): ResponseDraft {
  return { ...draft, encoding: { ...draft.encoding, ...encoding } };
}
