import { isRecord } from '../is-record.ts';

/** A user message. */
export interface UserMessage {
  readonly id: string;
  readonly text: string;
}

/** The body of `POST /api/conversation`. */
export type ConversationRequest =
  | (RequestBase & { readonly action: 'next' | 'variant'; readonly message: UserMessage })
  | (RequestBase & { readonly action: 'continue' });

interface RequestBase {
  readonly model: string;
  readonly conversationId: string | undefined;
  readonly parentMessageId: string;
}

/** Decodes a body. Returns the error message if the body is invalid. */
export function decodeConversationRequest(body: unknown): ConversationRequest | string {
  if (!isRecord(body)) return 'The body must be a JSON object.';
  const { action, model, conversation_id: conversation, parent_message_id: parent } = body;
  if (typeof model !== 'string' || model === '') return '"model" must be a string.';
  if (typeof parent !== 'string') return '"parent_message_id" must be a string.';
  const conversationId = typeof conversation === 'string' ? conversation : undefined;
  const base = { model, conversationId, parentMessageId: parent };
  if (action !== 'next' && conversationId === undefined) {
    return `The action "${String(action)}" needs a "conversation_id".`;
  }
  if (action === 'continue') return { ...base, action };
  if (action !== 'next' && action !== 'variant') {
    return '"action" must be "next", "variant" or "continue".';
  }
  const message = decodeLastUserMessage(body['messages']);
  return message === undefined
    ? '"messages" must hold a message of the user with an id and a text in "content.parts".'
    : { ...base, action, message };
}

function decodeLastUserMessage(messages: unknown): UserMessage | undefined {
  if (!Array.isArray(messages)) return undefined;
  return messages.map(decodeUserMessage).findLast((message) => message !== undefined);
}

function decodeUserMessage(message: unknown): UserMessage | undefined {
  if (!isRecord(message) || typeof message['id'] !== 'string') return undefined;
  const { author, content } = message;
  if (!isRecord(author) || author['role'] !== 'user' || !isRecord(content)) return undefined;
  const parts: unknown = content['parts'];
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
  return parts.length === 0 ? undefined : { id: message['id'], text: parts.join('\n') };
}
