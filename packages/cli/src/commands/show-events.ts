import type { ChatEvent, ChatStream } from '@understudy/core';

import { stripCredentials } from '../failure/strip-credentials.ts';
import type { Screen } from '../render/screen.ts';

/** Prints each event of a chat as one line of JSON. */
export async function showEvents(chat: ChatStream, screen: Screen): Promise<void> {
  for await (const event of chat) await screen.line(formatEvent(event));
}

/** Messages of errors are kept clean; the answer itself is printed as it came. */
function formatEvent(event: ChatEvent): string {
  const line = JSON.stringify(event);
  return event.type === 'attempt-end' ? stripCredentials(line) : line;
}
