import { readFileSync } from 'node:fs';

import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/provider-utils';

import { ResponseStreamDecoder } from '../../src/responses/index.ts';
import type { Decoded, DecodeSettings } from '../../src/responses/index.ts';

export const settings: DecodeSettings = { provider: 'openai', model: 'gpt-6-astra' };

const isLast = /^\{.*"type":"response\.(?:completed|incomplete|failed)"/;

/** Returns the events of a recorded stream, up to the end of its first response. */
export function readRecording(name: string): readonly SseMessage[] {
  const file = new URL(`fixtures/${name}.chunks.txt`, import.meta.url);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const end = lines.findIndex((line) => isLast.test(line));
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
  const decoder = new ResponseStreamDecoder({ ...settings, ...changed });
  const events: ProviderEvent[] = [];
  for (const received of messages) {
    const decoded = decoder.decode([received]);
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
      const argumentsText = last.argumentsText + event.argumentsText;
      joined[joined.length - 1] = { ...last, argumentsText };
    } else joined.push(event);
  }
  return joined;
}

export function textOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

export const response = { id: 'resp_1', object: 'response', model: 'gpt-6-astra', output: [] };

/** A stream with these events between its first and its last one. */
export function createStream(
  events: readonly object[],
  fields: object = {},
): readonly SseMessage[] {
  const completed = { ...response, status: 'completed', ...fields };
  const status = 'status' in completed ? completed.status : '';
  return toMessages(
    { type: 'response.created', response: { ...response, status: 'in_progress' } },
    ...events,
    { type: `response.${status}`, response: completed },
  );
}

export function added(index: number, item: object): object {
  return { type: 'response.output_item.added', output_index: index, item };
}

export function done(index: number, item: object): object {
  return { type: 'response.output_item.done', output_index: index, item };
}

export function textDelta(index: number, delta: string, type = 'output_text'): object {
  return { type: `response.${type}.delta`, output_index: index, content_index: 0, delta };
}

export function message(id: string, ...texts: readonly string[]): JsonObject {
  const content = texts.map((text) => ({ type: 'output_text', text, annotations: [] }));
  return { type: 'message', id, role: 'assistant', status: 'completed', content };
}

/** A message that was streamed. */
export function streamed(index: number, text: string): readonly object[] {
  const id = `msg_${index}`;
  const pieces = text.split(/(?<= )/).map((piece) => textDelta(index, piece));
  return [added(index, message(id)), ...pieces, done(index, message(id, text))];
}
