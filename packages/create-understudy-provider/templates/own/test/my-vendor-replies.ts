import type { VendorError, MockReply } from '@understudy/conformance';

/** The reply by which My Vendor refuses; undefined for what it never refuses. */
export function refuse(refusal: VendorError): MockReply | undefined {
  const { code, retryAfterSeconds } = refusal;
  if (code === 'blocked') {
    return { status: 403, headers: { 'content-type': 'text/html' }, body: ['Just a moment...'] };
  }
  const status = refusals[code]?.status;
  if (status === undefined) return undefined;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const headers = { 'content-type': 'application/json', ...wait };
  return { status, headers, body: [JSON.stringify(trouble(refusal))] };
}

/** What My Vendor says of an error, also inside of an answer. */
export function trouble({ code, message }: Pick<VendorError, 'code' | 'message'>): object {
  return { code: refusals[code]?.code ?? 'trouble', message };
}

const refusals: Readonly<Partial<Record<string, { status: number; code?: string }>>> = {
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
  'invalid-request': { status: 400 },
};

/** Why My Vendor ends an answer, by our word; the last is one that nobody knows yet. */
export const reasons: Readonly<Record<string, string>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'filter',
  other: 'a_reason_of_tomorrow',
};

/** The reply that lists these models. */
export function models(ids: readonly string[]): MockReply {
  const headers = { 'content-type': 'application/json' };
  return { headers, body: [JSON.stringify({ models: ids.map((id) => ({ id })) })] };
}
