import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { expectReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

/** A PNG with one pixel. */
const base64 =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const sendsImages: Clause = {
  id: 'sends-images',
  rule: 'The request contains the image of a message, and the text of the same message.',
  requires: 'images',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    const image = {
      type: 'image',
      data: { type: 'base64', base64 },
      mediaType: 'image/png',
    } as const;
    const content = [{ type: 'text', text: 'What is this?' } as const, image];
    await collectResponse(harness.chat({ messages: [{ role: 'user', content }] }));
    if (!context.wireFormat) return;
    expectReceived(harness, 'the text of the message', 'What is this?');
    expectReceived(harness, 'the image in base64', base64);
  },
};
