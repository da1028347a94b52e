import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { readArray, readObject, readString } from '@understudy/provider-utils';

/** More sources than this are not compared, so that a server cannot use up the memory. */
const maxKnown = 1024;

/** Reads the sources of `groundingMetadata`. Each is reported once, although several chunks contain it. */
export class Sources {
  readonly #known = new Set<string>();

  read(metadata: JsonValue | undefined, events: ProviderEvent[]): void {
    for (const chunk of readArray(metadata, 'groundingChunks') ?? []) {
      const event = decodeSource(chunk);
      if (!event) continue;
      const key = JSON.stringify(event);
      if (this.#known.has(key) || this.#known.size >= maxKnown) continue;
      this.#known.add(key);
      events.push(event);
    }
  }
}

function decodeSource(chunk: unknown): ProviderEvent | undefined {
  const found =
    readObject(chunk, 'web') ??
    readObject(chunk, 'maps') ??
    readObject(chunk, 'image') ??
    readObject(chunk, 'retrievedContext');
  const url = readString(found, 'sourceUri') ?? readString(found, 'uri') ?? '';
  const title = readString(found, 'title');
  if (/^https?:/.test(url)) {
    return { type: 'source', url, ...(title !== undefined && title !== '' && { title }) };
  }
  const quote = readString(found, 'text');
  const name = title ?? url.split('/').at(-1) ?? '';
  if (name === '') return undefined;
  return { type: 'document-source', title: name, ...(quote !== undefined && { quote }) };
}
