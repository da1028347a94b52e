import { decodeDataUrl } from '@understudy/core/internal';
import type {
  FileData,
  FilePart,
  ImagePart,
  JsonObject,
  ProviderOptions,
  TextPart,
} from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  invalidField,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, UserPart, Warn } from '@understudy/provider-utils/internal';

import { readBreakpoint } from '../../request/decode/part-options.ts';

/** The key of `providerOptions` for what has no other place. */
export const wireFormat = 'openai-responses';

/** Codex adds such fields for OpenAI's own servers. The public API and other vendors reject them as unknown. */
const internalPrefix = 'internal_';

/** Returns the fields that are not decoded, as options of their part. */
export function otherFields(
  object: JsonObject,
  decoded: readonly string[],
): { readonly providerOptions?: ProviderOptions } {
  const others = Object.entries(object).filter(
    ([name, value]) =>
      !decoded.includes(name) && !name.startsWith(internalPrefix) && value !== null,
  );
  if (others.length === 0) return {};
  return { providerOptions: { [wireFormat]: Object.fromEntries(others) } };
}

/** Returns the fields of a part that are not decoded. Chat completions have the mark for the prompt cache too. */
function partFields(part: JsonObject, decoded: readonly string[]): ReturnType<typeof otherFields> {
  const others = otherFields(part, decoded);
  const breakpoint = readBreakpoint(part);
  if (Object.keys(breakpoint).length === 0) return others;
  return { providerOptions: { ...others.providerOptions, 'openai-chat': breakpoint } };
}

/** An item or a part without a counterpart is kept as options of an empty text, with a warning. */
export function keepUnknown(item: Field, warn: Warn): TextPart {
  warn(`sent only to targets with the same format: ${item.path}`);
  return keepItem(readObjectValue(item));
}

/** An item that other targets receive in another form is kept as options of an empty text. */
export function keepItem(object: JsonObject): TextPart {
  return { type: 'text', text: '', providerOptions: { [wireFormat]: object } };
}

/** Decodes the content of a message or of a result. Codex sends `null` for no content. */
export function decodeContent(field: Field, warn: Warn): string | readonly UserPart[] {
  if (field.value === undefined) return '';
  if (typeof field.value === 'string') return field.value;
  return readItems(field).map((item) => decodePart(item, warn));
}

/** Decodes the content of a message of the system, in which other targets have only text. */
export function decodeTexts(field: Field, warn: Warn): string | readonly TextPart[] {
  if (field.value === undefined) return '';
  if (typeof field.value === 'string') return field.value;
  return readItems(field).map((item) => {
    const isFile = fileTypes.includes(readObjectValue(item).type);
    return isFile ? keepUnknown(item, warn) : decodeText(item);
  });
}

const fileTypes: readonly unknown[] = ['input_image', 'input_file'];

function decodeText(item: Field): TextPart {
  const part = readObjectValue(item);
  const text = readTextValue(readField(part, 'text', item.path));
  return { type: 'text', text, ...partFields(part, ['type', 'text']) };
}

function decodePart(item: Field, warn: Warn): UserPart {
  const part = readObjectValue(item);
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    // Clients that have changed from chat completions send the next two.
    case 'text':
      return decodeText(item);
    case 'image_url':
    case 'input_image':
      return decodeImage(item) ?? keepUnknown(item, warn);
    case 'input_file':
      return decodeFile(item) ?? keepUnknown(item, warn);
    default:
      return keepUnknown(item, warn);
  }
}

/** An image that was uploaded has only an id. */
function decodeImage(item: Field): ImagePart | undefined {
  const part = readObjectValue(item);
  const field = readField(part, 'image_url', item.path);
  const image = isJsonObject(field.value) ? field.value : undefined;
  const address = image ? readField(image, 'url', field.path) : field;
  if (readOptional(address, readTextValue) === undefined) return undefined;
  const detail = image?.detail ?? part.detail;
  const others = partFields(part, ['type', 'image_url', 'detail']);
  return { type: 'image', ...decodeAddress(address), ...addDetail(others, detail) };
}

/** The chat completions API has the same values. */
function addDetail(
  { providerOptions = {} }: { readonly providerOptions?: ProviderOptions },
  detail: unknown,
): { readonly providerOptions?: ProviderOptions } {
  const isSet = typeof detail === 'string' && detail !== 'auto';
  const all: ProviderOptions = {
    ...providerOptions,
    ...(isSet && {
      [wireFormat]: { ...providerOptions[wireFormat], detail },
      'openai-chat': { ...providerOptions['openai-chat'], image_url: { detail } },
    }),
  };
  return Object.keys(all).length > 0 ? { providerOptions: all } : {};
}

/** A file that was uploaded has only an id. */
function decodeFile(item: Field): FilePart | undefined {
  const part = readObjectValue(item);
  const data = readField(part, 'file_data', item.path);
  const url = readField(part, 'file_url', item.path);
  const address = data.value === undefined ? url : data;
  if (readOptional(address, readTextValue) === undefined) return undefined;
  const name = readOptional(readField(part, 'filename', item.path), readTextValue);
  return {
    type: 'file',
    mediaType: 'application/pdf',
    ...decodeAddress(address),
    ...(name !== undefined && { name }),
    ...partFields(part, ['type', 'file_data', 'file_url', 'filename']),
  };
}

function decodeAddress(field: Field): { readonly data: FileData; readonly mediaType?: string } {
  const address = readTextValue(field);
  const embedded = decodeDataUrl(address);
  if (embedded) return embedded;
  const url = URL.parse(address);
  if (url) return { data: { type: 'url', url } };
  throw invalidField(field, 'a URL or a base64 data URL');
}
