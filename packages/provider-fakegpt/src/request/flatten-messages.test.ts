import type { Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { flattenMessages } from './flatten-messages.ts';

const question: Message = { role: 'user', content: 'Hi' };

describe('flattenMessages', () => {
  it('returns a single message unchanged', () => {
    expect(flattenMessages([question])).toBe('Hi');
  });

  it('returns a line for each message and one for the response', () => {
    const messages: readonly Message[] = [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'text', text: '!' },
        ],
      },
      { role: 'assistant', content: 'Hello.' },
      question,
    ];
    expect(flattenMessages(messages)).toBe(
      'System: Be brief.\nUser: Hi!\nAssistant: Hello.\nUser: Hi\nAssistant:',
    );
  });

  it('omits reasoning', () => {
    const content = [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'Hello.' },
    ] as const;
    expect(flattenMessages([{ role: 'assistant', content }])).toBe('Hello.');
  });

  it.each([
    ['no messages', [], 'invalid-request'],
    ['an unknown role', [question, { role: 'unknown', content: 'x' }], 'invalid-request'],
    ['a role called __proto__', [question, { role: '__proto__', content: 'x' }], 'invalid-request'],
    ['an image', [{ role: 'user', content: [{ type: 'image' }] }], 'unsupported-feature'],
  ])('rejects %s', (_, messages, code) => {
    const untyped: readonly Message[] = JSON.parse(JSON.stringify(messages));
    expect(() => flattenMessages(untyped)).toThrow(expect.objectContaining({ code }));
  });
});
