import type { Message } from '@understudy/core';

/** What stands before the first question. */
export function openingMessages(system: string | undefined): readonly Message[] {
  return system === undefined ? [] : [{ role: 'system', content: system }];
}
