import { describe, expect, it } from 'vitest';

import { chooseResponse } from './choose-response.ts';

describe('chooseResponse', () => {
  it('uses the first rule that matches', () => {
    const rules = [
      { when: /o/u, response: 'first' },
      { when: /one/u, response: 'second' },
    ];
    expect(chooseResponse(rules, 'one')).toBe('first');
  });

  it('compares a string with the complete message and trims both', () => {
    const rules = [{ when: ' Ping ', response: 'Pong' }];
    expect(chooseResponse(rules, 'Ping\n')).toBe('Pong');
    expect(chooseResponse(rules, 'Ping!')).not.toBe('Pong');
  });

  it('passes the trimmed message to a function', () => {
    const rules = [{ when: /^/u, response: (message: string) => message.toUpperCase() }];
    expect(chooseResponse(rules, ' ab ')).toBe('AB');
  });

  it('matches the same message twice with a global pattern', () => {
    const rules = [{ when: /ping/gu, response: 'Pong' }];
    expect([chooseResponse(rules, 'ping'), chooseResponse(rules, 'ping')]).toEqual([
      'Pong',
      'Pong',
    ]);
  });

  it('uses the built-in responder if no rule matches', () => {
    expect(chooseResponse([{ when: 'Ping', response: 'Pong' }], '1+1')).toBe('1+1 = 2');
  });
});
