import type { HttpResponse, JsonValue } from '@understudy/core/provider';
import { decodeErrorBody } from '@understudy/openai-wire';
import {
  isJsonObject,
  maxJsonBodyBytes,
  mediaType,
  parseJson,
  readArray,
  readErrorBody,
  readText,
} from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { Expectation } from './decode-error.ts';

/**
 * Reads the JSON of a response without streaming.
 *
 * @throws ProviderError if the response is an error, contains an error, or is not JSON
 */
export async function readJsonResponse(
  response: HttpResponse,
  expectation: Expectation,
): Promise<JsonValue> {
  if (!mayBeJson(response)) {
    throw decodeError(response, await readUnexpectedBody(response), expectation);
  }
  const text = await readText(response, maxJsonBodyBytes);
  const json = parseJson(text);
  if (json === undefined || isError(json)) throw decodeError(response, text, expectation);
  return json;
}

/**
 * Returns whether to read a response as an event stream.
 *
 * If a stream was requested, every content type except JSON and HTML is accepted, because some servers
 * send streams as `text/plain` or without a content type.
 */
export function mayBeStream({ status, headers }: HttpResponse, isRequested: boolean): boolean {
  const type = mediaType(headers) ?? '';
  if (status >= 300) return false;
  if (!isRequested) return type === 'text/event-stream';
  return type !== 'text/html' && !/[/+]json$/.test(type);
}

function mayBeJson({ status, headers }: HttpResponse): boolean {
  const type = mediaType(headers);
  return status < 300 && type !== 'text/html' && type !== 'text/event-stream';
}

/** A body with `choices` is a response, whatever its other fields are. */
function isError(json: JsonValue): boolean {
  if (isJsonObject(json) && readArray(json, 'choices')) return false;
  return decodeErrorBody(json) !== undefined;
}

/** A stream that was not requested is not read, because it may never end. */
async function readUnexpectedBody(response: HttpResponse): Promise<string> {
  const isStream = response.status < 300 && mediaType(response.headers) === 'text/event-stream';
  return isStream ? '' : readErrorBody(response);
}
