import type { JsonValue } from '@understudy/core/provider';
import {
  isJsonObject,
  readArray,
  readBoolean,
  readObject,
  readString,
} from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import { decodeError } from '../decode-error.ts';

/** The state of an assistant message, with its complete text so far. */
export interface Snapshot {
  readonly type: 'snapshot';
  readonly messageId: string;
  /** Undefined if a part of the message is not text. */
  readonly text: string | undefined;
  /** The server's reason for the end of the message. Undefined if the message has not ended. */
  readonly rawReason: string | undefined;
  /** Whether the message has ended but another one follows in the same turn. */
  readonly turnContinues: boolean;
}

/** An event of a stream, reduced to what the decoder uses. */
export type FakeGptEvent =
  | Snapshot
  /** A message between the assistant and a tool. */
  | { readonly type: 'tool-turn' }
  /** The server's moderation blocks the prompt or the response. */
  | { readonly type: 'blocked' }
  | { readonly type: 'error'; readonly details: VendorError }
  | { readonly type: 'websocket' }
  | { readonly type: 'invalid' }
  | { readonly type: 'other' };

const other: FakeGptEvent = { type: 'other' };

/** Reads an event. Unknown fields are ignored. */
export function readFakeGptEvent(event: JsonValue | undefined): FakeGptEvent {
  if (!isJsonObject(event)) return { type: 'invalid' };
  const details = decodeError(event);
  if (details) return { type: 'error', details };
  if (Object.hasOwn(event, 'error') && event['error'] !== null) {
    return { type: 'error', details: {} };
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
  if (messageId === undefined) return { type: 'invalid' };
  return { type: 'snapshot', messageId, text: readText(content), ...readEnd(message, metadata) };
}

function readText(content: JsonValue | undefined): string | undefined {
  const parts = readArray(content, 'parts');
  if (!parts) return readString(content, 'text');
  const [first] = parts;
  if (parts.length === 1) return typeof first === 'string' ? first : undefined;
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

/** `end_turn` matters for every reason except those of a response that was cut or interrupted. */
function readEnd(
  message: JsonValue,
  metadata: JsonValue | undefined,
): Pick<Snapshot, 'rawReason' | 'turnContinues'> {
  const status = readString(message, 'status');
  const endTurn = readBoolean(message, 'end_turn');
  const reason = readString(readObject(metadata, 'finish_details'), 'type');
  if (reason === 'max_tokens' || reason === 'interrupted') {
    return { rawReason: reason, turnContinues: false };
  }
  if (status === 'finished_partial_completion') return { rawReason: status, turnContinues: false };
  const isComplete = reason !== undefined || status === 'finished_successfully';
  if (endTurn === false) return { rawReason: undefined, turnContinues: isComplete };
  if (reason !== undefined) return { rawReason: reason, turnContinues: false };
  return { rawReason: isComplete && endTurn === true ? 'stop' : undefined, turnContinues: false };
}
