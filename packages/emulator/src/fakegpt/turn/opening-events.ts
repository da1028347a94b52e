import { createMessageEvent, createTextContent } from './message-event.ts';
import type { Turn, TurnEcho } from './turn.ts';

/** Creates the events at the start of a new conversation: an empty system message and an echo of the user message. */
export function createOpeningEvents(
  turn: Turn,
  { systemId, message }: TurnEcho,
): readonly object[] {
  const system = createMessageEvent(turn, {
    id: systemId,
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
