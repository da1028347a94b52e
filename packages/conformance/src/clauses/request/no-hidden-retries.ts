import { expectTrue, inCase } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { supports } from '../../harness/find-reply.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import type { VendorErrorCode } from '../../wire-format.ts';

const codes: readonly VendorErrorCode[] = ['server-error', 'rate-limited', 'authentication-failed'];

export const noHiddenRetries: Clause = {
  id: 'no-hidden-retries',
  rule: 'A provider does not retry. It reserves each further request for the same response with `context.reserveRequest()`.',
  requires: 'wire',
  async check(context) {
    for (const code of codes) {
      const scripted = { type: 'error', error: { code, message: 'no' } } as const;
      if (!supports(context.wireFormat, scripted)) continue;
      await inCase(`after ${code}`, async () => {
        await using harness = await TestHarness.open(context, scripted, { maxAttempts: 1 });
        await collectFailure(harness.chat());
        const count = harness.exchanges.length;
        expectTrue(
          count === 1,
          `expected one request, because reserveRequest() returns false, received ${count}`,
        );
      });
    }
  },
};
