import type { ChatRequest } from '../chat/chat-request.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

const roles: readonly unknown[] = ['system', 'user', 'assistant', 'tool'];

/**
 * Refuses a request that no vendor could answer.
 *
 * @throws ConfigurationError `invalid-request` with the path
 */
export function checkRequest({ model, messages }: ChatRequest): void {
  if (typeof model !== 'string') throw refuse('model', 'a name', typeof model);
  if (!Array.isArray(messages) || messages.length === 0) {
    throw refuse(
      'messages',
      'at least one message',
      Array.isArray(messages) ? 'none' : typeof messages,
    );
  }
  for (const [index, message] of messages.entries()) checkMessage(message, `messages[${index}]`);
}

function checkMessage(message: unknown, path: string): void {
  if (typeof message !== 'object' || message === null)
    throw refuse(path, 'a message', typeof message);
  const role: unknown = Reflect.get(message, 'role');
  if (!roles.includes(role)) {
    const found = typeof role === 'string' ? JSON.stringify(role.slice(0, 40)) : typeof role;
    throw refuse(`${path}.role`, 'system, user, assistant or tool', found);
  }
  const content: unknown = Reflect.get(message, 'content');
  if (typeof content === 'string' && role !== 'tool') return;
  if (!Array.isArray(content)) {
    throw refuse(`${path}.content`, 'text, or a list of parts', typeof content);
  }
  for (const [index, part] of content.entries()) {
    const type: unknown = typeof part === 'object' && part !== null && Reflect.get(part, 'type');
    if (typeof type === 'string') continue;
    throw refuse(
      `${path}.content[${index}]`,
      'a part with a type',
      part === null ? 'null' : typeof part,
    );
  }
}

function refuse(path: string, expected: string, found: string): ConfigurationError {
  return new ConfigurationError({ code: 'invalid-request', path, expected, found });
}
