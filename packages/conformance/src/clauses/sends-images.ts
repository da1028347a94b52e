import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectHeard } from '../rehearsal/expect-heard.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';

/** A PNG of one pixel. */
const base64 =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const sendsImages: Clause = {
  id: 'sends-images',
  rule: 'An image of a message reaches the vendor, beside the text that stands with it.',
  needs: 'images',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    const image = {
      type: 'image',
      data: { type: 'base64', base64 },
      mediaType: 'image/png',
    } as const;
    const content = [{ type: 'text', text: 'What is this?' } as const, image];
    await watchAnswer(rehearsal.ask({ messages: [{ role: 'user', content }] }));
    if (!subject.stage) return;
    expectHeard(rehearsal, 'the text beside the image', 'What is this?');
    expectHeard(rehearsal, 'the image in base64', base64);
  },
};
