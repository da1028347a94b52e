import type { Message } from '@understudy/core';

import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectHeard } from '../rehearsal/expect-heard.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';

const messages: readonly Message[] = [
  { role: 'system', content: 'Answer in one word.' },
  { role: 'user', content: 'Which "sea" is warm?\nПривет \u{1f600}' },
  { role: 'assistant', content: [{ type: 'text', text: 'The Red one.' }] },
  { role: 'user', content: [{ type: 'text', text: 'And which is cold?' }] },
];

export const sendsTheConversation: Clause = {
  id: 'sends-the-conversation',
  rule: 'Every message reaches the vendor, of every role, as a string or in parts.',
  needs: 'wire',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    await watchAnswer(rehearsal.ask({ messages }));
    expectHeard(rehearsal, 'the system message', 'Answer in one word.');
    expectHeard(rehearsal, "the user's message", 'Which "sea" is warm?\nПривет \u{1f600}');
    expectHeard(rehearsal, "the assistant's message", 'The Red one.');
    expectHeard(rehearsal, 'the message in parts', 'And which is cold?');
  },
};
