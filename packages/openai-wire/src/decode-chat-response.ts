import { isJsonObject, readArray } from '@understudy/core/provider';
import type { JsonValue, ProviderEvent } from '@understudy/core/provider';

import { decodeErrorBody } from './decode-error-body.ts';
import type { DecodeSettings } from './decode-settings.ts';
import { malformed, reported } from './response/response-errors.ts';
import { ResponseReader } from './response/response-reader.ts';

/**
 * The events of one whole answer in JSON, `finish` last. A finish reason that is missing is told as
 * `other`.
 *
 * @throws ProviderError `malformed-response` for what is no answer, or the error that the vendor reports
 * in it
 */
export function decodeChatResponse(
  json: JsonValue | undefined,
  settings: DecodeSettings,
): readonly ProviderEvent[] {
  const [choice] = readArray(json, 'choices') ?? [];
  if (!isJsonObject(json) || choice === undefined) {
    const failure = decodeErrorBody(json);
    throw failure ? reported(failure) : malformed('an answer with choices', 'none');
  }
  const answer = new ResponseReader(settings);
  answer.read(json);
  answer.finish();
  return answer.take();
}
