import { expect, it } from 'vitest';

import { readArguments } from './read-arguments.ts';

const known = ['stream', 'memory'];

it('runs all with seven repetitions when nothing is said', () => {
  const read = readArguments([], known);
  expect(read).toMatchObject({ names: [], repetitions: 7, minutes: 3, json: false });
});

it('reads names and settings in any order', () => {
  const read = readArguments(['--repetitions', '9', 'memory', '--json'], known);
  expect(read).toMatchObject({ names: ['memory'], repetitions: 9, json: true });
});

it.each([
  [['strem'], 'there is no scenario "strem": expected stream, memory'],
  [['--repetitions', '4'], '--repetitions takes a whole number from 5, and got "4"'],
  [['--minutes', 'x'], '--minutes takes a whole number from 2, and got "x"'],
])('refuses %j', (words, message) => {
  expect(() => readArguments(words, known)).toThrow(message);
});
