import type { Message, ToolDefinition } from '@understudy/core';

import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { expectReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

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
  rule: 'The request contains the tools with their schemas, and the tool calls and results in the messages.',
  requires: 'tools',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    await collectResponse(harness.chat({ messages, tools }));
    if (!context.wireFormat) return;
    expectReceived(harness, 'the description of the tool', 'The weather of a place.');
    expectReceived(harness, 'the schema of the tool', 'place_name');
    expectReceived(harness, 'the tool call', 'Tallinn"');
    expectReceived(harness, 'the tool result', 'sleet, 1 °C');
  },
};
