import type { Message, ToolSpec } from '@understudy/core';

import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectHeard } from '../rehearsal/expect-heard.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchAnswer } from '../rehearsal/watch.ts';

const tools: readonly ToolSpec[] = [
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
    content: [{ type: 'tool-result', id: 'call_7', name: 'get_weather', result: 'sleet, 1 °C' }],
  },
];

export const sendsTools: Clause = {
  id: 'sends-tools',
  rule: 'Tools with their schemas reach the vendor, and so do the calls and the results of a conversation.',
  needs: 'tools',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, answered);
    await watchAnswer(rehearsal.ask({ messages, tools }));
    if (!subject.stage) return;
    expectHeard(rehearsal, "the tool's description", 'The weather of a place.');
    expectHeard(rehearsal, "the tool's schema", 'place_name');
    expectHeard(rehearsal, 'the call in the conversation', 'Tallinn"');
    expectHeard(rehearsal, 'the result of the tool', 'sleet, 1 °C');
  },
};
