import { ProviderError } from '@understudy/core/provider';
import type { ContentPart, Message } from '@understudy/core/provider';

/**
 * Joins messages to one, because the server accepts only one.
 *
 * A single message is returned unchanged. Several messages become a line `Role: text` for each, and
 * the line `Assistant:` at the end.
 *
 * @throws ProviderError `invalid-request` for an empty list or an unknown role, `unsupported-feature`
 * for content other than text
 */
export function flattenMessages(messages: readonly Message[]): string {
  const [first, ...others] = messages;
  if (!first) {
    throw new ProviderError({
      code: 'invalid-request',
      message: 'messages: expected at least one message, received none',
    });
  }
  if (others.length === 0) return readText(first);
  const lines = messages.map((message) => `${labelOf(message)}: ${readText(message)}`);
  return [...lines, 'Assistant:'].join('\n');
}

const labels: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['user', 'User'],
  ['assistant', 'Assistant'],
  ['tool', 'Tool'],
]);

function labelOf({ role }: Message): string {
  const label = labels.get(role);
  if (label !== undefined) return label;
  throw new ProviderError({
    code: 'invalid-request',
    message: `messages: expected one of the roles ${[...labels.keys()].join(', ')}, received another role`,
  });
}

function readText({ content }: Message): string {
  if (typeof content === 'string') return content;
  const parts: readonly ContentPart[] = content;
  return parts.map(readPart).join('');
}

function readPart(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  // Reasoning is useful only to the model that wrote it.
  if (part.type === 'reasoning') return '';
  throw new ProviderError({
    code: 'unsupported-feature',
    message: `messages: expected text, received a part of type ${JSON.stringify(part.type)}`,
  });
}
