import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readArray } from '@understudy/provider-utils';

import type { DecodeSettings } from './decode-settings.ts';
import { decodeErrorBody } from './error/decode-error-body.ts';
import { createInBandError } from './error/response-errors.ts';
import { ResponseReader } from './response/response-reader.ts';

/**
 * Decodes a complete JSON response. Returns the events of the response. The last one is `finish`.
 *
 * A response without a finish reason has the reason `other`. A list of chunks is decoded like a stream.
 *
 * @throws ProviderError `malformed-response` if the JSON is not a response, or the error that the
 * vendor reports in it
 */
export function decodeChatResponse(
  json: JsonValue | undefined,
  settings: DecodeSettings,
): readonly ProviderEvent[] {
  const chunks = (Array.isArray(json) ? json : [json]).filter((each) => isJsonObject(each));
  if (!chunks.some((chunk) => (readArray(chunk, 'choices') ?? []).length > 0)) {
    const error = decodeErrorBody(json, settings.now?.());
    throw error ? createInBandError(error) : malformedResponse('a response with choices', 'none');
  }
  const reader = new ResponseReader(settings);
  for (const chunk of chunks) reader.read(chunk);
  reader.finish();
  return reader.takeEvents();
}
