import { describe, expect, it } from 'vitest';

import { respond } from './respond.ts';

describe('respond', () => {
  it.each(['Привет, как дела?', 'Как дела?', 'добрый день', 'Здравствуйте!'])(
    'responds to the greeting %s in Russian',
    (message) => {
      expect(respond(message)).toMatch(/^Привет! .{100,}$/u);
    },
  );

  it.each(['Hi', 'How are you?', 'hello there', 'Good morning!'])(
    'responds to the greeting %s in English',
    (message) => {
      expect(respond(message)).toMatch(/^Hello! .{100,}$/u);
    },
  );

  it('does not treat a word that starts like a greeting as a greeting', () => {
    expect(respond('History of Rome')).toContain('"History of Rome"');
  });

  it.each([
    ['2+2*3', '2+2*3 = 8'],
    ['What is (2 + 2) * 3?', '(2 + 2) * 3 = 12'],
    ['0.1+0.2 =', '0.1+0.2 = 0.3'],
    ['Сколько будет 7 / 2?', '7 / 2 = 3.5'],
  ])('calculates %s', (message, response) => {
    expect(respond(message)).toBe(response);
  });

  it('reports a division by zero', () => {
    expect(respond('1/0')).toContain('divided by zero');
    expect(respond('посчитай 1/0')).toContain('на ноль делить нельзя');
  });

  it('repeats any other message in its language', () => {
    expect(respond('Name a color')).toMatch(/^You said: "Name a color"\./u);
    expect(respond('Назови цвет')).toMatch(/^Вы написали: «Назови цвет»\./u);
  });

  it.each(['.', ' ', '?', '\n'])('takes linear time for a long run of %j', (mark) => {
    const message = `2+2${mark.repeat(400_000)}a`;
    expect(respond(message)).toContain(message);
  });
});
