import type { ChatRequest } from '../chat/chat-request.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

const roles: readonly unknown[] = ['system', 'user', 'assistant', 'tool'];

/**
 * Refuses a request that no vendor could answer.
 *
 * @throws ConfigurationError `invalid-request` with the path
 */
export function validateRequest({ model, messages }: ChatRequest): void {
  if (typeof model !== 'string') throw refuse('model', 'a name', typeof model);
  if (!Array.isArray(messages) || messages.length === 0) {
    throw refuse(
      'messages',
      'at least one message',
      Array.isArray(messages) ? 'none' : typeof messages,
    );
  }
  for (const [index, message] of messages.entries()) checkMessage(message, index);
}

function checkMessage(message: unknown, index: number): void {
  if (typeof message !== 'object' || message === null)
    throw refuse(`messages[${index}]`, 'a message', typeof message);
  const role: unknown = Reflect.get(message, 'role');
  if (!roles.includes(role)) {
    const found = typeof role === 'string' ? JSON.stringify(role.slice(0, 40)) : typeof role;
    throw refuse(`messages[${index}].role`, 'system, user, assistant or tool', found);
  }
  const content: unknown = Reflect.get(message, 'content');
  if (typeof content === 'string' && role !== 'tool') return;
  if (!Array.isArray(content)) {
    throw refuse(`messages[${index}].content`, 'text, or a list of parts', typeof content);
  }
  for (const [partIndex, part] of content.entries()) {
    const type: unknown = typeof part === 'object' && part !== null && Reflect.get(part, 'type');
    if (typeof type === 'string') continue;
    throw refuse(
      `messages[${index}].content[${partIndex}]`,
      'a part with a type',
      part === null ? 'null' : typeof part,
    );
  }
}

function refuse(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ code: 'invalid-request', path, expected, received });
}
