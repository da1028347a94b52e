import { expectEqual } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const parts: readonly ResponsePart[] = [
  { type: 'tool-call', id: 'call_1', name: 'get_time', argumentsPieces: ['{"zone":', '"EET"}'] },
  { type: 'tool-call', id: 'call_2', name: 'get_weather', argumentsPieces: ['{"place":', '"Tal'] },
  { type: 'finish', reason: 'length' },
];

const tools = [
  { name: 'get_time', inputSchema: { type: 'object' } },
  { name: 'get_weather', inputSchema: { type: 'object' } },
] as const;

export const marksIncompleteToolCalls: Clause = {
  id: 'marks-incomplete-tool-calls',
  rule: 'A tool call whose arguments the maximum length cut off is `incomplete`. A complete call of the same response is not.',
  requires: 'tools',
  async check(context) {
    await using harness = await TestHarness.open(context, { type: 'response', parts });
    const { toolCalls } = await harness.chat({ tools }).response();
    expectEqual(
      'the tool calls with their marks',
      toolCalls.map(({ name, incomplete = false }) => [name, incomplete]),
      [
        ['get_time', false],
        ['get_weather', true],
      ],
    );
  },
};
