import { assertNever } from '../../assert-never.ts';
import { write } from '../../server/reply-steps.ts';
import { encodeJson } from '../../stream/encode-json.ts';
import { createInvalidFrame } from '../../stream/invalid-frame.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import type { StreamSegment } from '../../stream/stream-segment.ts';
import {
  createErrorEvent,
  createHandoverEvent,
  createModerationEvent,
} from '../turn/notice-events.ts';
import { createFinalEvent, createInterruptedEvent } from '../turn/response-events.ts';
import { createToolEvents } from '../turn/tool-events.ts';
import type { TurnScript } from '../turn/turn-script.ts';
import type { Turn } from '../turn/turn.ts';
import type { FakeGptFaultAmong } from './fakegpt-fault.ts';
import type { contentFaultNames } from './fault-names.ts';

/** The passages of a stream that says something else than the plain answer, in the order they are played. */
export function changeContent(
  fault: FakeGptFaultAmong<typeof contentFaultNames>,
  script: TurnScript,
): readonly StreamSegment[] {
  const {
    turn,
    opening,
    beforeFault,
    textBeforeFault,
    afterFault,
    final,
    moderation,
    done,
    encode,
  } = script;
  switch (fault.kind) {
    case 'error-before-text':
      return [opening, encode(createErrorEvent(turn)), done];
    case 'error-after-text':
      return [opening, beforeFault, encode(createErrorEvent(turn)), done];
    case 'internal-server-error-line':
      return [opening, beforeFault, [write('Internal Server Error\n')]];
    case 'interrupted':
      return [
        opening,
        beforeFault,
        encode(createInterruptedEvent(turn, textBeforeFault)),
        moderation,
        done,
      ];
    case 'moderation-blocked-before-text':
      return [opening, encode(createModerationEvent(turn, 'user-message', true)), done];
    case 'moderation-blocked-after-text':
      return [opening, beforeFault, encode(createModerationEvent(turn, 'response', true)), done];
    case 'websocket-handover':
      return [encode(createHandoverEvent(turn)), done];
    case 'tool-turn': {
      const tool = encode(...createToolEvents(turn, fault.contentType ?? 'code'));
      return [opening, tool, beforeFault, afterFault, final, moderation, done];
    }
    case 'rewritten-snapshot': {
      const rewritten = createFinalEvent(turn, `Rather this: ${turn.text}`);
      return [opening, beforeFault, encode(rewritten), moderation, done];
    }
    case 'invalid-utf8':
      return [opening, beforeFault, afterFault, [createInvalidFinal(turn)], moderation, done];
    default:
      return assertNever(fault);
  }
}

/** The last snapshot, with the bytes at the end of its text. */
function createInvalidFinal(turn: Turn): StreamPart {
  return createInvalidFrame((mark) => encodeJson(createFinalEvent(turn, turn.text + mark), true));
}
