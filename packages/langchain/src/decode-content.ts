import type { BaseMessage } from '@langchain/core/messages';
import type { FileData, FilePart, ImagePart, TextPart } from '@understudy/core';
import { ConfigurationError } from '@understudy/core';
import { decodeDataUrl, readObject, readString } from '@understudy/core/internal';

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

/** Reads standard blocks, and the block `image_url` of OpenAI. */
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
  const type = readString(block, 'type');
  if (type === 'text') return decodeText(block);
  if (type === 'image_url') {
    const url = readString(readObject(block, 'image_url'), 'url') ?? readString(block, 'image_url');
    const data = url === undefined ? undefined : decodeUrl(url);
    if (data) return { type: 'image', ...data };
  }
  if (type === 'image' || type === 'file' || type === 'audio' || type === 'video') {
    const received = decodeData(block);
    if (!received) throw unsupported(path, `a block of the type "${type}" without data and URL`);
    const { data } = received;
    const mediaType =
      readString(block, 'mimeType') ?? readString(block, 'mime_type') ?? received.mediaType;
    if (type === 'image') return { type, data, ...(mediaType !== undefined && { mediaType }) };
    const name = readString(readObject(block, 'metadata'), 'filename');
    return {
      type: 'file',
      data,
      mediaType: mediaType ?? 'application/octet-stream',
      ...(name !== undefined && { name }),
    };
  }
  throw unsupported(path, `a block of the type "${type ?? 'unknown'}"`);
}

interface BlockData {
  readonly data: FileData;
  /** The media type of a data URL. */
  readonly mediaType?: string;
}

function decodeData(block: unknown): BlockData | undefined {
  const url = readString(block, 'url');
  if (url !== undefined) return decodeUrl(url);
  const base64 = readString(block, 'data');
  if (base64 !== undefined) return { data: { type: 'base64', base64 } };
  const bytes: unknown =
    typeof block === 'object' && block !== null ? Reflect.get(block, 'data') : undefined;
  return bytes instanceof Uint8Array ? { data: { type: 'bytes', bytes } } : undefined;
}

function decodeUrl(text: string): BlockData | undefined {
  const embedded = decodeDataUrl(text);
  if (embedded) return embedded;
  const url = URL.parse(text);
  return url ? { data: { type: 'url', url } } : undefined;
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
