import type { MockReply, VendorError } from '@understudy/conformance';

/** Encodes an error response. Undefined for errors that Acme never sends. */
export function encodeError(error: VendorError): MockReply | undefined {
  const { code, retryAfterSeconds } = error;
  if (code === 'blocked') {
    return { status: 403, headers: { 'content-type': 'text/html' }, body: ['Just a moment...'] };
  }
  const status = errors[code]?.status;
  if (status === undefined) return undefined;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const headers = { 'content-type': 'application/json', ...wait };
  return { status, headers, body: [JSON.stringify(encodeErrorObject(error))] };
}

/** Encodes the body of an error response, which is also an error inside a response. */
export function encodeErrorObject({
  code,
  message,
}: Pick<VendorError, 'code' | 'message'>): object {
  return { code: errors[code]?.code ?? 'error', message };
}

const errors: Readonly<Partial<Record<string, { status: number; code?: string }>>> = {
  timeout: { status: 408 },
  'server-error': { status: 500 },
  overloaded: { status: 503, code: 'busy' },
  'rate-limited': { status: 429, code: 'too_fast' },
  'quota-exhausted': { status: 402 },
  'authentication-failed': { status: 401 },
  'permission-denied': { status: 403 },
  'model-not-found': { status: 404 },
  'context-length-exceeded': { status: 400, code: 'too_long' },
  'content-filtered': { status: 400, code: 'filtered' },
  'invalid-request': { status: 400, code: 'missing_field' },
};

/** Acme's finish reasons. `other` is a reason that the provider does not know. */
export const finishReasons: Readonly<Record<string, string>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'filter',
  other: 'an_unknown_reason',
};

/** Encodes a model list. */
export function encodeModelList(ids: readonly string[]): MockReply {
  const headers = { 'content-type': 'application/json' };
  return { headers, body: [JSON.stringify({ models: ids.map((id) => ({ id })) })] };
}
