import type { Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { flattenMessages } from './flatten-messages.ts';

const question: Message = { role: 'user', content: 'Hi' };

describe('flattenMessages', () => {
  it('takes a single message as it is', () => {
    expect(flattenMessages([question])).toBe('Hi');
  });

  it('writes a line for each of several, and one for the answer', () => {
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

  it("leaves out another model's reasoning", () => {
    const content = [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'Hello.' },
    ] as const;
    expect(flattenMessages([{ role: 'assistant', content }])).toBe('Hello.');
  });

  it.each([
    ['no messages', [], 'invalid-request'],
    ['an unknown role', [question, { role: 'nobody', content: 'x' }], 'invalid-request'],
    ['a role called __proto__', [question, { role: '__proto__', content: 'x' }], 'invalid-request'],
    ['an image', [{ role: 'user', content: [{ type: 'image' }] }], 'unsupported-feature'],
  ])('refuses %s', (_, messages, code) => {
    const given: readonly Message[] = JSON.parse(JSON.stringify(messages));
    expect(() => flattenMessages(given)).toThrow(expect.objectContaining({ code }));
  });
});
