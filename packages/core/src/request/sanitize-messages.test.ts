import { describe, expect, it } from 'vitest';

import type { Message } from '../chat/message.ts';
import { ScriptedProvider } from '../testing/scripted-provider.ts';
import { sanitizeMessages } from './sanitize-messages.ts';

const { definition } = new ScriptedProvider({
  id: 'mine',
  models: ['model'],
  lifecycle: { state: 'active' },
  script: [],
});
const mine = { definition, model: 'model' };
const question: Message = { role: 'user', content: 'What time is it?' };

/** A turn with a tool, as `origin` answered it. */
function turn(origin: string | undefined, toolCallId: string): readonly Message[] {
  const mark = origin === undefined ? {} : { origin };
  return [
    question,
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'I look.', signature: 'secret', ...mark },
        { type: 'text', text: 'One moment.' },
        {
          type: 'tool-call',
          id: toolCallId,
          name: 'now',
          argumentsText: '{}',
          signature: 'secret',
          ...mark,
        },
      ],
    },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId, name: 'now', output: 'noon' }] },
  ];
}

describe('sanitizeMessages', () => {
  it.each<readonly [string, readonly Message[]]>([
    ['of plain text', [question, { role: 'assistant', content: 'Noon.' }]],
    ['with what this provider made itself', turn('mine', 'mine-1')],
    ['with what nobody signed', turn(undefined, 'id')],
  ])('%s goes along untouched', (_name, messages) => {
    expect(sanitizeMessages(messages, mine)).toBe(messages);
  });

  it('removes the reasoning of other providers and gives their tool calls new ids', () => {
    expect(sanitizeMessages(turn('other', 'other-1'), mine)).toEqual([
      question,
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'One moment.' },
          { type: 'tool-call', id: 'call_1', name: 'now', argumentsText: '{}' },
        ],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'call_1', name: 'now', output: 'noon' }],
      },
    ]);
  });

  it("keeps the provider's own parts and gives the calls of each other provider different ids", () => {
    const messages = [...turn('other', 'a'), ...turn('mine', 'b'), ...turn('third', 'c')];
    const ids = sanitizeMessages(messages, mine).flatMap(({ content }) =>
      typeof content === 'string'
        ? []
        : content.flatMap((part) =>
            part.type === 'tool-call'
              ? [part.id]
              : part.type === 'tool-result'
                ? [part.toolCallId]
                : [],
          ),
    );
    expect(ids).toEqual(['call_1', 'call_1', 'b', 'b', 'call_2', 'call_2']);
  });

  it('does not change the original messages', () => {
    const messages = turn('other', 'other-1');
    const before = structuredClone(messages);
    sanitizeMessages(messages, mine);
    expect(messages).toEqual(before);
  });
});
