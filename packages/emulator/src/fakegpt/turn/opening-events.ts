import type { UserMessage } from '../decode-conversation-request.ts';
import { createMessageEvent, createTextContent } from './message-event.ts';
import type { Turn } from './turn.ts';

/** What a new conversation begins with: the system's empty message, and the user's own given back. */
export function createOpeningEvents(turn: Turn, message: UserMessage): readonly object[] {
  const system = createMessageEvent(turn, {
    id: `${message.id}-system`,
    role: 'system',
    content: createTextContent(''),
    endTurn: true,
    weight: 0,
    metadata: {},
  });
  const echo = createMessageEvent(turn, {
    id: message.id,
    role: 'user',
    content: createTextContent(message.text),
    metadata: { timestamp_: 'absolute', message_type: null },
  });
  return [system, echo];
}
