import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

import type { TextDelta } from './stream-items.ts';

/** Most events of a response are pieces of text. The fields before the text are the same for all pieces of an item. */
export function formatTextDelta({ position, text }: TextDelta, sequenceNumber: number): string {
  const type = 'response.output_text.delta';
  return `event: ${type}\ndata: {"type":"${type}","sequence_number":${sequenceNumber},${position},"delta":${JSON.stringify(text)},"logprobs":[]}\n\n`;
}

/** Formats events as server-sent events. */
export function formatSse(events: readonly JsonObject[]): string {
  return events
    .map((event) => `event: ${readString(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}
