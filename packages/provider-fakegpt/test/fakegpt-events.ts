import { readSse } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';

import { ChatStreamDecoder } from '../src/decode-chat-stream.ts';
import type { StreamEnd } from '../src/decode-chat-stream.ts';

/** What may be said of a message in a test; all else is as the site says it. */
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

/** An event with a message, by default the assistant's in the middle of its answer. */
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

/** The last snapshot of an answer. */
export function finalMessage(text: string, shape: MessageShape = {}): object {
  const ended = { status: 'finished_successfully', endTurn: true, finish: 'stop' };
  return message({ text, ...ended, ...shape });
}

/** A snapshot that was cut at the greatest length of an answer. */
export function cutMessage(text: string, shape: MessageShape = {}): object {
  const ended = { status: 'finished_successfully', endTurn: false, finish: 'max_tokens' };
  return message({ text, ...ended, ...shape });
}

/** Frames of an event stream; a string is data as it is. */
export function frames(...events: readonly (object | string)[]): string {
  return events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('');
}

/** What came of a stream. */
export interface Outcome {
  readonly events: readonly ProviderEvent[];
  readonly text: string;
  readonly end: StreamEnd | undefined;
}

/** Decodes a stream that arrives in these reads. */
export async function decodeReads(
  reads: Iterable<Uint8Array>,
  decoder: ChatStreamDecoder = new ChatStreamDecoder(),
): Promise<Outcome> {
  const events: ProviderEvent[] = [];
  let end: StreamEnd | undefined;
  for await (const messages of readSse(toBody(reads))) {
    const decoded = decoder.decode(messages);
    events.push(...decoded.events);
    end = decoded.end;
    if (end) break;
  }
  if (!end) {
    const decoded = decoder.endBody();
    events.push(...decoded.events);
    end = decoded.end;
  }
  if (end && end.type !== 'failed') events.push(...decoder.finish(end));
  return { events, text: textOf(events), end };
}

/** Decodes events as one read. */
export function decodeEvents(...events: readonly (object | string)[]): Promise<Outcome> {
  return decodeReads([new TextEncoder().encode(frames(...events))]);
}

export function textOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

async function* toBody(reads: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* reads;
}
