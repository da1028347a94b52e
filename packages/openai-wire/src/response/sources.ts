import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { readArray, readObject, readString } from '@understudy/provider-utils';

/** Whether a chunk has `search_results` (Perplexity) or `citations` (xAI), which are beside `choices`. */
export function hasSourceLists(chunk: JsonObject): boolean {
  return chunk.citations !== undefined || chunk.search_results !== undefined;
}

/** Emits each source of a response once. Some vendors send them twice, Perplexity in every chunk. */
export class Sources {
  readonly #emittedUrls = new Set<string>();
  readonly #emittedFiles = new Set<string>();
  #latestLists: JsonObject | undefined;

  /** Reads OpenAI's annotations of a message. */
  readAnnotations(annotations: readonly JsonValue[], events: ProviderEvent[]): void {
    for (const annotation of annotations) {
      this.#emit(readObject(annotation, 'url_citation'), events);
    }
  }

  /** Reads an annotation of the Responses API, whose fields are not nested. A file has a name and no address. */
  readAnnotation(annotation: JsonValue | undefined, events: ProviderEvent[]): void {
    const title = readString(annotation, 'filename');
    const isFile = title !== undefined && title !== '';
    if (!isFile) this.#emit(annotation, events);
    else if (!this.#emittedFiles.has(title)) {
      this.#emittedFiles.add(title);
      events.push({ type: 'document-source', title });
    }
  }

  /** Keeps the lists of a chunk that has any. */
  keepLists(chunk: JsonObject): void {
    this.#latestLists = chunk;
  }

  /** Emits the sources of the latest list that were not annotations. */
  end(events: ProviderEvent[]): void {
    if (!this.#latestLists) return;
    const results = readArray(this.#latestLists, 'search_results');
    for (const result of results ?? readArray(this.#latestLists, 'citations') ?? []) {
      this.#emit(typeof result === 'string' ? { url: result } : result, events);
    }
  }

  #emit(source: unknown, events: ProviderEvent[]): void {
    const url = readString(source, 'url');
    if (url === undefined || this.#emittedUrls.has(url)) return;
    this.#emittedUrls.add(url);
    const title = readString(source, 'title') ?? '';
    events.push({ type: 'source', url, ...(title !== '' && { title }) });
  }
}
