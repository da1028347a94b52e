import type { ChatEvent, ToolDefinition } from '@understudy/core';

import { expectEqual, expectTrue, fail } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import type { MockToolCall, ResponsePart } from '../../../wire-format.ts';

const calls: readonly MockToolCall[] = [
  {
    type: 'tool-call',
    id: 'call_1',
    name: 'get_weather',
    argumentsPieces: ['{"place":', '"Tal', 'linn \u{1f600}","days":[1', ',2]}'],
  },
  { type: 'tool-call', id: 'call_2', name: 'get_time', argumentsPieces: ['{}'] },
];

const parts: readonly ResponsePart[] = [...calls, { type: 'finish', reason: 'tool-calls' }];

const tools: readonly ToolDefinition[] = calls.map(({ name }) => ({
  name,
  inputSchema: { type: 'object' },
}));

export const streamsToolCalls: Clause = {
  id: 'streams-tool-calls',
  rule: 'Each tool call is emitted as a start, argument deltas and an end with the complete arguments. Concurrent tool calls have unique ids.',
  requires: 'tools',
  async check(context) {
    await using harness = await TestHarness.open(context, { type: 'response', parts });
    const { events } = await collectResponse(harness.chat({ tools }));
    const ends = events.filter((event) => event.type === 'tool-call-end');
    expectEqual(
      'the tool calls',
      ends.map(({ name, argumentsText }) => [name, argumentsText]),
      calls.map(({ name, argumentsPieces }) => [name, argumentsPieces.join('')]),
    );
    const ids = new Set(ends.map(({ id }) => id));
    expectTrue(
      ids.size === calls.length && !ids.has(''),
      'expected a unique id for each tool call, received repeated or empty ids',
    );
    for (const id of ids) expectCall(events, id);
    const last = events.at(-1);
    expectEqual('the finish reason', last?.type === 'finish' && last.reason, 'tool-calls');
  },
};

/** Checks the order and the content of the events of one tool call. */
function expectCall(events: readonly ChatEvent[], id: string): void {
  const ofCall = events.filter(
    (event) => 'id' in event && event.id === id && event.type.startsWith('tool-call'),
  );
  const [start] = ofCall;
  const end = ofCall.at(-1);
  if (start?.type !== 'tool-call-start' || end?.type !== 'tool-call-end') {
    const types = ofCall.map(({ type }) => type).join(', ');
    return fail(`expected tool-call-start first and tool-call-end last, received ${types}`);
  }
  expectEqual('the name in tool-call-start', start.name, end.name);
  const deltas = ofCall.map((event) => {
    return event.type === 'tool-call-delta' ? event.argumentsText : '';
  });
  if (ofCall.length > 2) {
    expectEqual('the arguments in tool-call-delta', deltas.join(''), end.argumentsText);
  }
}
