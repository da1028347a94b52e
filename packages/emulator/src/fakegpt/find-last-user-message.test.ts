import { describe, expect, it } from 'vitest';

import { findLastUserMessage } from './find-last-user-message.ts';

describe('findLastUserMessage', () => {
  it('returns the complete prompt if it has no history', () => {
    expect(findLastUserMessage(' What is a User: line?\n')).toBe('What is a User: line?');
  });

  it('returns the text from the last user line on', () => {
    const prompt = 'System: Be brief\nUser: One\nAssistant: Two\nUser: Three\nand four\nAssistant:';
    expect(findLastUserMessage(prompt)).toBe('Three\nand four');
  });

  it('accepts a user line at the start of the prompt', () => {
    expect(findLastUserMessage('User: One\nAssistant: ')).toBe('One');
  });

  it('keeps "Assistant:" inside the last line', () => {
    expect(findLastUserMessage('User: Ask the Assistant:')).toBe('Ask the Assistant:');
    expect(findLastUserMessage('Ask\nAssistant:')).toBe('Ask\nAssistant:');
  });
});
