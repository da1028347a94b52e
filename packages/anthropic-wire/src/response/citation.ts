import type { DocumentSourceEvent, JsonObject, SourceEvent } from '@understudy/core/provider';

/** Encodes a source as a citation. The positions in a document are not known. */
export function encodeCitation(source: SourceEvent | DocumentSourceEvent): JsonObject {
  if (source.type === 'source') {
    const { url, title = null } = source;
    return { type: 'web_search_result_location', url, title, cited_text: '', encrypted_index: '' };
  }
  return {
    type: 'char_location',
    cited_text: source.quote ?? '',
    document_index: 0,
    document_title: source.title,
    file_id: null,
    start_char_index: 0,
    end_char_index: 0,
  };
}
