import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type {
  AssistantMessage,
  AssistantPart,
  FileData,
  FilePart,
  ImagePart,
  Message,
  TextPart,
} from '@understudy/core';
import { ConfigurationError } from '@understudy/core';
import { readObject, readString } from '@understudy/core/internal';

import { readParts } from './message-parts.ts';

/**
 * Returns the conversation.
 *
 * @throws ConfigurationError `invalid-request` for a role or a content block that a chat does not have
 */
export function decodeMessages(messages: readonly BaseMessage[]): readonly Message[] {
  return messages.map((message, index) => decodeMessage(message, `messages[${index}]`));
}

function decodeMessage(message: BaseMessage, path: string): Message {
  if (AIMessage.isInstance(message)) return decodeAiMessage(message);
  if (ToolMessage.isInstance(message)) {
    const { tool_call_id: toolCallId, name = '', text, status } = message;
    const isError = status === 'error';
    return {
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId, name, output: text, ...(isError && { isError }) },
      ],
    };
  }
  switch (message.type) {
    case 'system':
    case 'developer':
      return { role: 'system', content: message.text };
    case 'human':
      return { role: 'user', content: decodeContent(message, path) };
    default:
      throw unsupported(path, `a message of the type "${message.type}"`);
  }
}

/** A response of a chat has all its parts, with their signatures. */
function decodeAiMessage(message: AIMessage): AssistantMessage {
  const parts = readParts(message);
  if (parts) return { role: 'assistant', content: parts };
  const calls = (message.tool_calls ?? []).map(({ id = '', name, args }): AssistantPart => ({
    type: 'tool-call',
    id,
    name,
    argumentsText: JSON.stringify(args),
  }));
  const text: readonly AssistantPart[] =
    message.text === '' ? [] : [{ type: 'text', text: message.text }];
  return { role: 'assistant', content: [...text, ...calls] };
}

function decodeContent(
  { content }: BaseMessage,
  path: string,
): string | readonly (TextPart | ImagePart | FilePart)[] {
  if (typeof content === 'string') return content;
  return content.map((block: unknown, index) => decodeBlock(block, `${path}.content[${index}]`));
}

/** Reads standard blocks, and the block `image_url` of OpenAI. */
function decodeBlock(block: unknown, path: string): TextPart | ImagePart | FilePart {
  const type = readString(block, 'type');
  if (type === 'text') return { type: 'text', text: readString(block, 'text') ?? '' };
  const mediaType = readString(block, 'mimeType') ?? readString(block, 'mime_type');
  if (type === 'image_url') {
    const url = readString(readObject(block, 'image_url'), 'url') ?? readString(block, 'image_url');
    const data = url === undefined ? undefined : decodeUrl(url);
    if (data) return { type: 'image', ...data };
  }
  if (type === 'image' || type === 'file' || type === 'audio' || type === 'video') {
    const data = decodeData(block);
    if (!data) throw unsupported(path, `a block of the type "${type}" without data and URL`);
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

function decodeData(block: unknown): FileData | undefined {
  const url = readString(block, 'url');
  if (url !== undefined) return decodeUrl(url)?.data;
  const base64 = readString(block, 'data');
  if (base64 !== undefined) return { type: 'base64', base64 };
  const bytes: unknown =
    typeof block === 'object' && block !== null ? Reflect.get(block, 'data') : undefined;
  return bytes instanceof Uint8Array ? { type: 'bytes', bytes } : undefined;
}

const dataUrl = /^data:([^;,]+);base64,(.*)$/s;

function decodeUrl(
  text: string,
): { readonly data: FileData; readonly mediaType?: string } | undefined {
  const [, mediaType, base64] = dataUrl.exec(text) ?? [];
  if (mediaType !== undefined && base64 !== undefined) {
    return { data: { type: 'base64', base64 }, mediaType };
  }
  const url = URL.parse(text);
  return url ? { data: { type: 'url', url } } : undefined;
}

function unsupported(path: string, received: string): ConfigurationError {
  return new ConfigurationError({
    code: 'invalid-request',
    path,
    expected: 'system, human, ai and tool messages with text, images and files',
    received,
  });
}
