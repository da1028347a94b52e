import type { ContentPart, Message } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/** The id that a tool call has at the vendor, by its own. */
export type ToolCallIds = (id: string) => string;

const short = /^[a-z0-9]{9}$/i;

/** Ids as they are, or where the vendor wants short ones, others in place of those that are not. */
export function shortenToolCallIds(messages: readonly Message[], quirks: Quirks): ToolCallIds {
  if (quirks.shortToolCallIds !== true) return (id) => id;
  const ids = new Set(messages.flatMap(readIds));
  const shortened = new Map<string, string>();
  let count = 0;
  for (const id of ids) {
    if (short.test(id)) continue;
    let free: string;
    do free = `call${String((count += 1)).padStart(5, '0')}`;
    while (ids.has(free));
    shortened.set(id, free);
  }
  return (id) => shortened.get(id) ?? id;
}

function readIds({ content }: Message): readonly string[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [] : content;
  return parts.flatMap((part) =>
    part.type === 'tool-call' ? [part.id] : part.type === 'tool-result' ? [part.toolCallId] : [],
  );
}
