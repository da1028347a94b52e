import type { AssistantPart, ChatRequest, Message } from '@understudy/core';

import { unseal } from './signature.ts';

/** Restores the signatures of a request, with the provider and the model that each belongs to. */
export function unsealRequest(request: ChatRequest, format: string): ChatRequest {
  return {
    ...request,
    messages: request.messages.map((message) => unsealMessage(message, format)),
  };
}

function unsealMessage(message: Message, format: string): Message {
  if (message.role !== 'assistant' || typeof message.content === 'string') return message;
  if (message.content.every(({ signature }) => signature === undefined)) return message;
  return { ...message, content: message.content.map((part) => unsealPart(part, format)) };
}

function unsealPart(part: AssistantPart, format: string): AssistantPart {
  return part.signature === undefined ? part : { ...part, ...unseal(part.signature, format) };
}
