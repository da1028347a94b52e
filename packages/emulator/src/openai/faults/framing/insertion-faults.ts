import { write } from '../../../server/reply-steps.ts';
import { type StreamSegment, createEventPart } from '../../../stream/stream-segment.ts';
import type { JsonRecord } from '../../request/read-parameter.ts';
import type { CompletionScript } from '../../wire/completion-script.ts';
import { unusualCharacters, unusualComments, unusualFields, unusualText } from './unusual-lines.ts';

/**
 * Faults that remove the choices of a chunk or of a complete response.
 *
 * In a stream, a chunk without content is changed and inserted at the position of the fault.
 */
export const choicesFaults = {
  'empty-choices': {
    on: 'chat',
    position: true,
    description: '`choices` is empty; a stream contains one such chunk',
    apply: (body: JsonRecord): JsonRecord => ({ ...body, choices: [] }),
  },
  'missing-choices': {
    on: 'chat',
    position: true,
    description: '`choices` is missing; a stream contains one such chunk',
    apply: (body: JsonRecord): JsonRecord => ({ ...body, choices: undefined }),
  },
  'null-choices': {
    on: 'chat',
    position: true,
    description: '`choices` is null; a stream contains one such chunk',
    apply: (body: JsonRecord): JsonRecord => ({ ...body, choices: null }),
  },
} as const;

/** Faults that insert something into a stream. They return the inserted segment. */
export const insertionFaults = {
  'malformed-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event with invalid JSON',
    apply: (): StreamSegment => [createEventPart('{"id":"chatcmpl-')],
  },
  'unknown-events': {
    on: 'stream',
    position: true,
    description: 'inserts an event of an unknown type, and an object of an unknown type',
    apply: ({ encode }: CompletionScript): StreamSegment => [
      write('event: note\ndata: {"type":"note"}\n\n'),
      ...encode({ object: 'emulator.note' }),
    ],
  },
  'ping-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event of the type `ping`',
    apply: (): StreamSegment => [write('event: ping\ndata: {}\n\n')],
  },
  'comment-as-data': {
    on: 'stream',
    position: true,
    description: 'inserts a comment as the data of an event',
    apply: (): StreamSegment => [createEventPart(': OPENROUTER PROCESSING')],
  },
  'keep-alive-data': {
    on: 'stream',
    position: true,
    description: 'inserts events with the data `null`, `{}`, `ping` and `keep-alive`',
    apply: (): StreamSegment => ['null', '{}', 'ping', 'keep-alive'].map(createEventPart),
  },
  'scalar-events': {
    on: 'stream',
    position: true,
    description: 'inserts events with JSON that is not an object',
    apply: ({ encode }: CompletionScript): StreamSegment => encode(42, null, true, 'text', []),
  },
  'non-string-content': {
    on: 'stream',
    position: true,
    description: 'inserts a chunk whose `content` is a number',
    apply: ({ encode, createChunk }: CompletionScript): StreamSegment =>
      encode(createChunk({ content: 42 })),
  },
  'second-choice': {
    on: 'stream',
    position: true,
    description: 'inserts a chunk of a choice with the index 1',
    apply: (script: CompletionScript): StreamSegment => insertChoice(script, 1),
  },
  'huge-index': {
    on: 'stream',
    position: true,
    description: 'inserts a chunk of a choice with the index 2147483647',
    apply: (script: CompletionScript): StreamSegment => insertChoice(script, 2 ** 31 - 1),
  },
  'quoted-done': {
    on: 'stream',
    position: true,
    description: 'inserts the end marker as a JSON string',
    apply: ({ encode }: CompletionScript): StreamSegment => encode('[DONE]'),
  },
  'forged-done': {
    on: 'stream',
    position: true,
    description: 'inserts the end marker in an event of an unknown type',
    apply: (): StreamSegment => [write('event: note\ndata: [DONE]\n\n')],
  },
  'empty-data': {
    on: 'stream',
    position: true,
    description: 'inserts events with empty data',
    apply: (): StreamSegment => [write('data:\n\ndata\n\ndata: \n\n')],
  },
  comments: {
    on: 'stream',
    position: true,
    description: 'inserts comments, one of them inside an event without data',
    apply: (): StreamSegment => [write(unusualComments)],
  },
  'unusual-fields': {
    on: 'stream',
    position: true,
    description: 'inserts fields that a client must ignore',
    apply: (): StreamSegment => [write(unusualFields)],
  },
  'unusual-characters': {
    on: 'stream',
    position: true,
    description: 'inserts characters that do not end a line, a byte order mark and NUL',
    apply: ({ createChunk }: CompletionScript): StreamSegment => [
      write(unusualCharacters),
      write(`data: ${JSON.stringify({ ...createChunk({}), padding: unusualText })}\n\n`),
    ],
  },
  'large-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts an event of `bytes` bytes without content',
    apply: (script: CompletionScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      insertPadding(script, bytes),
  },
  'large-image': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 1_200_000 } },
    description:
      'inserts a chunk with an image of `bytes` bytes in `images`, as sent by OpenRouter',
    apply: (script: CompletionScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      insertImage(script, bytes),
  },
  'huge-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 41_943_040 } },
    description: 'inserts an event of `bytes` bytes without content',
    apply: (script: CompletionScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      insertPadding(script, bytes),
  },
  'event-flood': {
    on: 'stream',
    position: true,
    parameters: { count: { type: 'integer', min: 1, default: 100_000 } },
    description: 'inserts `count` events without content in one write',
    apply: (
      { createChunk }: CompletionScript,
      { count }: { readonly count: number },
    ): StreamSegment => [write(`data: ${JSON.stringify(createChunk({}))}\n\n`.repeat(count))],
  },
} as const;

function insertChoice({ encode, createChunk }: CompletionScript, index: number): StreamSegment {
  const delta = { content: 'of another choice' };
  const choices = [{ index, delta, logprobs: null, finish_reason: null }];
  return encode({ ...createChunk({}), choices });
}

function insertImage({ encode, createChunk }: CompletionScript, bytes: number): StreamSegment {
  const url = `data:image/png;base64,${Buffer.alloc(bytes, 7).toString('base64')}`;
  return encode(createChunk({ images: [{ type: 'image_url', index: 0, image_url: { url } }] }));
}

function insertPadding({ encode, createChunk }: CompletionScript, bytes: number): StreamSegment {
  return encode({ ...createChunk({}), padding: 'x'.repeat(bytes) });
}
