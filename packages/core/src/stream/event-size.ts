import type { ProviderEvent } from '../chat/chat-event.ts';
import type { FileData } from '../chat/message.ts';

/** What every event counts besides its data, so that the number of empty events is limited too. */
export const eventWeight = 64;

/**
 * Returns the size of an event toward `limits.maxResponseBytes`: its strings, its file, its metadata and its raw value,
 * in UTF-16 code units or bytes.
 */
export function sizeOf(event: ProviderEvent): number {
  let size = eventWeight;
  for (const field of Object.values(event)) {
    if (typeof field === 'string') size += field.length;
  }
  if (event.type === 'file') size += sizeOfFile(event.data);
  if (event.type === 'raw') size += sizeOfJson(event.value);
  if ('providerMetadata' in event && event.providerMetadata) {
    size += sizeOfJson(event.providerMetadata);
  }
  return size;
}

/** A string is counted already. */
function sizeOfJson(value: unknown): number {
  return typeof value === 'object' ? JSON.stringify(value).length : 0;
}

function sizeOfFile(data: FileData): number {
  switch (data.type) {
    case 'bytes':
      return data.bytes.byteLength;
    case 'base64':
      return data.base64.length;
    case 'url':
      return data.url.href.length;
  }
}
