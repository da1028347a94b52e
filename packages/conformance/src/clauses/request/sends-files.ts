import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { expectReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

const bytes = Buffer.from('%PDF-1.4 a tide table');

export const sendsFiles: Clause = {
  id: 'sends-files',
  rule: 'The request contains the file of a message, and the text of the same message.',
  requires: 'files',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    const file = {
      type: 'file',
      data: { type: 'bytes', bytes },
      mediaType: 'application/pdf',
      name: 'tides.pdf',
    } as const;
    const content = [{ type: 'text', text: 'When is high water?' } as const, file];
    await collectResponse(harness.chat({ messages: [{ role: 'user', content }] }));
    if (!context.wireFormat) return;
    expectReceived(harness, 'the text of the message', 'When is high water?');
    expectReceived(harness, 'the file in base64', bytes.toString('base64'));
  },
};
