import { readObject, readString } from '@understudy/core/internal';
import type { FileData, ProviderEvent } from '@understudy/core/provider';

/** Returns the event for a file or a source, or undefined for a part that chats do not have. */
export function decodeContent(type: string | undefined, part: unknown): ProviderEvent | undefined {
  if (type === 'file') return decodeFile(part);
  return type === 'source' ? decodeSource(part) : undefined;
}

function decodeFile(part: unknown): ProviderEvent | undefined {
  const data = decodeData(fieldOf(part, 'data'));
  if (!data) return undefined;
  const providerMetadata = readObject(part, 'providerMetadata');
  return {
    type: 'file',
    mediaType: readString(part, 'mediaType') ?? 'application/octet-stream',
    data,
    ...(providerMetadata && { providerMetadata }),
  };
}

/** Tagged since `v4`, bytes or base64 text before. */
function decodeData(data: unknown): FileData | undefined {
  const url = fieldOf(data, 'url');
  return url instanceof URL
    ? { type: 'url', url }
    : (decodeBytes(data) ?? decodeBytes(fieldOf(data, 'data')));
}

function decodeBytes(data: unknown): FileData | undefined {
  if (data instanceof Uint8Array) return { type: 'bytes', bytes: data };
  return typeof data === 'string' ? { type: 'base64', base64: data } : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function decodeSource(part: unknown): ProviderEvent | undefined {
  const url = readString(part, 'url');
  const title = readString(part, 'title');
  if (url !== undefined) return { type: 'source', url, ...(title !== undefined && { title }) };
  const mediaType = readString(part, 'mediaType');
  if (title === undefined) return undefined;
  return { type: 'document-source', title, ...(mediaType !== undefined && { mediaType }) };
}
