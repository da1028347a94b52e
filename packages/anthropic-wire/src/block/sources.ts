import type { DocumentSourceEvent, JsonValue, SourceEvent } from '@understudy/core/provider';
import { readNumber, readString } from '@understudy/provider-utils';

/** Decodes citations. A source that was cited before is not reported again. */
export class Sources {
  readonly #reported = new Set<string>();

  /** Returns the source of a citation, unless it is unknown or was reported. */
  read(citation: JsonValue | undefined): SourceEvent | DocumentSourceEvent | undefined {
    const source = decodeCitation(citation);
    const key = JSON.stringify(source);
    if (!source || this.#reported.has(key)) return undefined;
    this.#reported.add(key);
    return source;
  }
}

/** Citations of the web have a `url`, those of search results a `source`, those of documents a title. */
function decodeCitation(
  citation: JsonValue | undefined,
): SourceEvent | DocumentSourceEvent | undefined {
  const name = readString(citation, 'title') ?? readDocumentTitle(citation);
  const address = readString(citation, 'url') ?? readString(citation, 'source');
  if (address !== undefined && URL.canParse(address)) {
    return { type: 'source', url: address, ...(name !== '' && { title: name }) };
  }
  // The source of a search result can be any name.
  const title = name === '' ? (address ?? '') : name;
  const quote = readString(citation, 'cited_text');
  if (quote === undefined && title === '') return undefined;
  return { type: 'document-source', title, ...(quote !== undefined && { quote }) };
}

/** A document may have no title, only a position in the request. */
function readDocumentTitle(citation: JsonValue | undefined): string {
  const title = readString(citation, 'document_title');
  const index = readNumber(citation, 'document_index');
  return title ?? (index === undefined ? '' : `document ${index + 1}`);
}
