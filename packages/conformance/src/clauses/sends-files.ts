import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectHeard } from '../rehearsal/expect-heard.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';

const bytes = Buffer.from('%PDF-1.4 a tide table');

export const sendsFiles: Clause = {
  id: 'sends-files',
  rule: 'A file of a message reaches the vendor, beside the text that stands with it.',
  needs: 'files',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    const file = {
      type: 'file',
      data: { type: 'bytes', bytes },
      mediaType: 'application/pdf',
      name: 'tides.pdf',
    } as const;
    const content = [{ type: 'text', text: 'When is high water?' } as const, file];
    await watchAnswer(rehearsal.ask({ messages: [{ role: 'user', content }] }));
    if (!subject.stage) return;
    expectHeard(rehearsal, 'the text beside the file', 'When is high water?');
    expectHeard(rehearsal, 'the file in base64', bytes.toString('base64'));
  },
};
