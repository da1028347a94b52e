import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse } from '@understudy/provider-utils';

import type { DecodeSettings } from '../decode-settings.ts';
import { decodeErrorBody } from '../error/decode-error-body.ts';
import { createInBandError } from '../error/response-errors.ts';
import { ResponseReader } from './response/response-reader.ts';

const pendingStatuses: readonly unknown[] = ['queued', 'in_progress'];

/**
 * Decodes a complete response. Returns the events of the response. The last one is `finish`.
 *
 * @throws ProviderError `malformed-response` if the JSON is no response or one that has not ended, or the error that
 * the vendor reports in it
 */
export function decodeResponse(
  json: JsonValue | undefined,
  settings: DecodeSettings,
): readonly ProviderEvent[] {
  if (!isJsonObject(json) || (!Array.isArray(json.output) && json.status !== 'failed')) {
    const error = decodeErrorBody(json, settings.now?.());
    throw error ? createInBandError(error) : malformedResponse('a response with output', 'none');
  }
  if (pendingStatuses.includes(json.status)) {
    throw malformedResponse('a complete response', 'one that has not ended');
  }
  const reader = new ResponseReader(settings);
  reader.finish(json);
  return reader.takeEvents();
}
