import type { Message, ToolDefinition } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { expectHeard } from '../harness/expect-received.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';

const tools: readonly ToolDefinition[] = [
  {
    name: 'get_weather',
    description: 'The weather of a place.',
    inputSchema: { type: 'object', properties: { place_name: { type: 'string' } } },
  },
];

const messages: readonly Message[] = [
  { role: 'user', content: 'How is the weather in Tallinn?' },
  {
    role: 'assistant',
    content: [
      {
        type: 'tool-call',
        id: 'call_7',
        name: 'get_weather',
        argumentsText: '{"place_name":"Tallinn"}',
      },
    ],
  },
  {
    role: 'tool',
    content: [
      { type: 'tool-result', toolCallId: 'call_7', name: 'get_weather', output: 'sleet, 1 °C' },
    ],
  },
];

export const sendsTools: Clause = {
  id: 'sends-tools',
  rule: 'Tools with their schemas reach the vendor, and so do the calls and the results of a conversation.',
  requires: 'tools',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    await collectResponse(rehearsal.ask({ messages, tools }));
    if (!subject.wireFormat) return;
    expectHeard(rehearsal, "the tool's description", 'The weather of a place.');
    expectHeard(rehearsal, "the tool's schema", 'place_name');
    expectHeard(rehearsal, 'the call in the conversation', 'Tallinn"');
    expectHeard(rehearsal, 'the result of the tool', 'sleet, 1 °C');
  },
};
