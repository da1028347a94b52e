import type { JsonValue } from '@understudy/core/provider';
import { decodeErrorBody, toVendorError } from '@understudy/openai-wire';
import type { WireError } from '@understudy/openai-wire';
import { readArray, readObject, readString } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

/**
 * Decodes the error in a JSON body. A body with `choices` or `output` is a response, whatever its other fields are,
 * except that of a blocked output.
 */
export function decodeError(body: JsonValue, now: number): VendorError | undefined {
  const isResponse = readArray(body, 'choices') ?? readArray(body, 'output');
  const error = isResponse ? readBlockedOutput(body, now) : decodeErrorBody(body, now);
  if (!error) return undefined;
  return { ...toVendorError(error), advice: findAdvice(error) };
}

/** Azure AI Foundry sends a response without content, with status 400, if it blocks the output. */
function readBlockedOutput(body: JsonValue, now: number): WireError | undefined {
  const [choice] = readArray(body, 'choices') ?? [];
  const error = readObject(readObject(choice, 'content_filter_results'), 'error');
  // `content_filter_error` reports that the filter did not work.
  const isBlocked = error !== undefined && readString(error, 'code') === 'content_filter';
  const isEmpty = readString(readObject(choice, 'message'), 'content') === '';
  return isBlocked && isEmpty ? decodeErrorBody({ error }, now) : undefined;
}

/** "This model is only supported in v1/responses", "Please use /v1/responses instead". */
const otherApi = /\b(?:supported in|use) \/?v1\/responses\b/i;

/** "`response_format` does not support streaming" */
const needsNoStream = /\bdoes not support streaming\b/i;

function findAdvice({ param, message = '' }: WireError): string | undefined {
  if (otherApi.test(message.slice(0, 512))) {
    return 'set api to "responses", which some models require';
  }
  if (param !== 'stream' && !needsNoStream.test(message.slice(0, 512))) return undefined;
  return 'set quirks.streams to false to request a response without streaming';
}
