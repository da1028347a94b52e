import { describe, expect, it } from 'vitest';

import { startFakeGptEmulator } from '../fakegpt/start-fakegpt-emulator.ts';
import { chooseAnswer } from './choose-response.ts';

describe('a protocol that has text only', () => {
  it('plays an answer that is only text', () => {
    expect(chooseAnswer([{ when: 'Ping', response: { text: 'Pong' } }], 'Ping')).toBe('Pong');
  });

  it.each([
    [{ toolCalls: [] }, 'This protocol has text only: a rule can\'t answer with "toolCalls".'],
    [
      { text: 'a', reasoning: 'b' },
      'This protocol has text only: a rule can\'t answer with "reasoning".',
    ],
    [{}, 'A rule must answer with a text here.'],
  ])('refuses %j before it starts', async (response, sentence) => {
    await expect(startFakeGptEmulator({ rules: [{ when: /^/u, response }] })).rejects.toThrow(
      sentence,
    );
  });

  it('refuses what a function answers when it is asked', () => {
    const rules = [{ when: /^/u, response: () => ({ refusal: 'No.' }) }];
    expect(() => chooseAnswer(rules, 'Hi')).toThrow('a rule can\'t answer with "refusal"');
  });
});
