import { write } from '../../server/reply-steps.ts';
import type { EventFormat } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
  headersSegment,
} from '../../stream/stream-segment.ts';
import {
  type AnthropicError,
  createErrorBody,
  createRateLimit,
  overloaded,
  serverError,
} from '../errors/anthropic-errors.ts';
import { blockDelta, blockStart, blockStop, ping } from '../wire/message-event.ts';
import type { MessageScript } from '../wire/message-script.ts';

type ErrorType = 'overloaded_error' | 'api_error' | 'rate_limit_error';

const errors: Readonly<Record<ErrorType, AnthropicError>> = {
  overloaded_error: overloaded,
  api_error: serverError,
  rate_limit_error: createRateLimit(),
};

/** Faults of a stream that contains an error. They return all segments of the stream. */
export const contentFaults = {
  'error-before-text': {
    on: 'stream',
    parameters: {
      type: {
        oneOf: ['overloaded_error', 'api_error', 'rate_limit_error'],
        default: 'overloaded_error',
      },
    },
    description: 'an `error` event with the error `type` is the only event',
    apply: ({ encode }: MessageScript, { type }: { readonly type: ErrorType }): StreamSegments => [
      headersSegment,
      encode({ ...createErrorBody(errors[type]) }),
    ],
  },
  'error-after-text': {
    on: 'stream',
    position: true,
    parameters: {
      type: {
        oneOf: ['overloaded_error', 'api_error', 'rate_limit_error'],
        default: 'overloaded_error',
      },
    },
    description: 'an `error` event with the error `type` replaces the remaining events',
    apply: (
      { opening, beforeFault, encode }: MessageScript,
      { type }: { readonly type: ErrorType },
    ): StreamSegments => [opening, beforeFault, encode({ ...createErrorBody(errors[type]) })],
  },
  'error-event-text': {
    on: 'stream',
    position: true,
    description: 'the stream ends with an event named `error` that contains plain text',
    apply: ({ opening, beforeFault }: MessageScript): StreamSegments => [
      opening,
      beforeFault,
      [write('event: error\ndata: Internal Server Error\n\n')],
    ],
  },
} as const;

/** Faults that insert something into a stream. They return the inserted segment. */
export const insertionFaults = {
  'repeated-start': {
    on: 'stream',
    position: true,
    description: 'the start of the message is sent again',
    apply: ({ encode, start }: MessageScript): StreamSegment => encode(start),
  },
  'spliced-start': {
    on: 'stream',
    position: true,
    description: 'the start of another message is sent in the middle of the first one',
    apply: ({ encode, start }: MessageScript): StreamSegment =>
      encode({ ...start, message: { ...Object(start['message']), id: 'msg_spliced' } }),
  },
  'unknown-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event of an unknown type',
    apply: ({ encode }: MessageScript): StreamSegment =>
      encode({ type: 'of_the_future', text: 'unknown' }),
  },
  'unknown-block': {
    on: 'stream',
    position: true,
    description: 'inserts a block of an unknown type, with a delta',
    apply: ({ encode }: MessageScript): StreamSegment =>
      encode(
        blockStart(99, { type: 'of_the_future', text: 'unknown' }),
        blockDelta(99, { type: 'text_delta', text: 'unknown' }),
        blockStop(99),
      ),
  },
  'unknown-delta': {
    on: 'stream',
    position: true,
    description: 'inserts a delta of an unknown type into the first block',
    apply: ({ encode }: MessageScript): StreamSegment =>
      encode(blockDelta(0, { type: 'of_the_future', value: 'unknown' })),
  },
  'malformed-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event with invalid JSON',
    apply: (): StreamSegment => [createEventPart('{"type":"content_block_delta","index":')],
  },
  'ping-flood': {
    on: 'stream',
    position: true,
    parameters: { count: { type: 'integer', min: 1, default: 10_000 } },
    description: 'inserts `count` pings in one write',
    apply: (_: MessageScript, { count }: { readonly count: number }): StreamSegment => [
      write('event: ping\ndata: {"type": "ping"}\n\n'.repeat(count)),
    ],
  },
  'large-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts a ping of `bytes` bytes',
    apply: ({ encode }: MessageScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      encode({ ...ping, padding: 'x'.repeat(bytes) }),
  },
} as const;

const formatUnnamed: EventFormat = (data, endLine) => `data: ${data}${endLine()}${endLine()}`;

/** Faults of the names of the events. */
export const nameFaults = {
  'unnamed-events': {
    on: 'stream',
    description: 'the events have no name, only their data',
    apply: (): { readonly formatEvent: EventFormat } => ({ formatEvent: formatUnnamed }),
  },
} as const;
