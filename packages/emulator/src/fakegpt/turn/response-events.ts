import { encodeJson } from '../../stream/text/encode-json.ts';
import { createMessageEvent, createTextContent } from './message-event.ts';
import type { Turn } from './turn.ts';

const emptyParts = '"parts":[""]';
const openParts = '"parts":["';

/**
 * Returns an encoder for snapshots of an unfinished response.
 *
 * The encoder receives the text as the content of a JSON string. Everything except the text is encoded
 * once, because it is the same in every snapshot.
 */
export function createSnapshotEncoder(
  turn: Turn,
  escapeNonAscii: boolean,
): (jsonText: string) => string {
  const empty = encodeJson(createSnapshotEvent(turn, ['']), escapeNonAscii);
  // Quotes inside JSON strings are escaped, so no value contains the empty parts.
  const textIndex = empty.indexOf(emptyParts) + openParts.length;
  const head = empty.slice(0, textIndex);
  const tail = empty.slice(textIndex);
  return (jsonText) => head + jsonText + tail;
}

export function createSnapshotEvent(
  turn: Turn,
  parts: readonly unknown[],
  metadata: Readonly<Record<string, unknown>> = {},
): object {
  return createMessageEvent(turn, {
    id: turn.messageId,
    role: 'assistant',
    content: { content_type: 'text', parts },
    status: 'in_progress',
    metadata: { ...createMetadata(turn), ...metadata },
  });
}

/** Creates the last snapshot, the only one with a finish reason. */
export function createFinalEvent(turn: Turn, text: string = turn.text): object {
  const stopped = turn.finish === 'stop';
  const details = stopped ? { type: 'stop', stop_tokens: [100_260] } : { type: 'max_tokens' };
  const finish = { finish_details: details, is_complete: stopped };
  return createMessageEvent(turn, {
    id: turn.messageId,
    role: 'assistant',
    content: createTextContent(text),
    endTurn: stopped,
    metadata: { ...finish, ...createMetadata(turn), timestamp_: 'absolute' },
  });
}

/** Creates the last snapshot of an interrupted response. */
export function createInterruptedEvent(turn: Turn, text: string): object {
  return createMessageEvent(turn, {
    id: turn.messageId,
    role: 'assistant',
    content: createTextContent(text),
    status: 'finished_partial_completion',
    endTurn: true,
    metadata: { finish_details: { type: 'interrupted' }, ...createMetadata(turn) },
  });
}

function createMetadata(turn: Turn): Readonly<Record<string, unknown>> {
  return {
    message_type: turn.messageType,
    model_slug: turn.model,
    parent_id: turn.parentId,
  };
}
