import type {
  AssistantPart,
  FileData,
  FilePart,
  ImagePart,
  JsonObject,
  ProviderOptions,
  TextPart,
  ToolResultPart,
} from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  invalidField,
  readBooleanValue,
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, UserPart } from '@understudy/provider-utils/internal';

import { unsignedMetadata } from '../block/thinking-block.ts';
import { describeBlock } from './describe-block.ts';

/** The key of `providerOptions` for what has no counterpart. */
export const wireFormat = 'anthropic-messages';

/** Returns the fields of a block that are not decoded, as options of its part. */
function otherFields(
  block: JsonObject,
  decoded: readonly string[],
): { readonly providerOptions?: ProviderOptions } {
  const others = Object.entries(block).filter(([name]) => !decoded.includes(name));
  if (others.length === 0) return {};
  return { providerOptions: { [wireFormat]: Object.fromEntries(others) } };
}

/** A block that only the API has is kept as options of a text. Other targets receive the text, if it is not empty. */
export function keepBlock(block: JsonObject): TextPart {
  return { type: 'text', text: describeBlock(block), providerOptions: { [wireFormat]: block } };
}

/**
 * Returns the options of a message of the system between others, which other targets and clients do not have. An empty
 * list as its content is one of them.
 */
export function keepSystem(message: JsonObject): { readonly providerOptions: ProviderOptions } {
  const isEmpty = Array.isArray(message.content) && message.content.length === 0;
  const { providerOptions = {} } = otherFields(message, isEmpty ? [] : ['content']);
  return { providerOptions };
}

export function decodeText(item: Field): TextPart {
  const block = readObjectValue(item);
  const text = readTextValue(readField(block, 'text', item.path));
  return { type: 'text', text, ...otherFields(block, ['type', 'text']) };
}

/** Decodes a block of a user message or of a tool result. */
export function decodeUserBlock(item: Field): UserPart {
  const block = readObjectValue(item);
  switch (block.type) {
    case 'text':
      return decodeText(item);
    case 'image':
      return decodeImage(item) ?? keepBlock(block);
    case 'document':
      return decodeDocument(item) ?? keepBlock(block);
    default:
      return keepBlock(block);
  }
}

function decodeImage(item: Field): ImagePart | undefined {
  const block = readObjectValue(item);
  const source = readField(block, 'source', item.path);
  const file = decodeSource(source);
  return file && { type: 'image', ...file, ...otherFields(block, ['type', 'source']) };
}

function decodeDocument(item: Field): FilePart | undefined {
  const block = readObjectValue(item);
  const file = decodeSource(readField(block, 'source', item.path));
  if (!file) return undefined;
  const name = readOptional(readField(block, 'title', item.path), readTextValue);
  return {
    type: 'file',
    mediaType: 'application/pdf',
    ...file,
    ...(name !== undefined && { name }),
    ...otherFields(block, ['type', 'source', 'title']),
  };
}

interface DecodedSource {
  readonly data: FileData;
  readonly mediaType?: string;
}

/** Other sources, such as the id of an uploaded file, only the API can read. */
function decodeSource(field: Field): DecodedSource | undefined {
  const source = readObjectValue(field);
  const text = (name: string): string => readTextValue(readField(source, name, field.path));
  switch (source.type) {
    case 'base64':
      return { data: { type: 'base64', base64: text('data') }, mediaType: text('media_type') };
    case 'text':
      return {
        data: { type: 'base64', base64: Buffer.from(text('data')).toString('base64') },
        mediaType: text('media_type'),
      };
    case 'url':
      return { data: { type: 'url', url: readUrl(readField(source, 'url', field.path)) } };
    default:
      return undefined;
  }
}

function readUrl(field: Field): URL {
  const url = URL.parse(readTextValue(field));
  if (url) return url;
  throw invalidField(field, 'a URL');
}

/** Decodes a block of an assistant message. */
export function decodeAssistantBlock(item: Field): AssistantPart {
  const block = readObjectValue(item);
  const text = (name: string): string => readTextValue(readField(block, name, item.path));
  switch (block.type) {
    case 'text':
      return decodeText(item);
    case 'thinking':
      return decodeThinking(text('thinking'), readField(block, 'signature', item.path));
    case 'redacted_thinking':
      return { type: 'reasoning', text: '', signature: text('data') };
    case 'tool_use':
      return {
        type: 'tool-call',
        id: text('id'),
        name: text('name'),
        argumentsText: decodeInput(readField(block, 'input', item.path)),
        ...otherFields(block, ['type', 'id', 'name', 'input']),
      };
    default:
      return keepBlock(block);
  }
}

/**
 * A conversation can contain an input that the model did not write as an object, in every further request. Encoders
 * mark it.
 */
function decodeInput({ value = {} }: Field): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function decodeThinking(text: string, field: Field): AssistantPart {
  const signature = readOptional(field, readTextValue);
  return {
    type: 'reasoning',
    text,
    ...(signature !== undefined && signature !== '' && { signature }),
    ...(text === '' && { providerMetadata: { type: 'thinking' } }),
    ...(text !== '' && signature === '' && { providerMetadata: unsignedMetadata }),
  };
}

/** Decodes the result of a tool call. The format has the name of the tool in the call only. */
export function decodeResult(item: Field, toolNames: ReadonlyMap<string, string>): ToolResultPart {
  const block = readObjectValue(item);
  const toolCallId = readTextValue(readField(block, 'tool_use_id', item.path));
  const isError = readOptional(readField(block, 'is_error', item.path), readBooleanValue);
  const content = readField(block, 'content', item.path);
  const parts =
    typeof content.value === 'string'
      ? undefined
      : readOptional(content, readItems)?.map(decodeUserBlock);
  return {
    type: 'tool-result',
    toolCallId,
    name: toolNames.get(toolCallId) ?? '',
    output: typeof content.value === 'string' ? content.value : joinText(parts ?? []),
    ...(parts && { parts }),
    ...(isError === true && { isError }),
    ...otherFields(block, ['type', 'tool_use_id', 'content', 'is_error']),
  };
}

function joinText(parts: readonly UserPart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function isResult({ value }: Field): boolean {
  return isJsonObject(value) && value.type === 'tool_result';
}

export function readRole(field: Field): 'user' | 'assistant' | 'system' {
  return readEnum(field, ['user', 'assistant', 'system']);
}
