import { describe, expect, it } from 'vitest';

import { quoteText } from './quote-text.ts';

describe('quoteText', () => {
  it.each([
    'gpt-5-mini',
    'groq/openai/gpt-oss-120b',
    'fallback',
    'task-1',
    'claude-sonnet-4-20250514',
    '',
  ])('quotes %j', (text) => expect(quoteText(text)).toBe(JSON.stringify(text)));

  it('cuts a long text', () => {
    expect(quoteText('no '.repeat(50))).toBe(`"${'no '.repeat(27).slice(0, 80)}…"`);
  });

  it.each([
    'sk-proj-canary',
    'my sk-ant-canary',
    'gsk_canary',
    'xai-canary',
    'Bearer canary',
    'xoxb-canary',
    'AIzaCanary',
    'eyJhbGciOiJIUzI1NiJ9',
    '0123456789abcdef0123456789abcdef',
    'http://user:canary@proxy.test',
  ])('does not quote %j', (text) => {
    expect(quoteText(text)).toBe('a string that can be a credential');
  });
});
