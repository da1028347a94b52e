import type { ChatRequest } from '../chat/chat-request.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeValue } from '../registry/configuration-reader.ts';

const roles: readonly unknown[] = ['system', 'user', 'assistant', 'tool'];

/**
 * Rejects a request that no provider could send.
 *
 * @throws ConfigurationError `invalid-request` with the path
 */
export function validateRequest(request: ChatRequest): void {
  const given: unknown = request;
  if (typeof given !== 'object' || given === null) throw invalid('request', 'an object', given);
  const { model, messages } = request;
  if (typeof model !== 'string') throw invalid('model', 'a name', model);
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalid('messages', 'at least one message', messages);
  }
  for (const [index, message] of messages.entries()) {
    validateMessage(message, `messages[${index}]`);
  }
}

function validateMessage(message: unknown, path: string): void {
  if (typeof message !== 'object' || message === null) throw invalid(path, 'a message', message);
  const role: unknown = Reflect.get(message, 'role');
  if (!roles.includes(role)) {
    throw invalid(`${path}.role`, 'system, user, assistant or tool', role);
  }
  const content: unknown = Reflect.get(message, 'content');
  if (typeof content === 'string' && role !== 'tool') return;
  if (!Array.isArray(content)) {
    throw invalid(`${path}.content`, 'text or a list of parts', content);
  }
  for (const [index, part] of content.entries()) {
    const type: unknown = typeof part === 'object' && part !== null && Reflect.get(part, 'type');
    if (typeof type !== 'string') {
      throw invalid(`${path}.content[${index}]`, 'a part with a type', part);
    }
  }
}

/** A text of the conversation is described by its type, so that no prompt gets into the message. */
function invalid(path: string, expected: string, value: unknown): ConfigurationError {
  const isPrompt = typeof value === 'string' && !path.endsWith('.role');
  const received = isPrompt ? 'a string' : describeValue(value);
  return new ConfigurationError({ code: 'invalid-request', path, expected, received });
}
