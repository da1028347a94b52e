import type { ContentPart, Message } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/** The id of a tool call as the vendor takes it. */
export type ToolCallNames = (id: string) => string;

const short = /^[a-z0-9]{9}$/i;

/** Ids as they are, or where the vendor wants short ones, others in place of those that are not. */
export function nameToolCalls(messages: readonly Message[], quirks: Quirks): ToolCallNames {
  if (quirks.shortToolCallIds !== true) return (id) => id;
  const ids = new Set(messages.flatMap(readIds));
  const names = new Map<string, string>();
  let count = 0;
  for (const id of ids) {
    if (short.test(id)) continue;
    let name: string;
    do name = `call${String((count += 1)).padStart(5, '0')}`;
    while (ids.has(name));
    names.set(id, name);
  }
  return (id) => names.get(id) ?? id;
}

function readIds({ content }: Message): readonly string[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [] : content;
  return parts.flatMap((part) =>
    part.type === 'tool-call' || part.type === 'tool-result' ? [part.id] : [],
  );
}
