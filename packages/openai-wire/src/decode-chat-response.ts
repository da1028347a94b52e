import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readArray } from '@understudy/provider-utils';

import type { DecodeSettings } from './decode-settings.ts';
import { decodeErrorBody } from './error/decode-error-body.ts';
import { createInBandError, malformedResponse } from './error/response-errors.ts';
import { ResponseReader } from './response/response-reader.ts';

/**
 * Decodes a complete JSON response. Returns the events of the response. The last one is `finish`.
 *
 * A response without a finish reason has the reason `other`.
 *
 * @throws ProviderError `malformed-response` if the JSON is not a response, or the error that the
 * vendor reports in it
 */
export function decodeChatResponse(
  json: JsonValue | undefined,
  settings: DecodeSettings,
): readonly ProviderEvent[] {
  const [choice] = readArray(json, 'choices') ?? [];
  if (!isJsonObject(json) || choice === undefined) {
    const error = decodeErrorBody(json);
    throw error ? createInBandError(error) : malformedResponse('a response with choices', 'none');
  }
  const reader = new ResponseReader(settings);
  reader.read(json);
  reader.finish();
  return reader.takeEvents();
}
