import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { readArray, readObject, readString } from '@understudy/provider-utils';

/**
 * The types of https://openrouter.ai/docs/api/reference/errors-and-debugging that have another meaning at other
 * vendors, or none, as types of other vendors.
 */
const types: ReadonlyMap<string, string> = new Map([
  ['authentication', 'authentication_error'],
  ['image_not_found', 'image_file_not_found'],
  // A message with an unsupported role or without content.
  ['invalid_prompt', 'invalid_request'],
  ['provider_overloaded', 'overloaded_error'],
  ['refusal', 'content_filter'],
  // A cap that depends on the credits.
  ['token_limit_exceeded', 'insufficient_credits'],
]);

/** Returns whether an error of OpenRouter reports that a response ended at the limit of output tokens. */
export function isOutputLimit(error: JsonValue): boolean {
  return readString(readObject(error, 'metadata'), 'error_type') === 'max_tokens_exceeded';
}

/** Returns OpenRouter's type of an error, as one of other vendors. */
export function readOpenRouterType(error: JsonObject): string | undefined {
  const type = readString(readObject(error, 'metadata'), 'error_type');
  return type === undefined ? undefined : toVendorType(type);
}

/**
 * Returns the code of an error of OpenRouter that its status does not report: a limit, a filter, or the type of a
 * response of the Responses API, whose own code is less specific.
 */
export function readOpenRouterCode(error: JsonObject, body: JsonObject = {}): string | undefined {
  const metadata = readObject(error, 'metadata');
  const limit = readString(metadata, 'limit_source');
  // Costs of other requests that are not settled yet. The balance is positive.
  if (limit === 'openrouter_in_flight_budget') return 'rate_limit_exceeded';
  if (limit?.startsWith('openrouter_') === true) return 'insufficient_credits';
  if (isBlocked(error, metadata)) return 'content_filter';
  const type = readString(body, 'error_type');
  return type === undefined ? undefined : toVendorType(type);
}

function toVendorType(type: string): string {
  return types.get(type) ?? type;
}

/** Moderation and guardrails answer with status 403, as for a key without permission. */
function isBlocked(error: JsonObject, metadata: JsonObject | undefined): boolean {
  if (error.code !== 403) return false;
  const isFlagged =
    readString(metadata, 'flagged_input') !== undefined ||
    readArray(metadata, 'patterns') !== undefined;
  return isFlagged || readString(error, 'message')?.startsWith('Request blocked: ') === true;
}
