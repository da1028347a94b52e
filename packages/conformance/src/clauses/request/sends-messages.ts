import type { Message } from '@understudy/core';

import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { expectReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

const messages: readonly Message[] = [
  { role: 'system', content: 'Answer in one word.' },
  { role: 'user', content: 'Which "sea" is warm?\nПривет \u{1f600}' },
  { role: 'assistant', content: [{ type: 'text', text: 'The Red one.' }] },
  { role: 'user', content: [{ type: 'text', text: 'And which is cold?' }] },
];

export const sendsMessages: Clause = {
  id: 'sends-messages',
  rule: 'The request contains every message, for every role, with content as a string or in parts.',
  requires: 'wire',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    await collectResponse(harness.chat({ messages }));
    expectReceived(harness, 'the system message', 'Answer in one word.');
    expectReceived(harness, 'the user message', 'Which "sea" is warm?\nПривет \u{1f600}');
    expectReceived(harness, 'the assistant message', 'The Red one.');
    expectReceived(harness, 'the message in parts', 'And which is cold?');
  },
};
