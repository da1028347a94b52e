import type { ProviderError, ProviderEvent } from '@understudy/core/provider';
import { readJsonLines } from '@understudy/provider-utils';
import type { Decoded } from '@understudy/provider-utils';

import { ChatStreamDecoder } from '../src/wire/decode-chat-stream.ts';

/** The result of a decoded stream. */
export interface Outcome {
  readonly events: readonly ProviderEvent[];
  /** Undefined if the response is complete. */
  readonly error: ProviderError | undefined;
}

/** Decodes a stream that is received in these reads. Minted ids are `minted-1` and so on. */
export async function decodeReads(reads: Iterable<Uint8Array>): Promise<Outcome> {
  let minted = 0;
  const decoder = new ChatStreamDecoder({
    provider: 'ollama',
    model: 'requested',
    createToolCallId: () => `minted-${(minted += 1)}`,
  });
  const events: ProviderEvent[] = [];
  for await (const lines of readJsonLines(toBody(reads), { maxEventBytes: 1_048_576 })) {
    const decoded = decoder.decode(lines);
    events.push(...decoded.events);
    if (decoded.end) return { events, error: errorOf(decoded) };
  }
  const ended = decoder.end();
  events.push(...ended.events);
  return { events, error: errorOf(ended) };
}

function errorOf({ end }: Decoded): ProviderError | undefined {
  return end?.type === 'failed' ? end.error : undefined;
}

/** Decodes lines that are received in one read. A line is JSON, or a text that is sent as it is. */
export function decodeLines(...lines: readonly (object | string)[]): Promise<Outcome> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return decodeReads([Buffer.from(text.map((line) => `${line}\n`).join(''))]);
}

/** Creates a line with a message. */
export function createLine(message: object, fields: object = {}): object {
  const created_at = '2026-11-29T09:00:00Z';
  const complete = { role: 'assistant', content: '', ...message };
  return { model: 'tiny', created_at, message: complete, done: false, ...fields };
}

/** The last line of a response. */
export const lastLine: object = createLine({}, { done: true, done_reason: 'stop' });

async function* toBody(reads: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* reads;
}
