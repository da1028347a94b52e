import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

/** Most events of a response are pieces of text. */
export function formatTextDelta(index: number, text: string): string {
  const delta = `{"type":"text_delta","text":${JSON.stringify(text)}}`;
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${delta}}\n\n`;
}

/** Formats events as server-sent events. */
export function formatSse(events: readonly JsonObject[]): string {
  return events
    .map((event) => `event: ${readString(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}
