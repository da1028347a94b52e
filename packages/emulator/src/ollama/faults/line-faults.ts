import { write } from '../../server/reply-steps.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
  headersSegment,
} from '../../stream/stream-segment.ts';
import { messages } from '../errors.ts';
import type { LineScript } from '../wire/line-script.ts';

/** Faults that replace a part of a stream. They return all segments. */
export const streamFaults = {
  'error-line-before-text': {
    on: 'stream',
    description: 'the only line is an error',
    apply: ({ encode }: LineScript): StreamSegments => [
      headersSegment,
      encode({ error: messages.runnerStopped }),
    ],
  },
  'error-line': {
    on: 'stream',
    position: true,
    description: 'an error replaces the remaining lines: the process of the model has stopped',
    apply: ({ beforeFault, encode }: LineScript): StreamSegments => [
      headersSegment,
      beforeFault,
      encode({ error: messages.runnerStopped }),
    ],
  },
  'last-line-unterminated': {
    on: 'stream',
    description: 'the line feed after the last line is missing',
    apply: ({ beforeFault, afterFault, doneJson }: LineScript): StreamSegments => [
      headersSegment,
      beforeFault,
      afterFault,
      [write(doneJson)],
    ],
  },
  'last-line-cut': {
    on: 'stream',
    description: 'the body ends in the middle of the last line',
    apply: ({ beforeFault, afterFault, doneJson }: LineScript): StreamSegments => [
      headersSegment,
      beforeFault,
      afterFault,
      [write(doneJson.slice(0, Math.ceil(doneJson.length / 2)))],
    ],
  },
  'endless-line': {
    on: 'stream',
    description: 'one line is sent without end',
    apply: (): StreamSegments => [headersSegment, repeatWithoutEnd()],
  },
} as const;

/** Faults that insert something into a stream. They return the inserted segment. */
export const insertionFaults = {
  'invalid-line': {
    on: 'stream',
    position: true,
    description: 'inserts a line with invalid JSON',
    apply: (): StreamSegment => [createEventPart('{"model":"')],
  },
  'scalar-lines': {
    on: 'stream',
    position: true,
    description: 'inserts lines with JSON that is not an object',
    apply: ({ encode }: LineScript): StreamSegment => encode(42, null, true, 'text', []),
  },
  'blank-lines': {
    on: 'stream',
    position: true,
    description: 'inserts empty lines',
    apply: (): StreamSegment => [write('\n\r\n  \n\n')],
  },
  'status-line': {
    on: 'stream',
    position: true,
    description: 'inserts a line with a status and without a message',
    apply: ({ encode }: LineScript): StreamSegment => encode({ status: 'loading model' }),
  },
  'unknown-fields': {
    on: 'stream',
    position: true,
    description: 'inserts a line with unknown fields, and one without a message',
    apply: ({ encode, createLine }: LineScript): StreamSegment =>
      encode({ ...createLine({ role: 'assistant', mood: 'calm' }), tide: 'high' }, { note: 1 }),
  },
  'non-string-content': {
    on: 'stream',
    position: true,
    description: 'inserts a line whose content is a number',
    apply: ({ encode, createLine }: LineScript): StreamSegment =>
      encode(createLine({ content: 42 })),
  },
  'large-line': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts a line of `bytes` bytes without content',
    apply: (script: LineScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      insertPadding(script, bytes),
  },
  'huge-line': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 41_943_040 } },
    description: 'inserts a line of `bytes` bytes without content',
    apply: (script: LineScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      insertPadding(script, bytes),
  },
} as const;

function insertPadding({ encode, createLine }: LineScript, bytes: number): StreamSegment {
  return encode({ ...createLine({ content: '' }), padding: 'x'.repeat(bytes) });
}

function* repeatWithoutEnd(): Generator<StreamPart> {
  yield write('{"model":"');
  for (;;) {
    yield write('x'.repeat(64 * 1024));
    yield { kind: 'wait', ms: 0 };
  }
}
