import { describe, expect, it } from 'vitest';

import { startFakeGptEmulator } from '../fakegpt/start-fakegpt-emulator.ts';
import { chooseResponse } from './choose-response.ts';

describe('rules of a text-only protocol', () => {
  it('accept a response with text only', () => {
    expect(chooseResponse([{ when: 'Ping', response: { text: 'Pong' } }], 'Ping')).toBe('Pong');
  });

  it.each([
    [{ toolCalls: [] }, 'rules[0].response.toolCalls: expected only text, received "toolCalls"'],
    [
      { text: 'a', reasoning: 'b' },
      'rules[0].response.reasoning: expected only text, received "reasoning"',
    ],
    [{}, 'rules[0].response.text: expected a string, received nothing'],
  ])('reject %j before the emulator starts', async (response, message) => {
    await expect(startFakeGptEmulator({ rules: [{ when: /^/u, response }] })).rejects.toThrow(
      message,
    );
  });

  it('reject the result of a function when it is called', () => {
    const rules = [{ when: /^/u, response: () => ({ refusal: 'No.' }) }];
    expect(() => chooseResponse(rules, 'Hi')).toThrow(
      'rules[0].response().refusal: expected only text, received "refusal"',
    );
  });
});
