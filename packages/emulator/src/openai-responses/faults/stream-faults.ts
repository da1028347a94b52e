import type { ErrorName } from '../../faults/error-name.ts';
import { getNamedError } from '../../openai/errors/named-errors.ts';
import { write } from '../../server/reply-steps.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
} from '../../stream/stream-segment.ts';
import { createResponseBody } from '../wire/response-body.ts';
import type { ResponseEvent } from '../wire/response-event.ts';
import { keepAlive } from '../wire/response-events.ts';
import type { ResponseScript } from '../wire/response-script.ts';

/** How an error is sent: in an `error` event, whose fields are nested or not, or in `response.failed` only. */
type ErrorForm = 'nested' | 'flat' | 'failed';

type ErrorParameters = {
  readonly error: ErrorName;
  readonly form: ErrorForm;
};

/** Faults of a stream that contains an error. They return all segments of the stream. */
export const contentFaults = {
  'error-before-text': {
    on: 'stream',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      form: { oneOf: ['nested', 'flat', 'failed'], default: 'nested' },
    },
    description:
      'the `error` in the given `form` follows `response.created`: an `error` event with nested or `flat` fields, then `response.failed`, or only the latter',
    apply: (script: ResponseScript, parameters: ErrorParameters): StreamSegments => [
      script.opening,
      script.encode(...createErrorEvents(script, parameters)),
    ],
  },
  'error-after-text': {
    on: 'stream',
    position: true,
    parameters: {
      error: { type: 'error', default: 'server-error' },
      form: { oneOf: ['nested', 'flat', 'failed'], default: 'nested' },
    },
    description: 'the `error` in the given `form` replaces the remaining events',
    apply: (script: ResponseScript, parameters: ErrorParameters): StreamSegments => [
      script.opening,
      script.beforeFault,
      script.encode(...createErrorEvents(script, parameters)),
    ],
  },
  'error-event-text': {
    on: 'stream',
    position: true,
    description: 'the stream ends with an event named `error` that contains plain text',
    apply: ({ opening, beforeFault }: ResponseScript): StreamSegments => [
      opening,
      beforeFault,
      [write('event: error\ndata: Internal Server Error\n\n')],
    ],
  },
} as const;

function createErrorEvents(
  { draft }: ResponseScript,
  { error: name, form }: ErrorParameters,
): readonly ResponseEvent[] {
  const { error } = getNamedError(name);
  const { type, message, param = null, code = null } = error;
  const failed = { ...draft.response, items: [], status: 'failed', error } as const;
  const events = {
    nested: [{ type: 'error', error: { type, code, message, param } }],
    flat: [{ type: 'error', code: code ?? type, message, param }],
    failed: [],
  } as const;
  const body = createResponseBody(failed, { ...draft.encoding, usage: 'null' });
  return [...events[form], { type: 'response.failed', response: body }];
}

/** Faults that insert something into a stream. They return the inserted segment. */
export const insertionFaults = {
  'repeated-start': {
    on: 'stream',
    position: true,
    description: '`response.in_progress` is sent again, two times',
    apply: ({ draft, encode }: ResponseScript): StreamSegment => {
      const event = { type: 'response.in_progress', response: { id: draft.response.id } };
      return encode(event, event);
    },
  },
  'spliced-start': {
    on: 'stream',
    position: true,
    description: '`response.created` of another response is sent in the middle of the first one',
    apply: ({ encode }: ResponseScript): StreamSegment =>
      encode({ type: 'response.created', response: { id: 'resp_spliced' } }),
  },
  'unknown-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event of an unknown type',
    apply: ({ encode }: ResponseScript): StreamSegment =>
      encode({ type: 'response.of_the_future', text: 'unknown' }),
  },
  'unknown-item': {
    on: 'stream',
    position: true,
    description: 'inserts an item of an unknown type',
    apply: ({ encode }: ResponseScript): StreamSegment => {
      const fields = { output_index: 99, item: { type: 'of_the_future', id: 'x_1' } };
      return encode(
        { type: 'response.output_item.added', ...fields },
        { type: 'response.output_item.done', ...fields },
      );
    },
  },
  'malformed-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event with invalid JSON',
    apply: (): StreamSegment => [createEventPart('{"type":"response.output_text.delta","del')],
  },
  'ping-flood': {
    on: 'stream',
    position: true,
    parameters: { count: { type: 'integer', min: 1, default: 10_000 } },
    description: 'inserts `count` keep-alive events in one write',
    apply: (_: ResponseScript, { count }: { readonly count: number }): StreamSegment => [
      write(`event: keepalive\ndata: ${JSON.stringify(keepAlive)}\n\n`.repeat(count)),
    ],
  },
  'large-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts a keep-alive event of `bytes` bytes',
    apply: ({ encode }: ResponseScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      encode({ ...keepAlive, padding: 'x'.repeat(bytes) }),
  },
} as const;

/** Faults after the last event. They return the segment that follows. */
export const closingFaults = {
  'done-marker': {
    on: 'stream',
    description: '`[DONE]` follows the last event, as some compatible servers send it',
    apply: (): StreamSegment => [createEventPart('[DONE]')],
  },
  'completed-twice': {
    on: 'stream',
    description: 'the last event is sent twice',
    apply: ({ done }: ResponseScript): StreamSegment => done,
  },
} as const;
