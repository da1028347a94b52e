import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { isEmptyValue } from '@understudy/provider-utils/internal';

import { decodeErrorBody } from '../../error/decode-error-body.ts';
import type { WireError } from '../../error/decode-error-body.ts';

/** Returns the error of an `error` event. Its fields are in the event, or in a field of it. */
export function readErrorEvent(event: JsonObject, now: number | undefined): WireError {
  const { type: _type, error, ...fields } = event;
  return decodeErrorBody({ error: isJsonObject(error) ? error : fields }, now) ?? {};
}

/**
 * Returns the error of a response that failed. Some servers send it beside the response, or as a text. OpenRouter sends
 * its own type beside it.
 */
export function readFailure(
  response: JsonObject,
  event: JsonObject,
  now: number | undefined,
): WireError {
  const error = [response.error, event.error].find((each) => !isEmptyValue(each ?? null));
  if (error === undefined) return {};
  const { error_type: type = null } = response;
  return decodeErrorBody({ error, error_type: type }, now) ?? {};
}
