import {
  isJsonObject,
  maxJsonBodyBytes,
  mediaType,
  parseJson,
  readArray,
  readErrorBody,
  readText,
} from '@understudy/core/provider';
import type { HttpResponse, JsonValue } from '@understudy/core/provider';
import { decodeErrorBody } from '@understudy/openai-wire';

import { decodeError } from './decode-error.ts';
import type { Expectation } from './decode-error.ts';

/**
 * The JSON of an answer that is no stream.
 *
 * @throws ProviderError for a refusal, for an error under a 200, for what is no JSON
 */
export async function readJsonAnswer(
  response: HttpResponse,
  wanted: Expectation,
): Promise<JsonValue> {
  if (!mayBeJson(response)) {
    throw decodeError(response, await readReason(response), wanted);
  }
  const text = await readText(response, maxJsonBodyBytes);
  const json = parseJson(text);
  if (json === undefined || isError(json)) throw decodeError(response, text, wanted);
  return json;
}

/**
 * Whether a response is to be read as a stream: what says to be one, and where one was asked for what
 * does not say to be JSON or a page. Some servers stream under `text/plain`, or under no type at all.
 */
export function mayBeStream({ status, headers }: HttpResponse, wasAsked: boolean): boolean {
  const type = mediaType(headers) ?? '';
  if (status >= 300) return false;
  if (!wasAsked) return type === 'text/event-stream';
  return type !== 'text/html' && !/[/+]json$/.test(type);
}

function mayBeJson({ status, headers }: HttpResponse): boolean {
  const type = mediaType(headers);
  return status < 300 && type !== 'text/html' && type !== 'text/event-stream';
}

/** What has choices is an answer, whatever else it says. */
function isError(json: JsonValue): boolean {
  if (isJsonObject(json) && readArray(json, 'choices')) return false;
  return decodeErrorBody(json) !== undefined;
}

/** What a body says of a refusal; a stream that nobody asked for may never end. */
async function readReason(response: HttpResponse): Promise<string> {
  const isStream = response.status < 300 && mediaType(response.headers) === 'text/event-stream';
  return isStream ? '' : readErrorBody(response);
}
