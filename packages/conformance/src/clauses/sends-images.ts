import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { expectHeard } from '../harness/expect-received.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';

/** A PNG of one pixel. */
const base64 =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const sendsImages: Clause = {
  id: 'sends-images',
  rule: 'An image of a message reaches the vendor, beside the text that stands with it.',
  requires: 'images',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    const image = {
      type: 'image',
      data: { type: 'base64', base64 },
      mediaType: 'image/png',
    } as const;
    const content = [{ type: 'text', text: 'What is this?' } as const, image];
    await collectResponse(rehearsal.ask({ messages: [{ role: 'user', content }] }));
    if (!subject.wireFormat) return;
    expectHeard(rehearsal, 'the text beside the image', 'What is this?');
    expectHeard(rehearsal, 'the image in base64', base64);
  },
};
