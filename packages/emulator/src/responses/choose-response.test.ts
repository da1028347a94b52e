import { describe, expect, it } from 'vitest';

import { chooseAnswer } from './choose-response.ts';

describe('chooseAnswer', () => {
  it('takes the first rule that matches', () => {
    const rules = [
      { when: /o/u, response: 'first' },
      { when: /one/u, response: 'second' },
    ];
    expect(chooseAnswer(rules, 'one')).toBe('first');
  });

  it('compares a string with the whole message, both trimmed', () => {
    const rules = [{ when: ' Ping ', response: 'Pong' }];
    expect(chooseAnswer(rules, 'Ping\n')).toBe('Pong');
    expect(chooseAnswer(rules, 'Ping!')).not.toBe('Pong');
  });

  it('gives the trimmed message to a function', () => {
    expect(chooseAnswer([{ when: /^/u, response: (said) => said.toUpperCase() }], ' ab ')).toBe(
      'AB',
    );
  });

  it('matches the same message again with a global pattern', () => {
    const rules = [{ when: /ping/gu, response: 'Pong' }];
    expect([chooseAnswer(rules, 'ping'), chooseAnswer(rules, 'ping')]).toEqual(['Pong', 'Pong']);
  });

  it('leaves the rest to the responder', () => {
    expect(chooseAnswer([{ when: 'Ping', response: 'Pong' }], '1+1')).toBe('1+1 = 2');
  });
});
