import type { JsonValue } from '@understudy/core/provider';

import type { Quirks } from '../../src/index.ts';
import { decodeReads, summarize } from '../decode-reads.ts';
import type { Summary } from '../decode-reads.ts';

/** Returns the JSON of a chunk. */
export function chunk(
  delta: JsonValue,
  finishReason: JsonValue = null,
  extra: Readonly<Record<string, JsonValue>> = {},
): string {
  return JSON.stringify({
    id: 'c1',
    object: 'chat.completion.chunk',
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...extra,
  });
}

export const text = (content: string): string => chunk({ content });
export const stop: string = chunk({}, 'stop');
export const done = '[DONE]';
export const teal: readonly string[] = [text('Te'), text('al.')];

/** Decodes a stream of these data fields. */
export function decodeData(data: readonly string[], quirks?: Quirks): Promise<Summary> {
  return decodeStream(data.map((each) => `data: ${each}\n\n`).join(''), quirks);
}

/** Decodes the bytes of a stream in one read. */
export async function decodeStream(stream: string, quirks?: Quirks): Promise<Summary> {
  return summarize(await decodeReads([Buffer.from(stream)], quirks));
}
