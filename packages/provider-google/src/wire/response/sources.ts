import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import { readArray, readObject, readString } from '@understudy/provider-utils';

/** More sources than this are not compared, so that a server cannot use up the memory. */
const maxKnown = 1024;

/** Reads the sources of a candidate. Each is reported once, although several chunks contain it. */
export class Sources {
  readonly #known = new Set<string>();

  /** Reads the results of a search, and the works that the text quotes. Vertex AI has another name for them. */
  read({ groundingMetadata, citationMetadata }: JsonObject, events: ProviderEvent[]): void {
    for (const chunk of readArray(groundingMetadata, 'groundingChunks') ?? []) {
      this.#add(decodeSource(findGrounding(chunk)), events);
    }
    for (const name of ['citationSources', 'citations']) {
      for (const citation of readArray(citationMetadata, name) ?? []) {
        this.#add(decodeSource(citation), events);
      }
    }
  }

  #add(event: ProviderEvent | undefined, events: ProviderEvent[]): void {
    if (!event) return;
    const key = JSON.stringify(event);
    if (this.#known.has(key) || this.#known.size >= maxKnown) return;
    this.#known.add(key);
    events.push(event);
  }
}

function findGrounding(chunk: unknown): unknown {
  return (
    readObject(chunk, 'web') ??
    readObject(chunk, 'maps') ??
    readObject(chunk, 'image') ??
    readObject(chunk, 'retrievedContext')
  );
}

function decodeSource(found: unknown): ProviderEvent | undefined {
  const url = readString(found, 'sourceUri') ?? readString(found, 'uri') ?? '';
  const title = readString(found, 'title') ?? '';
  if (/^https?:/.test(url)) return { type: 'source', url, ...(title !== '' && { title }) };
  const quote = readString(found, 'text');
  const name = title || url.split('/').at(-1) || (readString(found, 'documentName') ?? '');
  if (name === '' && quote === undefined) return undefined;
  return { type: 'document-source', title: name, ...(quote !== undefined && { quote }) };
}
