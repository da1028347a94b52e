import type { AssistantPart } from '@understudy/core';

import { expectEqual } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { supportedParts, supports } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { finish } from '../../../responses.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const thought: ResponsePart = { type: 'reasoning', text: 'Blue or green.' };
const text: ResponsePart = { type: 'text', text: 'Teal.' };

const calls: readonly ResponsePart[] = [
  { type: 'tool-call', id: 'call_1', name: 'get_weather', argumentsPieces: ['{}'] },
  { type: 'tool-call', id: 'call_2', name: 'get_time', argumentsPieces: ['{}'] },
];

const tools = [
  { name: 'get_weather', inputSchema: { type: 'object' } },
  { name: 'get_time', inputSchema: { type: 'object' } },
] as const;

const alternating: readonly ResponsePart[] = [
  thought,
  text,
  { type: 'reasoning', text: 'Is that right?' },
  { type: 'text', text: 'Yes, teal.' },
];

export const keepsPartOrder: Clause = {
  id: 'keeps-part-order',
  rule: 'The message of the response has reasoning, text and tool calls as separate parts, in the order in which the vendor sent them.',
  async check(context) {
    const supported = supportedParts(context, [thought, text, ...calls]);
    // Without a second kind of parts, reasoning makes the clause fail with the missing part.
    await expectOrder(context, supported.length > 1 ? supported : [thought, text]);
    const parts = [...alternating, finish];
    if (supports(context.wireFormat, { type: 'response', parts })) {
      await expectOrder(context, alternating);
    }
  },
};

async function expectOrder(context: ClauseContext, parts: readonly ResponsePart[]): Promise<void> {
  const hasCalls = parts.some(({ type }) => type === 'tool-call');
  const end: ResponsePart = hasCalls ? { type: 'finish', reason: 'tool-calls' } : finish;
  const scripted = { type: 'response', parts: [...parts, end] } as const;
  await using harness = await TestHarness.open(context, scripted);
  const { message } = await harness.chat(hasCalls ? { tools } : {}).response();
  const { content } = message;
  const received = typeof content === 'string' ? [['text', content]] : content.map(describePart);
  expectEqual('the parts of the message', received, parts.map(describePart));
}

function describePart(part: AssistantPart | ResponsePart): readonly string[] {
  if ('text' in part) return [part.type, part.text];
  return 'name' in part ? [part.type, part.name ?? ''] : [part.type];
}
