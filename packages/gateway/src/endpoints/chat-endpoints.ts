import { chatCompletions } from './chat-completions.ts';
import type { ChatEndpoint } from './chat-endpoint.ts';
import { messages } from './messages.ts';
import { responses } from './responses.ts';

/** The APIs in which clients send chats. */
export const chatEndpoints: readonly ChatEndpoint[] = [chatCompletions, responses, messages];
