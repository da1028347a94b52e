import { readString } from '@understudy/core/internal';
import type { JsonObject } from '@understudy/core/provider';

/** Formats events as server-sent events. The name of an event is its field `type`. */
export function formatSse(events: readonly JsonObject[]): string {
  return events
    .map((event) => `event: ${readString(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}
