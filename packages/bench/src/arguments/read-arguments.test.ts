import { describe, expect, it } from 'vitest';

import { readArguments } from './read-arguments.ts';

const known = ['stream', 'memory'];

describe('readArguments', () => {
  it('returns the defaults for no arguments', () => {
    const read = readArguments([], known);
    expect(read).toMatchObject({ names: [], repetitions: 7, minutes: 3, json: false });
  });

  it('reads names and options in any order', () => {
    const read = readArguments(['--repetitions', '9', 'memory', '--json'], known);
    expect(read).toMatchObject({ names: ['memory'], repetitions: 9, json: true });
  });

  it.each([
    [['strem'], 'unknown scenario "strem": expected one of stream, memory'],
    [['--repetitions', '4'], '--repetitions: expected an integer of at least 5, received "4"'],
    [['--minutes', 'x'], '--minutes: expected an integer of at least 2, received "x"'],
  ])('rejects %j', (args, message) => {
    expect(() => readArguments(args, known)).toThrow(message);
  });
});
