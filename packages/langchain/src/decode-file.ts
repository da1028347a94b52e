import type { FileData, FilePart, ImagePart, JsonObject } from '@understudy/core';
import { decodeDataUrl, readObject, readString } from '@understudy/core/internal';

/** The types of blocks with a file: those of LangChain, `media` of Google, and those of OpenAI and Anthropic. */
const types: ReadonlySet<string> = new Set([
  'audio',
  'document',
  'file',
  'image',
  'image_url',
  'input_audio',
  'media',
  'text-plain',
  'video',
]);

interface BlockData {
  readonly data: FileData;
  /** The media type, if the data says it. */
  readonly mediaType?: string;
}

/** Whether a block contains a file. */
export function isFileBlock(block: unknown): boolean {
  return types.has(readString(block, 'type') ?? '');
}

/** Returns the image or the file of a block, or undefined for one without data and URL. */
export function decodeFile(block: unknown): ImagePart | FilePart | undefined {
  const inner = findInner(block);
  const received = decodeData(block) ?? decodeData(inner);
  if (!received) return undefined;
  const { data } = received;
  const mediaType = readMediaType(block) ?? readMediaType(inner) ?? received.mediaType;
  if (isImage(readString(block, 'type'), mediaType)) {
    return { type: 'image', data, ...(mediaType !== undefined && { mediaType }) };
  }
  const name =
    readString(readObject(block, 'metadata'), 'filename') ??
    readString(inner, 'filename') ??
    readString(block, 'title');
  return {
    type: 'file',
    data,
    mediaType: mediaType ?? 'application/octet-stream',
    ...(name !== undefined && { name }),
  };
}

/** Blocks of OpenAI and Anthropic have the data in an object. */
function findInner(block: unknown): JsonObject | undefined {
  const names = ['source', 'file', 'input_audio', 'image_url'];
  return names.map((name) => readObject(block, name)).find((fields) => fields);
}

function isImage(type: string | undefined, mediaType: string | undefined): boolean {
  if (type === 'media') return mediaType?.startsWith('image/') === true;
  return type === 'image' || type === 'image_url';
}

function readMediaType(fields: unknown): string | undefined {
  const format = readString(fields, 'format');
  return (
    readString(fields, 'mimeType') ??
    readString(fields, 'mime_type') ??
    readString(fields, 'media_type') ??
    (format === undefined ? undefined : `audio/${format}`)
  );
}

const urlFields = ['url', 'image_url', 'fileUri', 'file_data'];

function decodeData(fields: unknown): BlockData | undefined {
  const url = urlFields.map((name) => readString(fields, name)).find((text) => text !== undefined);
  if (url !== undefined) return decodeUrl(url);
  const data = readString(fields, 'data');
  if (data !== undefined) {
    return readString(fields, 'type') === 'text'
      ? encodeText(data)
      : { data: { type: 'base64', base64: data } };
  }
  const bytes: unknown =
    typeof fields === 'object' && fields !== null ? Reflect.get(fields, 'data') : undefined;
  if (bytes instanceof Uint8Array) return { data: { type: 'bytes', bytes } };
  const text = readString(fields, 'text');
  return text === undefined ? undefined : encodeText(text);
}

function encodeText(text: string): BlockData {
  return {
    data: { type: 'bytes', bytes: new TextEncoder().encode(text) },
    mediaType: 'text/plain',
  };
}

function decodeUrl(text: string): BlockData | undefined {
  const embedded = decodeDataUrl(text);
  if (embedded) return embedded;
  const url = URL.parse(text);
  return url ? { data: { type: 'url', url } } : undefined;
}
