import { ProviderError } from '@understudy/core/provider';
import type { ContentPart, Message } from '@understudy/core/provider';

/**
 * A whole history as the one message that the site takes: a single message as it is, else a line
 * `Role: text` for each and `Assistant:` for the answer to go on from.
 *
 * @throws ProviderError `invalid-request` for no message at all or an unknown role,
 * `unsupported-feature` for what is not text
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
  const lines = messages.map((message) => `${label(message)}: ${readText(message)}`);
  return [...lines, 'Assistant:'].join('\n');
}

const labels: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['user', 'User'],
  ['assistant', 'Assistant'],
  ['tool', 'Tool'],
]);

function label({ role }: Message): string {
  const known = labels.get(role);
  if (known !== undefined) return known;
  throw new ProviderError({
    code: 'invalid-request',
    message: `messages: expected a role out of ${[...labels.keys()].join(', ')}, received another`,
  });
}

function readText({ content }: Message): string {
  if (typeof content === 'string') return content;
  const parts: readonly ContentPart[] = content;
  return parts.map(readPart).join('');
}

function readPart(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  // A model's reasoning means nothing to another model.
  if (part.type === 'reasoning') return '';
  throw new ProviderError({
    code: 'unsupported-feature',
    message: `messages: expected text, received a part of type ${JSON.stringify(part.type)}, which the site can't take`,
  });
}
