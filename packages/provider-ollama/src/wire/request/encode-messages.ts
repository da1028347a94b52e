import type {
  AssistantMessage,
  ContentPart,
  ImagePart,
  JsonObject,
  Message,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '@understudy/core/provider';
import {
  encodeCallInput,
  formatToolError,
  matchResults,
  optionsOf,
} from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

import { encodeImage } from './encode-image.ts';
import type { EncodingSettings } from './encoding-settings.ts';

/**
 * Encodes messages. Each has one text, so texts are joined, and images follow beside them. Each call has its
 * result directly behind it, as templates of models expect.
 *
 * @throws ProviderError `unsupported-feature` for an image that is a URL
 */
export function encodeMessages(
  messages: readonly Message[],
  settings: EncodingSettings,
): readonly JsonObject[] {
  const matched = matchResults(messages, settings.warn);
  return matched.flatMap((message) => encodeMessage(message, settings));
}

function encodeMessage(message: Message, settings: EncodingSettings): readonly JsonObject[] {
  const { provider, warn } = settings;
  const options = optionsOf(message, provider);
  switch (message.role) {
    case 'system':
      return [{ ...options, role: 'system', content: encodeInstructions(message.content) }];
    case 'user':
      return [{ ...options, role: 'user', ...encodeContent(message.content, warn) }];
    case 'assistant':
      return encodeAssistant(message, warn).map((encoded) => ({ ...options, ...encoded }));
    case 'tool':
      return message.content.map((part) => ({
        ...optionsOf(part, provider),
        ...encodeResult(part, warn),
      }));
  }
}

/** Each part is an instruction of its own, for example of Claude Code. */
function encodeInstructions(content: string | readonly TextPart[]): string {
  if (typeof content === 'string') return content;
  const texts = content.map(({ text }) => text);
  return texts.filter((text) => text !== '').join('\n\n');
}

function encodeContent(content: string | readonly ContentPart[], warn: Warn): JsonObject {
  if (typeof content === 'string') return { content };
  const images = content.filter((part) => part.type === 'image').map(encodeImage);
  for (const { type } of content) {
    if (type !== 'text' && type !== 'image') warn(`part of the type ${type} omitted`);
  }
  return { content: joinTexts(content), ...(images.length > 0 && { images }) };
}

function joinTexts(parts: readonly ContentPart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** Text, reasoning and calls have one field each, so their order is lost. */
function encodeAssistant({ content }: AssistantMessage, warn: Warn): readonly JsonObject[] {
  if (typeof content === 'string') return [{ role: 'assistant', content }];
  const thinking = content.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
  const calls = content.filter((part) => part.type === 'tool-call');
  if (content.some(({ type }) => type === 'file')) {
    warn('file omitted: assistant messages cannot contain files');
  }
  const text = joinTexts(content);
  if (text === '' && thinking === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text,
      ...(thinking !== '' && { thinking }),
      ...(calls.length > 0 && { tool_calls: calls.map((call) => encodeCall(call, warn)) }),
    },
  ];
}

function encodeCall({ id, name, argumentsText }: ToolCallPart, warn: Warn): JsonObject {
  return { id, function: { name, arguments: encodeCallInput(argumentsText, warn) } };
}

/** Results are text with images beside it, and have no field for `isError`. */
function encodeResult(
  { toolCallId, name, output, parts, isError }: ToolResultPart,
  warn: Warn,
): JsonObject {
  const images = parts?.filter(isEmbeddedImage) ?? [];
  const texts = parts?.filter(({ type }) => type === 'text') ?? [];
  const others = (parts?.length ?? 0) - texts.length - images.length;
  if (others > 0) warn('parts of a tool result omitted: only text and images are supported');
  const joined = texts.length === (parts?.length ?? 0) ? joinTexts(texts) : '';
  const text = joined === '' ? output : joined;
  return {
    role: 'tool',
    tool_name: name,
    tool_call_id: toolCallId,
    content: isError === true ? formatToolError(text) : text,
    ...(images.length > 0 && { images: images.map(encodeImage) }),
  };
}

function isEmbeddedImage(part: ContentPart): part is ImagePart {
  return part.type === 'image' && part.data.type !== 'url';
}
