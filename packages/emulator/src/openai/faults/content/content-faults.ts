import { write } from '../../../server/reply-steps.ts';
import { createInvalidFrame } from '../../../stream/frame/invalid-frame.ts';
import {
  type StreamSegments,
  createEventPart,
  headersSegment,
} from '../../../stream/stream-segment.ts';
import { encodeJson } from '../../../stream/text/encode-json.ts';
import { type ErrorBody, createErrorBody } from '../../errors/error-reply.ts';
import { type NamedErrorParameters, getNamedError } from '../../errors/named-errors.ts';
import { overloadedEngine, serverError } from '../../errors/openai-errors.ts';
import { type CompletionScript, listContent } from '../../wire/completion-script.ts';

const error = createErrorBody(serverError);

const emptyHead = { id: '', object: '', created: 0, model: '' };

const promptFilterChunk = {
  ...emptyHead,
  choices: [],
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
};

/** Its choice has no delta. */
const contentFilterChunk = {
  ...emptyHead,
  choices: [
    { index: 0, finish_reason: null, content_filter_offsets: {}, content_filter_results: {} },
  ],
};

/** Faults of a stream that contains an error or invalid bytes. They return all segments of the stream. */
export const contentFaults = {
  'error-before-text': {
    on: 'stream',
    parameters: { error: { type: 'error', default: 'server-error' } },
    description: 'an error object is the only event before the end marker',
    apply: (
      { encode, done }: CompletionScript,
      parameters: NamedErrorParameters,
    ): StreamSegments => [headersSegment, encode(createBody(parameters)), done],
  },
  'error-after-text': {
    on: 'stream',
    position: true,
    parameters: { error: { type: 'error', default: 'server-error' } },
    description: 'an error object replaces the remaining events; the end marker follows',
    apply: (script: CompletionScript, parameters: NamedErrorParameters): StreamSegments => [
      ...startStream(script),
      script.encode(createBody(parameters)),
      script.done,
    ],
  },
  'error-event': {
    on: 'stream',
    position: true,
    description: 'the stream ends with an event of the type `error` that contains an error object',
    apply: (script: CompletionScript): StreamSegments =>
      endWith(script, `event: error\ndata: ${JSON.stringify(error)}\n\n`),
  },
  'error-event-bare': {
    on: 'stream',
    position: true,
    description: 'as `error-event`, without the outer object `{ error }`',
    apply: (script: CompletionScript): StreamSegments =>
      endWith(script, `event: error\ndata: ${JSON.stringify(error.error)}\n\n`),
  },
  'error-event-text': {
    on: 'stream',
    position: true,
    description: 'as `error-event`, with plain text',
    apply: (script: CompletionScript): StreamSegments =>
      endWith(script, 'event: error\ndata: Internal Server Error\n\n'),
  },
  'error-field': {
    on: 'stream',
    position: true,
    parameters: { error: { type: 'error', default: 'server-error' } },
    description:
      'the unknown field `error` with an error object replaces the remaining events, as sent by llama.cpp; the end marker follows',
    apply: (script: CompletionScript, parameters: NamedErrorParameters): StreamSegments => [
      ...startStream(script),
      [write(`error: ${JSON.stringify(createBody(parameters).error)}\n\n`)],
      script.done,
    ],
  },
  'error-text': {
    on: 'stream',
    position: true,
    description:
      'an event with the text of an error replaces the remaining events; the end marker follows',
    apply: (script: CompletionScript): StreamSegments => [
      ...startStream(script),
      [createEventPart(`error: ${overloadedEngine.message}`)],
      script.done,
    ],
  },
  'error-finish': {
    on: 'stream',
    position: true,
    description: 'a chunk contains an error and the finish reason `error`, as sent by OpenRouter',
    apply: (script: CompletionScript): StreamSegments => [
      ...startStream(script),
      script.encode(createErrorFinish(script)),
      script.done,
    ],
  },
  'internal-server-error-line': {
    on: 'stream',
    position: true,
    description: 'the stream ends with the line `Internal Server Error`',
    apply: (script: CompletionScript): StreamSegments => endWith(script, 'Internal Server Error\n'),
  },
  'filter-chunks': {
    on: 'stream',
    description:
      'chunks with the results of a content filter precede and follow the content, as sent by Azure OpenAI',
    apply: (script: CompletionScript): StreamSegments => [
      [...headersSegment, ...script.encode(promptFilterChunk)],
      ...listContent(script),
      script.finish,
      script.encode(contentFilterChunk),
      script.usage,
      script.done,
    ],
  },
  'invalid-utf8': {
    on: 'stream',
    description: 'the content ends with two bytes that are not valid UTF-8',
    apply: (script: CompletionScript): StreamSegments => {
      const { afterFault, finish, usage, done, createChunk } = script;
      const frame = createInvalidFrame((mark) => encodeJson(createChunk({ content: mark }), true));
      return [...startStream(script), afterFault, [frame], finish, usage, done];
    },
  },
} as const;

function createBody({ error: name }: NamedErrorParameters): ErrorBody {
  return createErrorBody(getNamedError(name).error);
}

function startStream({ opening, beforeFault }: CompletionScript): StreamSegments {
  return [opening, beforeFault];
}

function endWith(script: CompletionScript, bytes: string): StreamSegments {
  return [...startStream(script), [write(bytes)]];
}

function createErrorFinish({ createChunk }: CompletionScript): object {
  const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
  return { ...createChunk({}), error: { code: 502, message: 'Provider disconnected' }, choices };
}
