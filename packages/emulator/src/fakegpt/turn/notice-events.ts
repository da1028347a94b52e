import type { Turn } from './turn.ts';

/** What the moderation of the site says about the answer, or about the message it answers. */
export function createModerationEvent(
  turn: Turn,
  about: 'answer' | 'question',
  blocked: boolean,
): object {
  return {
    conversation_id: turn.conversationId,
    message_id: about === 'answer' ? turn.messageId : turn.parentId,
    is_completion: about === 'answer',
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

/** Events of a later protocol than the snapshots', which a reader passes over. */
export function createUnknownEvents(turn: Turn): readonly object[] {
  const conversation = { conversation_id: turn.conversationId };
  return [
    { type: 'title_generation', title: 'An emulated talk', ...conversation },
    { type: 'conversation_detail_metadata', limits_progress: [], ...conversation },
  ];
}

/** Sends the reader to a web socket for the rest. Nothing listens at its address. */
export function createHandoverEvent(turn: Turn): object {
  return {
    wss_url: 'wss://example.invalid/s',
    conversation_id: turn.conversationId,
    response_id: `response-${turn.messageId}`,
  };
}
