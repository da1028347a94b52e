import { describe, expect, it } from 'vitest';

import type { AssistantPart, Message, ProviderOptions } from '../chat/message.ts';
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

/** The ids of calls and results, in order. */
function idsOf(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? []
      : content.flatMap((part) => {
          if (part.type === 'tool-call') return [part.id];
          return part.type === 'tool-result' ? [part.toolCallId] : [];
        }),
  );
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
    expect(idsOf(sanitizeMessages(messages, mine))).toEqual([
      'call_1',
      'call_1',
      'b',
      'b',
      'call_2',
      'call_2',
    ]);
  });

  it('does not change the original messages', () => {
    const messages = turn('other', 'other-1');
    const before = structuredClone(messages);
    sanitizeMessages(messages, mine);
    expect(messages).toEqual(before);
  });

  it('assigns results to the calls before them if two providers used the same id', () => {
    const messages = [...turn('other', 'a'), ...turn('mine', 'a'), ...turn('third', 'a')];
    expect(idsOf(sanitizeMessages(messages, mine))).toEqual([
      'call_1',
      'call_1',
      'a',
      'a',
      'call_2',
      'call_2',
    ]);
  });

  it('assigns results in order if one turn has two calls with the same id', () => {
    const call = (origin: string) =>
      ({ type: 'tool-call', id: 'a', name: 'now', argumentsText: '{}', origin }) as const;
    const message = (...content: readonly AssistantPart[]): Message => ({
      role: 'assistant',
      content,
    });
    const result = { type: 'tool-result', toolCallId: 'a', name: 'now', output: 'noon' } as const;
    const results: Message = { role: 'tool', content: [result, result] };
    for (const calls of [
      [message(call('other')), message(call('mine'))],
      [message(call('other'), call('mine'))],
    ]) {
      const messages = [question, ...calls, results];
      expect(idsOf(sanitizeMessages(messages, mine))).toEqual(['call_1', 'a', 'call_1', 'a']);
    }
  });

  it.each([
    ['model', ['hm', 'Hi.'], undefined],
    ['provider', ['hm', '', 'Hi.'], 's1'],
  ] as const)(
    'sends the signatures of another model if their scope is the %s',
    (signatureScope, texts, signature) => {
      const origin = { origin: 'mine', originModel: 'older' };
      const content = [
        { type: 'reasoning', text: 'hm', signature: 's1', ...origin },
        { type: 'reasoning', text: '', signature: 's2', ...origin },
        { type: 'text', text: 'Hi.', providerMetadata: { phase: 'final' }, ...origin },
      ] as const;
      const target = { definition: { ...definition, signatureScope }, model: 'model' };
      const [message] = sanitizeMessages([{ role: 'assistant', content }], target);
      const parts = typeof message?.content === 'string' ? [] : (message?.content ?? []);
      expect(parts.map((part) => ('text' in part ? part.text : undefined))).toEqual(texts);
      expect(parts[0]).toHaveProperty('text', 'hm');
      expect(Reflect.get(Object(parts[0]), 'signature')).toBe(signature);
    },
  );

  it('keeps only the options of the provider, and those of its wire format', () => {
    const providerOptions = {
      other: { secret: 1 },
      mine: { cache: true },
      'openai-chat': { cache: false, detail: 'high' },
    };
    const target = {
      definition: { ...definition, wireFormat: 'openai-chat' as const },
      model: 'model',
    };
    const text = { type: 'text', text: 'Hi', providerOptions } as const;
    const messages: readonly Message[] = [
      { role: 'user', content: [text], providerOptions },
      { role: 'system', content: [{ ...text, providerOptions: { other: { secret: 1 } } }] },
    ];
    const own = { mine: { cache: true, detail: 'high' } };
    expect(sanitizeMessages(messages, target)).toEqual([
      {
        role: 'user',
        content: [{ type: 'text', text: 'Hi', providerOptions: own }],
        providerOptions: own,
      },
      { role: 'system', content: [{ type: 'text', text: 'Hi' }] },
    ]);
  });

  it('keeps only the options of the provider in the parts of a result', () => {
    const target = {
      definition: { ...definition, wireFormat: 'openai-chat' as const },
      model: 'model',
    };
    const result = { type: 'tool-result', toolCallId: '1', name: 'f', output: 'Hi' } as const;
    const text = { type: 'text', text: 'Hi' } as const;
    const messagesWith = (providerOptions: ProviderOptions): readonly Message[] => [
      { role: 'tool', content: [{ ...result, parts: [{ ...text, providerOptions }] }] },
    ];
    const options = { other: { secret: 1 }, 'openai-chat': { detail: 'high' } };
    expect(sanitizeMessages(messagesWith(options), target)).toEqual(
      messagesWith({ mine: { detail: 'high' } }),
    );
  });

  it('keeps the signature of a part whose origin is the wire format', () => {
    const signed = {
      definition: { ...definition, wireFormat: 'openai-chat' as const },
      model: 'x',
    };
    const part = { type: 'reasoning', text: 'Hm.', signature: 's', origin: 'openai-chat' } as const;
    const messages: readonly Message[] = [{ role: 'assistant', content: [part] }];
    expect(sanitizeMessages(messages, signed)).toEqual(messages);
    expect(sanitizeMessages(messages, { definition, model: 'x' })).toEqual([]);
  });
});
