import { readArray, readObject, readString } from '@understudy/core/provider';
import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';

/** Tells each source of an answer once: some vendors tell them twice, and Perplexity in every chunk. */
export class Sources {
  readonly #told = new Set<string>();
  #listed: JsonObject | undefined;

  /** Sources as OpenAI tells them: annotations of the message. */
  readAnnotations(annotations: readonly JsonValue[], events: ProviderEvent[]): void {
    for (const annotation of annotations) {
      this.#tell(readObject(annotation, 'url_citation'), events);
    }
  }

  /** Keeps the lists beside the choices: `search_results` (Perplexity), else `citations` (xAI). */
  keepLists(chunk: JsonObject): void {
    if (chunk.citations !== undefined || chunk.search_results !== undefined) this.#listed = chunk;
  }

  /** Tells what the latest list has beyond the annotations. */
  end(events: ProviderEvent[]): void {
    const results = readArray(this.#listed, 'search_results');
    for (const result of results ?? readArray(this.#listed, 'citations') ?? []) {
      this.#tell(typeof result === 'string' ? { url: result } : result, events);
    }
  }

  #tell(source: unknown, events: ProviderEvent[]): void {
    const url = readString(source, 'url');
    if (url === undefined || this.#told.has(url)) return;
    this.#told.add(url);
    const title = readString(source, 'title') ?? '';
    events.push({ type: 'source', url, ...(title !== '' && { title }) });
  }
}
