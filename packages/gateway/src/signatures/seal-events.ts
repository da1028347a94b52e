import type { AssistantMessage, ChatEvent } from '@understudy/core';

import { seal } from './signature.ts';
import type { Signer } from './signature.ts';

/** Seals the signatures of events. Returns the list itself if it has none. */
export function sealEvents(events: readonly ChatEvent[], signer: Signer): readonly ChatEvent[] {
  if (!events.some(isSigned)) return events;
  return events.map((event) =>
    isSigned(event) ? { ...event, signature: seal(event.signature, signer) } : event,
  );
}

function isSigned(event: ChatEvent): event is ChatEvent & { readonly signature: string } {
  return 'signature' in event && event.signature !== undefined;
}

/** Seals the signatures of a message. */
export function sealMessage(message: AssistantMessage, signer: Signer): AssistantMessage {
  if (typeof message.content === 'string') return message;
  const content = message.content.map((part) =>
    part.signature === undefined ? part : { ...part, signature: seal(part.signature, signer) },
  );
  return { ...message, content };
}
