import { createMessageEvent, createTextContent } from './message-event.ts';
import type { Turn } from './turn.ts';

const call = 'search("x")';

/** Creates the events of a tool call and of its result, each with its own message id. */
export function createToolEvents(turn: Turn, contentType: 'code' | 'text'): readonly object[] {
  const createCall = (text: string, status: 'in_progress' | 'finished_successfully'): object =>
    createMessageEvent(turn, {
      id: `${turn.messageId}-call`,
      role: 'assistant',
      content:
        contentType === 'code'
          ? { content_type: 'code', language: 'unknown', text }
          : createTextContent(text),
      status,
      ...(status === 'in_progress' ? {} : { endTurn: false }),
      metadata: { message_type: 'next', model_slug: turn.model, parent_id: turn.parentId },
      recipient: 'browser',
    });
  const result = createMessageEvent(turn, {
    id: `${turn.messageId}-result`,
    role: 'tool',
    name: 'browser',
    content: createTextContent('page text'),
    metadata: { message_type: 'next', model_slug: turn.model },
  });
  const partial = call.slice(0, 6);
  return [
    createCall('', 'in_progress'),
    createCall(partial, 'in_progress'),
    createCall(call, 'finished_successfully'),
    result,
  ];
}
