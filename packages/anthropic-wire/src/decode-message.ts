import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse } from '@understudy/provider-utils';

import type { DecodeSettings } from './decode-settings.ts';
import { decodeErrorBody } from './error/decode-error-body.ts';
import { createInBandError } from './error/response-errors.ts';
import { MessageReader } from './response/message-reader.ts';

/**
 * Decodes a complete message. Returns the events of the response. The last one is `finish`.
 *
 * A message without a stop reason has the reason `other`.
 *
 * @throws ProviderError `malformed-response` if the JSON is not a message, or the error that the API reports in it
 */
export function decodeMessage(
  json: JsonValue | undefined,
  settings: DecodeSettings,
): readonly ProviderEvent[] {
  const error = decodeErrorBody(json, settings.now?.());
  if (error) throw createInBandError(error);
  if (!isJsonObject(json) || !Array.isArray(json.content)) {
    throw malformedResponse('a message with content', 'another value');
  }
  const reader = new MessageReader(settings);
  reader.start(json);
  reader.finish();
  return reader.takeEvents();
}
