import type { ContentPart, Message } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/** Returns the id to send for the id of a tool call. */
export type ToolCallIds = (id: string) => string;

const shortId = /^[a-z0-9]{9}$/i;

/** Returns the ids unchanged, or replaces ids without nine letters or digits if the vendor requires them. */
export function shortenToolCallIds(messages: readonly Message[], quirks: Quirks): ToolCallIds {
  if (quirks.shortToolCallIds !== true) return (id) => id;
  const ids = new Set(messages.flatMap(findIds));
  const shortened = new Map<string, string>();
  let count = 0;
  for (const id of ids) {
    if (shortId.test(id)) continue;
    let unused: string;
    do unused = `call${String((count += 1)).padStart(5, '0')}`;
    while (ids.has(unused));
    shortened.set(id, unused);
  }
  return (id) => shortened.get(id) ?? id;
}

function findIds({ content }: Message): readonly string[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [] : content;
  return parts.flatMap((part) =>
    part.type === 'tool-call' ? [part.id] : part.type === 'tool-result' ? [part.toolCallId] : [],
  );
}
