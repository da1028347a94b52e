import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { supports } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { expectTrue, inCase } from '../sentences.ts';
import type { VendorErrorCode } from '../wire-format.ts';

const codes: readonly VendorErrorCode[] = ['server-error', 'rate-limited', 'authentication-failed'];

export const asksOnce: Clause = {
  id: 'no-hidden-retries',
  rule: 'A provider never retries by itself: each further request for the same answer is asked for with context.spend().',
  requires: 'wire',
  async check(subject) {
    for (const code of codes) {
      const scene = { type: 'error', error: { code, message: 'no' } } as const;
      if (!supports(subject.wireFormat, scene)) continue;
      await inCase(`after ${code}`, async () => {
        await using rehearsal = await TestHarness.open(subject, scene, { maxAttempts: 1 });
        await collectFailure(rehearsal.ask());
        const count = rehearsal.asked.length;
        expectTrue(
          count === 1,
          `expected one request, as spend() grants no more, and ${count} came`,
        );
      });
    }
  },
};
