import { write } from '../../server/reply-steps.ts';
import { createInvalidFrame } from '../../stream/frame/invalid-frame.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import type { StreamSegments } from '../../stream/stream-segment.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import {
  createErrorEvent,
  createHandoverEvent,
  createModerationEvent,
} from '../turn/notice-events.ts';
import { createFinalEvent, createInterruptedEvent } from '../turn/response-events.ts';
import { type Slice, sliceAt } from '../turn/slice.ts';
import { createToolEvents } from '../turn/tool-events.ts';
import type { TurnScript } from '../turn/turn-script.ts';
import type { Turn } from '../turn/turn.ts';

/** Faults that shorten the text of a response. */
export const lengthFaults = {
  'max-tokens': {
    on: 'stream',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description: 'the response finishes with `max_tokens`, by default after half of its text',
    apply: (
      response: string,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): Slice => sliceAt(response, afterCharacters),
  },
} as const;

/** Faults that change the content of a stream. */
export const contentFaults = {
  'error-before-text': {
    on: 'stream',
    description: 'an error event instead of the response',
    apply: ({ turn, opening, encode, done }: TurnScript): StreamSegments => [
      opening,
      encode(createErrorEvent(turn)),
      done,
    ],
  },
  'moderation-blocked-before-text': {
    on: 'stream',
    description: 'the moderation blocks the user message',
    apply: ({ turn, opening, encode, done }: TurnScript): StreamSegments => [
      opening,
      encode(createModerationEvent(turn, 'user-message', true)),
      done,
    ],
  },
  'websocket-handover': {
    on: 'stream',
    description: 'the address of a WebSocket instead of the response',
    apply: ({ turn, encode, done }: TurnScript): StreamSegments => [
      encode(createHandoverEvent(turn)),
      done,
    ],
  },
  'tool-turn': {
    on: 'stream',
    parameters: { contentType: { oneOf: ['code', 'text'], default: 'code' } },
    description: 'a tool call with the content type `contentType`, and its result, before the text',
    apply: (
      script: TurnScript,
      { contentType }: { readonly contentType: 'code' | 'text' },
    ): StreamSegments => [
      script.opening,
      script.encode(...createToolEvents(script.turn, contentType)),
      script.beforeFault,
      script.afterFault,
      script.final,
      script.moderation,
      script.done,
    ],
  },
  'invalid-utf8': {
    on: 'stream',
    description: 'invalid UTF-8 at the end of the text of the last snapshot',
    apply: ({
      turn,
      opening,
      beforeFault,
      afterFault,
      moderation,
      done,
    }: TurnScript): StreamSegments => [
      opening,
      beforeFault,
      afterFault,
      [createInvalidFinal(turn)],
      moderation,
      done,
    ],
  },
  'error-after-text': {
    on: 'stream',
    position: true,
    description: 'an error event',
    apply: ({ turn, opening, beforeFault, encode, done }: TurnScript): StreamSegments => [
      opening,
      beforeFault,
      encode(createErrorEvent(turn)),
      done,
    ],
  },
  'internal-server-error-line': {
    on: 'stream',
    position: true,
    description: 'the line `Internal Server Error`, then the end of the body',
    apply: ({ opening, beforeFault }: TurnScript): StreamSegments => [
      opening,
      beforeFault,
      [write('Internal Server Error\n')],
    ],
  },
  interrupted: {
    on: 'stream',
    position: true,
    description: 'the response finishes with the reason `interrupted`',
    apply: (script: TurnScript): StreamSegments => [
      script.opening,
      script.beforeFault,
      script.encode(createInterruptedEvent(script.turn, script.textBeforeFault)),
      script.moderation,
      script.done,
    ],
  },
  'moderation-blocked-after-text': {
    on: 'stream',
    position: true,
    description: 'the moderation blocks the response',
    apply: ({ turn, opening, beforeFault, encode, done }: TurnScript): StreamSegments => [
      opening,
      beforeFault,
      encode(createModerationEvent(turn, 'response', true)),
      done,
    ],
  },
  'rewritten-snapshot': {
    on: 'stream',
    position: true,
    description: 'the last snapshot starts with another text than the earlier ones',
    apply: ({
      turn,
      opening,
      beforeFault,
      encode,
      moderation,
      done,
    }: TurnScript): StreamSegments => [
      opening,
      beforeFault,
      encode(createFinalEvent(turn, `Rather this: ${turn.text}`)),
      moderation,
      done,
    ],
  },
} as const;

/** Creates the last snapshot with invalid UTF-8 at the end of its text. */
function createInvalidFinal(turn: Turn): StreamPart {
  return createInvalidFrame((mark) => encodeJson(createFinalEvent(turn, turn.text + mark), true));
}
