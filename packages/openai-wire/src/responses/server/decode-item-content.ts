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
import type { Field, UserPart } from '@understudy/provider-utils/internal';

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

/** An item or a part without a counterpart is kept as options of an empty text. */
export function keepUnknown(object: JsonObject): TextPart {
  return { type: 'text', text: '', providerOptions: { [wireFormat]: object } };
}

/** Decodes the content of a message or of a result. Codex sends `null` for no content. */
export function decodeContent(field: Field): string | readonly UserPart[] {
  if (field.value === undefined) return '';
  return typeof field.value === 'string' ? field.value : readItems(field).map(decodePart);
}

/** Decodes the content of a message that contains only text. */
export function decodeTexts(field: Field): string | readonly TextPart[] {
  if (field.value === undefined) return '';
  if (typeof field.value === 'string') return field.value;
  return readItems(field).map(decodeText);
}

function decodeText(item: Field): TextPart {
  const part = readObjectValue(item);
  const text = readTextValue(readField(part, 'text', item.path));
  return { type: 'text', text, ...otherFields(part, ['type', 'text']) };
}

function decodePart(item: Field): UserPart {
  const part = readObjectValue(item);
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    // Clients that have changed from chat completions send the next two.
    case 'text':
      return decodeText(item);
    case 'image_url':
    case 'input_image':
      return decodeImage(item) ?? keepUnknown(part);
    case 'input_file':
      return decodeFile(item) ?? keepUnknown(part);
    default:
      return keepUnknown(part);
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
  const others = otherFields(part, ['type', 'image_url', 'detail']);
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
      'openai-chat': { image_url: { detail } },
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
    ...otherFields(part, ['type', 'file_data', 'file_url', 'filename']),
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
