import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { expectEqual } from '../sentences.ts';
import type { VendorErrorCode } from '../wire-format.ts';

const causes: Readonly<Record<VendorErrorCode, string>> = {
  timeout: 'The vendor gave up waiting for itself (408)',
  'server-error': 'The vendor has a fault of its own (5xx)',
  overloaded: 'The vendor has too much to do (529, or its wording)',
  'rate-limited': 'The vendor wants to be asked less often (429)',
  'quota-exhausted': 'The account has no credit left (402, or its wording)',
  'authentication-failed': 'The vendor does not know the credentials (401)',
  'permission-denied': 'The credentials may not do this (403)',
  blocked: 'The vendor shows a page for people, a challenge',
  'model-not-found': 'The vendor has no such model (404, 410)',
  'context-length-exceeded': 'The conversation is too long for the model',
  'content-filtered': "The vendor's filter refuses the request",
  'invalid-request': 'The request is wrong (other 4xx)',
};

const codes: readonly VendorErrorCode[] = [
  'timeout',
  'server-error',
  'overloaded',
  'rate-limited',
  'quota-exhausted',
  'authentication-failed',
  'permission-denied',
  'blocked',
  'model-not-found',
  'context-length-exceeded',
  'content-filtered',
  'invalid-request',
];

/** A clause for each row of the error table that a vendor can cause by a refusal. */
export const translatesRefusals: readonly Clause[] = codes.map((code) => ({
  id: `translates-${code}`,
  rule: `${causes[code]}: that is ${code}, with the status that came.`,
  async check(subject) {
    const vendorError = { code, message: 'It can not be done' } as const;
    await using rehearsal = await TestHarness.open(subject, { type: 'error', error: vendorError });
    const { error } = await collectFailure(rehearsal.ask(), code);
    const status = subject.wireFormat?.encodeError(vendorError)?.status;
    if (status !== undefined) expectEqual('the status of the error', error.status, status);
  },
}));
