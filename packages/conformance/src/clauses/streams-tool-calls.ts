import type { ChatEvent, ToolDefinition } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { expectEqual, expectTrue, fail } from '../sentences.ts';
import type { ResponsePart, MockToolCall } from '../wire-format.ts';

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

export const callsTools: Clause = {
  id: 'streams-tool-calls',
  rule: 'Each tool call starts, gives its arguments in pieces and ends with all of them; calls at the same time keep apart by unique ids.',
  requires: 'tools',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, { type: 'response', parts });
    const { events } = await collectResponse(rehearsal.ask({ tools }));
    const ends = events.filter((event) => event.type === 'tool-call-end');
    expectEqual(
      'the tool calls',
      ends.map(({ name, argumentsText }) => [name, argumentsText]),
      calls.map(({ name, argumentsPieces }) => [name, argumentsPieces.join('')]),
    );
    const ids = new Set(ends.map(({ id }) => id));
    expectTrue(
      ids.size === calls.length && !ids.has(''),
      'expected each tool call to have an id of its own',
    );
    for (const id of ids) expectCall(events, id);
    const last = events.at(-1);
    expectEqual('the finish reason', last?.type === 'finish' && last.reason, 'tool-calls');
  },
};

/** That the events of one call come in order and agree with each other. */
function expectCall(events: readonly ChatEvent[], id: string): void {
  const ours = events.filter(
    (event) => 'id' in event && event.id === id && event.type.startsWith('tool-call'),
  );
  const [start] = ours;
  const end = ours.at(-1);
  if (start?.type !== 'tool-call-start' || end?.type !== 'tool-call-end') {
    return fail(
      `expected tool-call-start first and tool-call-end last, and ${ours.map(({ type }) => type).join(', ')} came`,
    );
  }
  expectEqual('the name at the start of a call', start.name, end.name);
  const deltas = ours.map((event) => (event.type === 'tool-call-delta' ? event.argumentsText : ''));
  if (ours.length > 2) expectEqual('the arguments in pieces', deltas.join(''), end.argumentsText);
}
