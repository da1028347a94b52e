import type { JsonObject } from '@understudy/core/provider';
import { readNumber, readObject, readString } from '@understudy/provider-utils';

/** The numbers of https://platform.minimax.io/docs/api-reference/errorcode, as types of other vendors. */
const types: ReadonlyMap<number, string> = new Map([
  [1001, 'timeout_error'],
  [1002, 'rate_limit_error'],
  [1004, 'authentication_error'],
  [1008, 'insufficient_balance'],
  [1026, 'content_filter'],
  [1027, 'content_filter'],
  [1039, 'rate_limit_error'],
  [1041, 'rate_limit_error'],
  [2045, 'rate_limit_error'],
  [2049, 'invalid_api_key'],
  [2056, 'rate_limit_error'],
  [2061, 'permission_error'],
]);

/** Its invalid parameters. */
const invalidParameters = 2013;

/** Returns the error of MiniMax, which is in `base_resp`, also with status 200. Its code 0 means success. */
export function readBaseResponse(body: JsonObject): JsonObject | undefined {
  const base = readObject(body, 'base_resp');
  const code = readNumber(base, 'status_code') ?? 0;
  if (code === 0) return undefined;
  const type = types.get(code) ?? null;
  const status = code === invalidParameters ? 400 : null;
  return { code, type, http_status_code: status, message: readString(base, 'status_msg') ?? null };
}
