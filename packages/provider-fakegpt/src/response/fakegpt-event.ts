import {
  isJsonObject,
  readArray,
  readBoolean,
  readObject,
  readString,
} from '@understudy/core/provider';
import type { JsonValue } from '@understudy/core/provider';

import { decodeErrorDetails } from '../decode-error.ts';
import type { ErrorDetails } from '../decode-error.ts';

/** The state of an assistant's message for the reader, all its text so far included. */
export interface Snapshot {
  readonly type: 'snapshot';
  readonly messageId: string;
  /** Undefined where the parts are not all text, though the message says they are. */
  readonly text: string | undefined;
  /** The site's word for why the message ended; undefined while it has not. */
  readonly ended: string | undefined;
  /** True when the message is whole, but the assistant's turn goes on with another. */
  readonly turnGoesOn: boolean;
}

/** One event of an answer, as far as it concerns us. */
export type FakeGptEvent =
  | Snapshot
  /** The assistant talks to a tool, or a tool to the assistant. */
  | { readonly type: 'tool-turn' }
  /** The site's moderation withholds the question or the answer. */
  | { readonly type: 'blocked' }
  | { readonly type: 'failure'; readonly complaint: ErrorDetails }
  | { readonly type: 'websocket' }
  | { readonly type: 'impossible' }
  | { readonly type: 'other' };

const other: FakeGptEvent = { type: 'other' };

/** What an event of the stream says; fields of no use to us are not looked at. */
export function readSiteEvent(event: JsonValue | undefined): FakeGptEvent {
  if (!isJsonObject(event)) return { type: 'impossible' };
  const complaint = decodeErrorDetails(event);
  if (complaint) return { type: 'failure', complaint };
  if (Object.hasOwn(event, 'error') && event['error'] !== null) {
    return { type: 'failure', complaint: {} };
  }
  if (readString(event, 'wss_url') !== undefined) return { type: 'websocket' };
  if (readBoolean(readObject(event, 'moderation_response'), 'blocked') === true) {
    return { type: 'blocked' };
  }
  const message = readObject(event, 'message');
  return message ? readMessage(message) : other;
}

function readMessage(message: JsonValue): FakeGptEvent {
  const role = readString(readObject(message, 'author'), 'role');
  if (role === 'tool') return { type: 'tool-turn' };
  if (role !== 'assistant') return other;
  const content = readObject(message, 'content');
  const recipient = readString(message, 'recipient') ?? 'all';
  if (recipient !== 'all' || readString(content, 'content_type') !== 'text') {
    return { type: 'tool-turn' };
  }
  const metadata = readObject(message, 'metadata');
  const messageType = readString(metadata, 'message_type');
  const messageId = readString(message, 'id');
  if (messageType !== 'next' && messageType !== 'continue') return other;
  if (messageId === undefined) return { type: 'impossible' };
  return { type: 'snapshot', messageId, text: readText(content), ...readEnd(message, metadata) };
}

function readText(content: JsonValue | undefined): string | undefined {
  const parts = readArray(content, 'parts');
  if (!parts) return readString(content, 'text');
  const [first] = parts;
  if (parts.length === 1) return typeof first === 'string' ? first : undefined;
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

/** A cut answer says so whether or not the turn is over; any other end counts only as its last. */
function readEnd(
  message: JsonValue,
  metadata: JsonValue | undefined,
): Pick<Snapshot, 'ended' | 'turnGoesOn'> {
  const status = readString(message, 'status');
  const endTurn = readBoolean(message, 'end_turn');
  const told = readString(readObject(metadata, 'finish_details'), 'type');
  if (told === 'max_tokens' || told === 'interrupted') return { ended: told, turnGoesOn: false };
  if (status === 'finished_partial_completion') return { ended: status, turnGoesOn: false };
  const whole = told !== undefined || status === 'finished_successfully';
  if (endTurn === false) return { ended: undefined, turnGoesOn: whole };
  if (told !== undefined) return { ended: told, turnGoesOn: false };
  return { ended: whole && endTurn === true ? 'stop' : undefined, turnGoesOn: false };
}
