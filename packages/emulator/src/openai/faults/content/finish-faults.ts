import { repeatComment } from '../../../faults/ending-faults.ts';
import { drop, reset, settle, stall, write } from '../../../server/reply-steps.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
} from '../../../stream/stream-segment.ts';
import { createErrorBody } from '../../errors/error-reply.ts';
import { serverError } from '../../errors/openai-errors.ts';
import { type CompletionScript, listContent } from '../../wire/completion-script.ts';
import { changeChoices, mapChunks } from '../map-chunks.ts';

/** Faults after or instead of the chunk with the finish reason. They return all segments of the stream. */
export const finishFaults = {
  'open-after-finish': {
    on: 'stream',
    description: 'the connection stays open after the finish reason, without the end marker',
    apply: (script: CompletionScript): StreamSegments => endAfterFinish(script, [stall]),
  },
  'pings-after-finish': {
    on: 'stream',
    parameters: { intervalMs: { type: 'delay', default: 10 } },
    description: 'comments follow the finish reason without end, `intervalMs` apart',
    apply: (
      script: CompletionScript,
      { intervalMs }: { readonly intervalMs: number },
    ): StreamSegments => endAfterFinish(script, repeatComment(intervalMs)),
  },
  'disconnect-after-finish': {
    on: 'stream',
    description: 'the connection closes (FIN) after the finish reason, without the end of the body',
    apply: (script: CompletionScript): StreamSegments => endAfterFinish(script, [settle, drop]),
  },
  'reset-after-finish': {
    on: 'stream',
    description: 'the connection is reset (RST) after the finish reason',
    apply: (script: CompletionScript): StreamSegments => endAfterFinish(script, [settle, reset]),
  },
  'finish-twice': {
    on: 'stream',
    description: 'the event with the finish reason is sent twice',
    apply: (script: CompletionScript): StreamSegments =>
      insertAfterFinish(script, [createEventPart(script.finishJson)]),
  },
  'null-choices-after-finish': {
    on: 'stream',
    description: 'a chunk with `choices: null` follows the finish reason',
    apply: (script: CompletionScript): StreamSegments =>
      insertAfterFinish(script, script.encode({ ...script.createChunk({}), choices: null })),
  },
  'error-after-finish': {
    on: 'stream',
    description: 'an error object follows the finish reason',
    apply: (script: CompletionScript): StreamSegments =>
      insertAfterFinish(script, script.encode(createErrorBody(serverError))),
  },
  'junk-after-finish': {
    on: 'stream',
    description: 'an event that is not JSON follows the finish reason',
    apply: (script: CompletionScript): StreamSegments =>
      insertAfterFinish(script, [write('data: <junk>\n\n')]),
  },
  'finish-reasons-empty': {
    on: 'stream',
    description: 'each chunk has an empty finish reason; the stream ends after the content',
    apply: (script: CompletionScript): StreamSegments =>
      mapChunks(script, listContent(script), (chunk) =>
        changeChoices(chunk, (choice) => ({ ...choice, finish_reason: '' })),
      ),
  },
} as const;

function endAfterFinish(script: CompletionScript, end: StreamSegment): StreamSegments {
  return [...listContent(script), script.finish, end];
}

function insertAfterFinish(script: CompletionScript, inserted: StreamSegment): StreamSegments {
  return [...endAfterFinish(script, inserted), script.usage, script.done];
}
