import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { expectHeard } from '../harness/expect-received.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';

const bytes = Buffer.from('%PDF-1.4 a tide table');

export const sendsFiles: Clause = {
  id: 'sends-files',
  rule: 'A file of a message reaches the vendor, beside the text that stands with it.',
  requires: 'files',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    const file = {
      type: 'file',
      data: { type: 'bytes', bytes },
      mediaType: 'application/pdf',
      name: 'tides.pdf',
    } as const;
    const content = [{ type: 'text', text: 'When is high water?' } as const, file];
    await collectResponse(rehearsal.ask({ messages: [{ role: 'user', content }] }));
    if (!subject.wireFormat) return;
    expectHeard(rehearsal, 'the text beside the file', 'When is high water?');
    expectHeard(rehearsal, 'the file in base64', bytes.toString('base64'));
  },
};
