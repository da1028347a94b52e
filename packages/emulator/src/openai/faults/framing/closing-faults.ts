import { write } from '../../../server/reply-steps.ts';
import { writeWithoutEnd } from '../../../stream/frame/write-without-end.ts';
import { type StreamSegments, headersSegment } from '../../../stream/stream-segment.ts';
import { type CompletionScript, listContent } from '../../wire/completion-script.ts';

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
      ...sendAll(script),
      script.done,
      [write('data: [DONE]\n\n')],
    ],
  },
  'done-as-json': {
    on: 'stream',
    description: 'the end marker is a JSON string',
    apply: (script: CompletionScript): StreamSegments => closeWith(script, 'data: "[DONE]"\n\n'),
  },
  'unfinished-event': {
    on: 'stream',
    description: 'the stream ends after the finish reason, without the empty line after its event',
    apply: (script: CompletionScript): StreamSegments => [
      ...listContent(script),
      [write(`data: ${script.finishJson}`)],
    ],
  },
  'endless-line': {
    on: 'stream',
    description: 'one line is sent without end',
    apply: (): StreamSegments => [headersSegment, writeWithoutEnd('data: "')],
  },
} as const;

function closeWith(script: CompletionScript, marker: string): StreamSegments {
  return [...sendAll(script), [write(marker)]];
}

function sendAll(script: CompletionScript): StreamSegments {
  return [...listContent(script), script.finish, script.usage];
}
