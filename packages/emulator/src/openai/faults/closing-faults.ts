import { write } from '../../server/reply-steps.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegments, headersSegment } from '../../stream/stream-segment.ts';
import type { CompletionScript } from '../wire/completion-script.ts';

/** Faults of the end of a stream that only the OpenAI emulator has. They return all segments. */
export const closingFaults = {
  'done-unspaced': {
    on: 'stream',
    description: 'the end marker is `data:[DONE]`',
    apply: (script: CompletionScript): StreamSegments => closeWith(script, 'data:[DONE]\n\n'),
  },
  'done-trailing-blank': {
    on: 'stream',
    description: 'the end marker has a blank at its end',
    apply: (script: CompletionScript): StreamSegments => closeWith(script, 'data: [DONE] \n\n'),
  },
  'done-unfinished': {
    on: 'stream',
    description: 'the empty line after the end marker is missing',
    apply: (script: CompletionScript): StreamSegments => closeWith(script, 'data: [DONE]'),
  },
  'done-twice': {
    on: 'stream',
    description: 'the end marker is sent twice',
    apply: (script: CompletionScript): StreamSegments => [
      ...sendContent(script),
      script.done,
      [write('data: [DONE]\n\n')],
    ],
  },
  'unfinished-event': {
    on: 'stream',
    description: 'the stream ends after the finish reason, without the empty line after its event',
    apply: ({ opening, beforeFault, afterFault, finishJson }: CompletionScript): StreamSegments => [
      opening,
      beforeFault,
      afterFault,
      [write(`data: ${finishJson}`)],
    ],
  },
  'endless-line': {
    on: 'stream',
    description: 'one line is sent without end',
    apply: (): StreamSegments => [headersSegment, repeatWithoutEnd()],
  },
} as const;

function closeWith(script: CompletionScript, marker: string): StreamSegments {
  return [...sendContent(script), [write(marker)]];
}

function sendContent(script: CompletionScript): StreamSegments {
  return [script.opening, script.beforeFault, script.afterFault, script.finish, script.usage];
}

function* repeatWithoutEnd(): Generator<StreamPart> {
  yield write('data: "');
  for (;;) {
    yield write('x'.repeat(64 * 1024));
    yield { kind: 'wait', ms: 0 };
  }
}
