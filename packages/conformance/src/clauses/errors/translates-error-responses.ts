import { expectEqual } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import type { VendorErrorCode } from '../../wire-format.ts';

const meanings: Readonly<Record<VendorErrorCode, string>> = {
  timeout: 'A timeout of the vendor (408)',
  'server-error': 'A server error (5xx)',
  overloaded: 'An overloaded server (529, or the error message)',
  'rate-limited': 'A rate limit (429)',
  'quota-exhausted': 'An account without credit (402, or the error message)',
  'authentication-failed': 'An invalid API key (401)',
  'permission-denied': 'A missing permission (403)',
  blocked: 'A bot challenge page',
  'model-not-found': 'An unknown model (404, 410)',
  'context-length-exceeded': "A conversation that exceeds the model's context length",
  'content-filtered': "A request that the vendor's content filter rejects",
  'invalid-request': 'An invalid request',
};

/** One clause for each code that an error response can have. */
export const translatesErrorResponses: readonly Clause[] = Object.keys(meanings)
  .filter(isVendorErrorCode)
  .map(translatesErrorResponse);

function isVendorErrorCode(code: string): code is VendorErrorCode {
  return Object.hasOwn(meanings, code);
}

function translatesErrorResponse(code: VendorErrorCode): Clause {
  return {
    id: `translates-${code}`,
    rule: `${meanings[code]} is reported as \`${code}\`, with the HTTP status.`,
    async check(context) {
      const error = { code, message: 'The request failed' } as const;
      await using harness = await TestHarness.open(context, { type: 'error', error });
      const result = await collectFailure(harness.chat(), code);
      const status = context.wireFormat?.encodeError(error)?.status;
      if (status !== undefined) expectEqual('the status of the error', result.error.status, status);
    },
  };
}
