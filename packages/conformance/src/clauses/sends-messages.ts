import type { Message } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { expectHeard } from '../harness/expect-received.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';

const messages: readonly Message[] = [
  { role: 'system', content: 'Answer in one word.' },
  { role: 'user', content: 'Which "sea" is warm?\nПривет \u{1f600}' },
  { role: 'assistant', content: [{ type: 'text', text: 'The Red one.' }] },
  { role: 'user', content: [{ type: 'text', text: 'And which is cold?' }] },
];

export const sendsTheConversation: Clause = {
  id: 'sends-messages',
  rule: 'Every message reaches the vendor, of every role, as a string or in parts.',
  requires: 'wire',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    await collectResponse(rehearsal.ask({ messages }));
    expectHeard(rehearsal, 'the system message', 'Answer in one word.');
    expectHeard(rehearsal, "the user's message", 'Which "sea" is warm?\nПривет \u{1f600}');
    expectHeard(rehearsal, "the assistant's message", 'The Red one.');
    expectHeard(rehearsal, 'the message in parts', 'And which is cold?');
  },
};
