import type { ChatRequest, Random } from '@understudy/core/provider';

import { flattenMessages } from './request/flatten-messages.ts';

/** A message of a conversation on the server. */
export interface MessageRef {
  readonly conversationId: string;
  /** The id of the assistant's message that was cut. */
  readonly messageId: string;
}

/** The fields that the website sends unchanged in every request. */
const constantFields = {
  plugin_ids: [],
  timezone_offset_min: -120,
  suggestions: [],
  history_and_training_disabled: true,
  arkose_token: '',
  force_paragen: false,
} as const;

/**
 * Encodes a request as the body that starts a conversation.
 *
 * JSON.stringify escapes unpaired surrogates, so every prompt is sent unchanged.
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
    ...constantFields,
  });
}

/** Encodes the body that requests the continuation of a response that reached its maximum length. */
export function encodeContinuation(
  model: string,
  { conversationId, messageId }: MessageRef,
): string {
  return JSON.stringify({
    action: 'continue',
    conversation_id: conversationId,
    parent_message_id: messageId,
    model,
    ...constantFields,
  });
}
