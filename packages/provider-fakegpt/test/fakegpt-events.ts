import type { ProviderEvent } from '@understudy/core/provider';
import { readSse } from '@understudy/provider-utils';

import { ChatStreamDecoder } from '../src/decode-chat-stream.ts';
import type { StreamEnd } from '../src/response/stream-end.ts';

/** The fields of a message that tests set. */
export interface MessageShape {
  readonly id?: string;
  readonly role?: string;
  readonly recipient?: string;
  readonly contentType?: string;
  readonly parts?: readonly unknown[];
  readonly text?: string;
  readonly status?: string;
  readonly endTurn?: boolean | null;
  readonly finish?: string;
  readonly messageType?: string | null;
}

/** Creates an event with a message. By default, it is an incomplete message of the assistant. */
export function message(shape: MessageShape = {}): object {
  const { id = 'm-ast', role = 'assistant', recipient = 'all', text = '' } = shape;
  const { contentType = 'text', parts = [text], messageType = 'next', finish } = shape;
  return {
    message: {
      id,
      author: { role, name: null, metadata: {} },
      create_time: 1_700_000_001,
      update_time: null,
      content: { content_type: contentType, parts },
      status: shape.status ?? 'in_progress',
      end_turn: shape.endTurn ?? null,
      weight: 1,
      metadata: {
        ...(finish !== undefined && { finish_details: { type: finish } }),
        message_type: messageType,
        parent_id: 'm-usr',
      },
      recipient,
    },
    conversation_id: 'c-1',
    error: null,
  };
}

/** Creates the last snapshot of a response. */
export function finalMessage(text: string, shape: MessageShape = {}): object {
  const ended = { status: 'finished_successfully', endTurn: true, finish: 'stop' };
  return message({ text, ...ended, ...shape });
}

/** Creates the last snapshot of a response that reached its maximum length. */
export function cutMessage(text: string, shape: MessageShape = {}): object {
  const ended = { status: 'finished_successfully', endTurn: false, finish: 'max_tokens' };
  return message({ text, ...ended, ...shape });
}

/** Encodes events of a stream. A string is used as data. */
export function frames(...events: readonly (object | string)[]): string {
  return events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('');
}

/** The result of a decoded stream. */
export interface Outcome {
  readonly events: readonly ProviderEvent[];
  readonly text: string;
  readonly end: StreamEnd | undefined;
}

/** Decodes a stream that is received in these reads. */
export async function decodeReads(
  reads: Iterable<Uint8Array>,
  decoder: ChatStreamDecoder = new ChatStreamDecoder(),
): Promise<Outcome> {
  const events: ProviderEvent[] = [];
  let end: StreamEnd | undefined;
  for await (const messages of readSse(toBody(reads), { maxEventBytes: 1_048_576 })) {
    const decoded = decoder.decode(messages);
    events.push(...decoded.events);
    end = decoded.end;
    if (end) break;
  }
  if (!end) {
    const decoded = decoder.end();
    events.push(...decoded.events);
    end = decoded.end;
  }
  if (end && end.type !== 'failed') events.push(...decoder.finish(end));
  return { events, text: textOf(events), end };
}

/** Decodes events that are received in one read. */
export function decodeEvents(...events: readonly (object | string)[]): Promise<Outcome> {
  return decodeReads([new TextEncoder().encode(frames(...events))]);
}

export function textOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

async function* toBody(reads: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* reads;
}
