import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

import { decodeErrorBody } from '../../error/decode-error-body.ts';
import type { WireError } from '../../error/decode-error-body.ts';

/** Returns the error of an `error` event. Its fields are in the event, or in a field of it. */
export function readErrorEvent(event: JsonObject, now: number | undefined): WireError {
  const { type: _type, error, ...fields } = event;
  return decodeErrorBody({ error: isJsonObject(error) ? error : fields }, now) ?? {};
}

/** Returns the error of a response that failed. */
export function readFailure({ error }: JsonObject, now: number | undefined): WireError {
  return (isJsonObject(error) ? decodeErrorBody({ error }, now) : undefined) ?? {};
}
