import { readFileSync } from 'node:fs';

import type { ProviderError, ProviderEvent } from '@understudy/core/provider';
import { readSse } from '@understudy/provider-utils';
import type { Decoded } from '@understudy/provider-utils';

import { ChatStreamDecoder, finishResponse } from '../src/wire/decode-chat-stream.ts';
import { ResponseReader } from '../src/wire/response/response-reader.ts';

/** The result of a decoded stream. */
export interface Outcome {
  readonly events: readonly ProviderEvent[];
  /** Undefined if the response is complete. */
  readonly error: ProviderError | undefined;
}

/** Decodes a stream that is received in these reads. Created ids are `created-1` and so on. */
export async function decodeReads(reads: Iterable<Uint8Array>): Promise<Outcome> {
  const reader = createReader();
  const decoder = new ChatStreamDecoder(reader);
  const events: ProviderEvent[] = [];
  const options = { lenient: true };
  for await (const messages of readSse(toBody(reads), { maxEventBytes: 1_048_576 }, options)) {
    const decoded = decoder.decode(messages);
    events.push(...decoded.events);
    if (decoded.end) return { events, error: errorOf(decoded) };
  }
  const ended = decoder.end();
  events.push(...ended.events);
  if (ended.end) return { events, error: errorOf(ended) };
  const finished = finishResponse(reader);
  events.push(...finished.events);
  return { events, error: errorOf(finished) };
}

function errorOf({ end }: Decoded): ProviderError | undefined {
  return end?.type === 'failed' ? end.error : undefined;
}

export function createReader(): ResponseReader {
  let created = 0;
  return new ResponseReader({
    provider: 'google',
    model: 'requested',
    jsonTool: false,
    createToolCallId: () => `created-${(created += 1)}`,
  });
}

/** Decodes chunks that are received in one read. A chunk is JSON, or a text that is sent as it is. */
export function decodeChunks(...chunks: readonly (object | string)[]): Promise<Outcome> {
  const text = chunks.map((chunk) => (typeof chunk === 'string' ? chunk : toFrame(chunk)));
  return decodeReads([Buffer.from(text.join(''))]);
}

export function toFrame(chunk: object): string {
  return `data: ${JSON.stringify(chunk)}\r\n\r\n`;
}

/** Creates a chunk with these parts. */
export function createChunk(parts: readonly unknown[], fields: object = {}): object {
  return { candidates: [{ content: { role: 'model', parts }, index: 0, ...fields }] };
}

/** The last chunk of a response. */
export const lastChunk: object = createChunk([{ text: '' }], { finishReason: 'STOP' });

/** Returns the chunks of a recorded stream, one JSON text each. */
export function readRecording(name: string): readonly string[] {
  const url = new URL(`fixtures/${name}.chunks.txt`, import.meta.url);
  return readFileSync(url, 'utf8').trim().split('\n');
}

async function* toBody(reads: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* reads;
}
