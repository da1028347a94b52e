import type {
  DocumentSourceEvent,
  FileEvent,
  JsonObject,
  JsonValue,
  SourceEvent,
} from '@understudy/core/provider';
import { encodeBase64 } from '@understudy/provider-utils';

/** Encodes a text, as a part of a message. */
export function encodeTextPart(text: string, annotations: readonly JsonObject[]): JsonObject {
  return { type: 'output_text', text, annotations, logprobs: [] };
}

/** Encodes a message. Without content, it is one that starts. */
export function encodeMessage(
  id: string,
  content: readonly JsonObject[],
  phase: JsonValue | undefined,
): JsonObject {
  const status = content.length === 0 ? 'in_progress' : 'completed';
  const phaseField = typeof phase === 'string' ? { phase } : {};
  return { type: 'message', id, role: 'assistant', status, content, ...phaseField };
}

/** Encodes reasoning. The signature is its encrypted content. */
export function encodeReasoning(
  id: string,
  text: string,
  signature: string | undefined,
): JsonObject {
  return {
    type: 'reasoning',
    id,
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    ...(signature !== undefined && signature !== '' && { encrypted_content: signature }),
  };
}

/** Encodes a source. The position of a citation is the end of the text before it. */
export function encodeAnnotation(
  source: SourceEvent | DocumentSourceEvent,
  position: number,
): JsonObject {
  if (source.type === 'document-source') {
    return { type: 'file_citation', file_id: '', filename: source.title, index: position };
  }
  const { url, title = '' } = source;
  return { type: 'url_citation', url, title, start_index: position, end_index: position };
}

/** Encodes an image as the call that created it. Undefined for other files, which the format does not have. */
export function encodeImage(
  id: string,
  { data, mediaType }: Pick<FileEvent, 'data' | 'mediaType'>,
): JsonObject | undefined {
  const [, format] = /^image\/([a-z]+)$/.exec(mediaType) ?? [];
  if (format === undefined || data.type === 'url') return undefined;
  const result = encodeBase64(data);
  return { type: 'image_generation_call', id, status: 'completed', result, output_format: format };
}
