import { readArray, readObject, readString } from '@understudy/core/provider';
import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';

/** Sources as OpenAI tells them: annotations of the message. */
export function readAnnotations(annotations: readonly JsonValue[], events: ProviderEvent[]): void {
  for (const annotation of annotations) {
    const citation = readObject(annotation, 'url_citation');
    const url = readString(citation, 'url');
    if (url !== undefined) events.push(source(url, readString(citation, 'title')));
  }
}

/** Sources beside the choices: `search_results` (Perplexity), else a list of `citations` (xAI). */
export function readSources(chunk: JsonObject, events: ProviderEvent[]): void {
  for (const result of readArray(chunk, 'search_results') ?? readArray(chunk, 'citations') ?? []) {
    const url = typeof result === 'string' ? result : readString(result, 'url');
    if (url !== undefined) events.push(source(url, readString(result, 'title')));
  }
}

function source(url: string, title: string | undefined): ProviderEvent {
  return { type: 'source', url, ...(title !== undefined && title !== '' && { title }) };
}
