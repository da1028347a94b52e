import { describe, expect, it } from 'vitest';

import { respond } from './respond.ts';

describe('respond', () => {
  it.each(['Привет, как дела?', 'Как дела?', 'добрый день', 'Здравствуйте!'])(
    'greets %s in Russian',
    (message) => {
      expect(respond(message)).toMatch(/^Привет! .{100,}$/u);
    },
  );

  it.each(['Hi', 'How are you?', 'hello there', 'Good morning!'])(
    'greets %s in English',
    (message) => {
      expect(respond(message)).toMatch(/^Hello! .{100,}$/u);
    },
  );

  it('does not take a word that begins like a greeting for one', () => {
    expect(respond('History of Rome')).toContain('"History of Rome"');
  });

  it.each([
    ['2+2*3', '2+2*3 = 8'],
    ['What is (2 + 2) * 3?', '(2 + 2) * 3 = 12'],
    ['0.1+0.2 =', '0.1+0.2 = 0.3'],
    ['Сколько будет 7 / 2?', '7 / 2 = 3.5'],
  ])('works out %s', (message, answer) => {
    expect(respond(message)).toBe(answer);
  });

  it('says so when there is nothing to divide by', () => {
    expect(respond('1/0')).toContain('divided by zero');
    expect(respond('посчитай 1/0')).toContain('на ноль делить нельзя');
  });

  it('gives anything else back in its language', () => {
    expect(respond('Name a colour')).toMatch(/^You said: "Name a colour"\./u);
    expect(respond('Назови цвет')).toMatch(/^Вы написали: «Назови цвет»\./u);
  });
});
