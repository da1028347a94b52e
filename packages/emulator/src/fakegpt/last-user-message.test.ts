import { describe, expect, it } from 'vitest';

import { lastUserMessage } from './last-user-message.ts';

describe('lastUserMessage', () => {
  it('is the whole prompt when the history was one message', () => {
    expect(lastUserMessage(' What is a User: line?\n')).toBe('What is a User: line?');
  });

  it('is what follows the last line of the user', () => {
    const prompt = 'System: Be brief\nUser: One\nAssistant: Two\nUser: Three\nand four\nAssistant:';
    expect(lastUserMessage(prompt)).toBe('Three\nand four');
  });

  it('may be the first line', () => {
    expect(lastUserMessage('User: One\nAssistant: ')).toBe('One');
  });

  it('keeps a line that only ends like the assistant’s', () => {
    expect(lastUserMessage('User: Ask the Assistant:')).toBe('Ask the Assistant:');
    expect(lastUserMessage('Ask\nAssistant:')).toBe('Ask\nAssistant:');
  });
});
