import { readFileSync } from 'node:fs';

import type { ProviderEvent } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/provider-utils';

import { MessageStreamDecoder } from '../src/index.ts';
import type { Decoded, DecodeSettings } from '../src/index.ts';

export const settings: DecodeSettings = { provider: 'anthropic', model: 'claude-sonnet-5' };

/** Returns the events of a recorded stream, up to the end of its first message. */
export function readRecording(name: string): readonly SseMessage[] {
  const file = new URL(`fixtures/${name}.chunks.txt`, import.meta.url);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const end = lines.findIndex((line) => line.startsWith('{"type":"message_stop"'));
  return lines.slice(0, end + 1).map(toMessage);
}

export function toMessage(data: string): SseMessage {
  const { type }: { readonly type?: string } = JSON.parse(data);
  return { event: type, data };
}

export function toMessages(...events: readonly object[]): readonly SseMessage[] {
  return events.map((event) => toMessage(JSON.stringify(event)));
}

/** Decodes the messages of a complete body. */
export function decodeAll(
  messages: readonly SseMessage[],
  changed: Partial<DecodeSettings> = {},
): Decoded {
  const decoder = new MessageStreamDecoder({ ...settings, ...changed });
  const events: ProviderEvent[] = [];
  for (const message of messages) {
    const decoded = decoder.decode([message]);
    events.push(...decoded.events);
    if (decoded.end) return { events, end: decoded.end };
  }
  const rest = decoder.end();
  return { ...rest, events: [...events, ...rest.events] };
}

/** Joins consecutive deltas, so that events can be compared that arrived in different pieces. */
export function joinDeltas(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
  const joined: ProviderEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === 'text-delta' && last?.type === 'text-delta') {
      joined[joined.length - 1] = { ...last, text: last.text + event.text };
    } else if (event.type === 'reasoning-delta' && last?.type === 'reasoning-delta') {
      joined[joined.length - 1] = { ...last, text: last.text + event.text };
    } else if (event.type === 'tool-call-delta' && last?.type === 'tool-call-delta') {
      joined[joined.length - 1] = {
        ...last,
        argumentsText: last.argumentsText + event.argumentsText,
      };
    } else {
      joined.push(event);
    }
  }
  return joined;
}

export function textOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

const start = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [],
  },
};

/** A stream with these events between the start and the end of its message. */
export function createStream(
  events: readonly object[],
  stopReason = 'end_turn',
): readonly SseMessage[] {
  const delta = { type: 'message_delta', delta: { stop_reason: stopReason } };
  return toMessages(start, ...events, delta, { type: 'message_stop' });
}

export function blockStart(index: number, block: object): object {
  return { type: 'content_block_start', index, content_block: block };
}

export function blockDelta(index: number, delta: object): object {
  return { type: 'content_block_delta', index, delta };
}

export function blockStop(index: number): object {
  return { type: 'content_block_stop', index };
}
