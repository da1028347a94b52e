import type { Turn } from './turn.ts';

export const conversationTitle = 'An emulated conversation';

/** Creates the moderation result of the response or of the user message. */
export function createModerationEvent(
  turn: Turn,
  subject: 'response' | 'user-message',
  blocked: boolean,
): object {
  return {
    conversation_id: turn.conversationId,
    message_id: subject === 'response' ? turn.messageId : turn.parentId,
    is_completion: subject === 'response',
    moderation_response: { flagged: blocked, blocked, moderation_id: `modr-${turn.messageId}` },
  };
}

export function createErrorEvent(turn: Turn): object {
  return {
    message: null,
    conversation_id: turn.conversationId,
    error: 'Something went wrong. If this issue persists please contact us.',
  };
}

/** Creates events of a newer protocol version, which a client ignores. */
export function createUnknownEvents(turn: Turn): readonly object[] {
  const conversation = { conversation_id: turn.conversationId };
  return [
    { type: 'title_generation', title: conversationTitle, ...conversation },
    { type: 'conversation_detail_metadata', limits_progress: [], ...conversation },
  ];
}

/** Creates an event that redirects the client to a WebSocket. No server listens at its address. */
export function createHandoverEvent(turn: Turn): object {
  return {
    wss_url: 'wss://example.invalid/s',
    conversation_id: turn.conversationId,
    response_id: `response-${turn.messageId}`,
  };
}
