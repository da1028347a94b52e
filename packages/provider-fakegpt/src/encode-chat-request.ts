import type { ChatRequest, Random } from '@understudy/core/provider';

import { flattenMessages } from './request/flatten-messages.ts';

/** Where a conversation stands, for it to be gone on with. */
export interface MessageRef {
  readonly conversationId: string;
  /** The assistant's message that was cut off. */
  readonly messageId: string;
}

/** What the site's own page sent beside the message, the same each time. */
const constants = {
  plugin_ids: [],
  timezone_offset_min: -120,
  suggestions: [],
  history_and_training_disabled: true,
  arkose_token: '',
  force_paragen: false,
} as const;

/**
 * A request as the body that opens a conversation. JSON.stringify escapes lone halves of surrogate
 * pairs, so whatever the prompt holds arrives as it is.
 */
export function encodeChatRequest(request: ChatRequest, random: Random): string {
  const message = {
    id: random.uuid(),
    author: { role: 'user' },
    content: { content_type: 'text', parts: [flattenMessages(request.messages)] },
    metadata: {},
  };
  return JSON.stringify({
    action: 'next',
    messages: [message],
    parent_message_id: random.uuid(),
    model: request.model,
    ...constants,
  });
}

/** The body that asks for the rest of an answer cut off at its greatest length. */
export function encodeContinue(model: string, place: MessageRef): string {
  return JSON.stringify({
    action: 'continue',
    conversation_id: place.conversationId,
    parent_message_id: place.messageId,
    model,
    ...constants,
  });
}
