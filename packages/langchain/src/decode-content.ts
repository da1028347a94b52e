import type { BaseMessage } from '@langchain/core/messages';
import type { FilePart, ImagePart, TextPart } from '@understudy/core';
import { ConfigurationError } from '@understudy/core';
import { readObject, readString } from '@understudy/core/internal';

import { decodeFile, isFileBlock } from './decode-file.ts';

/** Text, an image or another file of a message. */
type ContentPart = TextPart | ImagePart | FilePart;

/**
 * Returns the content of a message.
 *
 * @throws ConfigurationError `invalid-request` for a block that a chat does not have
 */
export function decodeContent(
  { content }: BaseMessage,
  path: string,
): string | readonly ContentPart[] {
  if (typeof content === 'string') return content;
  return content.map((block: unknown, index) => decodeBlock(block, `${path}.content[${index}]`));
}

/**
 * Returns the text of a system message. Its blocks are kept if one of them has options.
 *
 * A block that is not text is left out, as in `text` of the message.
 */
export function decodeSystem({ content, text }: BaseMessage): string | readonly TextPart[] {
  if (typeof content === 'string') return content;
  const blocks = content.filter((block) => readString(block, 'type') === 'text');
  const parts = blocks.map((block: unknown) => ({ ...decodeText(block), ...decodeOptions(block) }));
  return parts.some(({ providerOptions }) => providerOptions) ? parts : text;
}

/** Reads standard blocks, and those of OpenAI, Anthropic and Google that LangChain's own models accept. */
function decodeBlock(block: unknown, path: string): ContentPart {
  return { ...decodePart(block, path), ...decodeOptions(block) };
}

function decodeText(block: unknown): TextPart {
  return { type: 'text', text: readString(block, 'text') ?? '' };
}

/** Apps and the middleware of `@langchain/anthropic` mark blocks for Anthropic's prompt cache. */
function decodeOptions(block: unknown): Pick<TextPart, 'providerOptions'> {
  const mark = readObject(block, 'cache_control');
  return mark ? { providerOptions: { 'anthropic-messages': { cache_control: mark } } } : {};
}

function decodePart(block: unknown, path: string): ContentPart {
  const type = readString(block, 'type') ?? 'unknown';
  if (type === 'text') return decodeText(block);
  if (!isFileBlock(block)) throw unsupported(path, `a block of the type "${type}"`);
  const file = decodeFile(block);
  if (!file) throw unsupported(path, `a block of the type "${type}" without data and URL`);
  return file;
}

/** The error for a role or a block that a chat does not have. */
export function unsupported(path: string, received: string): ConfigurationError {
  return new ConfigurationError({
    code: 'invalid-request',
    path,
    expected: 'system, human, ai and tool messages with text, images and files',
    received,
  });
}
