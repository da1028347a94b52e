import { styleFaults } from '../../faults/style-faults.ts';
import { eventFaults } from '../../openai/faults/framing/event-faults.ts';
import { settle, write } from '../../server/reply-steps.ts';
import type { EventStyle } from '../../stream/stream-options.ts';
import type { EventFormat } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
  headersSegment,
} from '../../stream/stream-segment.ts';
import {
  type GoogleError,
  createErrorBody,
  createQuotaError,
  overloaded,
  perMinute,
  serverError,
} from '../errors/google-errors.ts';
import type { ResponseDraft } from '../response/response.ts';
import { createBody, createChunks } from '../wire/response-chunks.ts';
import type { ResponseScript } from '../wire/response-script.ts';

type ErrorStatus = 'UNAVAILABLE' | 'INTERNAL' | 'RESOURCE_EXHAUSTED';

const errors: Readonly<Record<ErrorStatus, GoogleError>> = {
  UNAVAILABLE: overloaded,
  INTERNAL: serverError,
  RESOURCE_EXHAUSTED: createQuotaError({ quotaId: perMinute, seconds: 1 }),
};

/** Faults of a stream that contains an error. They return all segments of the stream. */
export const contentFaults = {
  'error-before-text': {
    on: 'stream',
    parameters: {
      status: { oneOf: ['UNAVAILABLE', 'INTERNAL', 'RESOURCE_EXHAUSTED'], default: 'UNAVAILABLE' },
    },
    description: 'an error with the `status` is the only event',
    apply: (
      { encode }: ResponseScript,
      { status }: { readonly status: ErrorStatus },
    ): StreamSegments => [headersSegment, encode(createErrorBody(errors[status]))],
  },
  'error-after-text': {
    on: 'stream',
    position: true,
    parameters: {
      status: { oneOf: ['UNAVAILABLE', 'INTERNAL', 'RESOURCE_EXHAUSTED'], default: 'UNAVAILABLE' },
    },
    description: 'an error with the `status` replaces the remaining events',
    apply: (
      { beforeFault, encode }: ResponseScript,
      { status }: { readonly status: ErrorStatus },
    ): StreamSegments => [headersSegment, beforeFault, encode(createErrorBody(errors[status]))],
  },
  'error-as-json': {
    on: 'stream',
    position: true,
    parameters: {
      status: { oneOf: ['UNAVAILABLE', 'INTERNAL', 'RESOURCE_EXHAUSTED'], default: 'UNAVAILABLE' },
    },
    description:
      'an error with the `status` replaces the remaining events, as JSON without `data:`',
    apply: (
      { beforeFault }: ResponseScript,
      { status }: { readonly status: ErrorStatus },
    ): StreamSegments => [
      headersSegment,
      beforeFault,
      // The official client reads it only if it arrives alone.
      [settle, write(`${JSON.stringify(createErrorBody(errors[status]), undefined, 2)}\r\n`)],
    ],
  },
} as const;

/** Faults that insert something into a stream. They return the inserted segment. */
export const insertionFaults = {
  'unknown-chunk': {
    on: 'stream',
    position: true,
    description: 'inserts a chunk with unknown fields only',
    apply: ({ encode }: ResponseScript): StreamSegment => encode({ ofTheFuture: 'unknown' }),
  },
  'malformed-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event with invalid JSON',
    apply: (): StreamSegment => [createEventPart('{"candidates":[{"content":')],
  },
  'done-marker': {
    on: 'stream',
    position: true,
    description: 'inserts the end marker of OpenAI, `data: [DONE]`',
    apply: (): StreamSegment => [createEventPart('[DONE]')],
  },
  'large-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts a chunk of `bytes` bytes',
    apply: ({ encode }: ResponseScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      encode({ padding: 'x'.repeat(bytes) }),
  },
} as const;

/** The API ends lines with CR LF and names no events. */
const ownStyleFaults = {
  lf: {
    on: 'stream',
    description: 'lines end with LF',
    apply: (): Partial<EventStyle> => ({ lineEnding: 'lf' }),
  },
  'named-events': {
    on: 'stream',
    description: 'the events have the name `message`',
    apply: (): Partial<EventStyle> => ({ formatEvent: formatNamed }),
  },
  'multi-line-data': {
    on: 'stream',
    description: 'the data of each event has two lines',
    apply: (): Partial<EventStyle> => ({ formatEvent: formatTwoLines }),
  },
} as const;

const formatNamed: EventFormat = (data, endLine) =>
  `event: message${endLine()}data: ${data}${endLine()}${endLine()}`;

/** A line break is allowed between two fields. */
const formatTwoLines: EventFormat = (data, endLine) =>
  `data: ${data.replace(/,(?="modelVersion":)/u, `,${endLine()}data: `)}${endLine()}${endLine()}`;

const { crlf: _default, ...otherStyleFaults } = styleFaults;

/** Faults of the lines of a stream. */
export const googleStyleFaults: typeof ownStyleFaults & Omit<typeof styleFaults, 'crlf'> = {
  ...ownStyleFaults,
  ...otherStyleFaults,
};

const { 'multi-line-data': _own, ...marks } = eventFaults;

/** Faults of byte order marks. */
export const markFaults: Omit<typeof eventFaults, 'multi-line-data'> = marks;

/** Faults that replace a stream by one JSON document. */
export const bodyFaults = {
  'stream-as-list': {
    on: 'stream',
    description: 'the body is one JSON list of chunks, as without `alt=sse`',
    apply: (draft: ResponseDraft): object => {
      const { content, finish } = createChunks(draft);
      return [...content, finish];
    },
  },
  'stream-as-response': {
    on: 'stream',
    description: 'the body is one complete response as JSON',
    apply: (draft: ResponseDraft): object => createBody(draft),
  },
} as const;
