import type { Message, ToolDefinition } from '@understudy/core';

import { expectTrue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { isReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';

const output = 'sleet as text';
const part = 'sleet as a part';

const messages: readonly Message[] = [
  { role: 'user', content: 'How is the weather?' },
  {
    role: 'assistant',
    content: [{ type: 'tool-call', id: 'call_7', name: 'get_weather', argumentsText: '{}' }],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'call_7',
        name: 'get_weather',
        output,
        parts: [{ type: 'text', text: part }],
      },
    ],
  },
];

const tools: readonly ToolDefinition[] = [{ name: 'get_weather', inputSchema: { type: 'object' } }];

export const sendsToolResultParts: Clause = {
  id: 'sends-tool-result-parts',
  rule: 'The request contains the `parts` of a tool result, or its `output` if the vendor accepts only text.',
  requires: 'tools',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    await collectResponse(harness.chat({ messages, tools }));
    if (!context.wireFormat) return;
    expectTrue(
      isReceived(harness, part) || isReceived(harness, output),
      'expected the parts or the output of the tool result in the request to the vendor, received neither',
    );
  },
};
