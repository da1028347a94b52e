import { describe, expect, it } from 'vitest';

import { isConfigurationError } from '../errors/is-error.ts';
import type { Reader } from './readers.ts';
import * as read from './readers.ts';

/** Returns the message with which a reader rejects a value. */
function failureOf(reader: Reader<unknown>, value: unknown): string {
  try {
    reader(value, 'at.here');
  } catch (error) {
    if (isConfigurationError(error) && error.code === 'invalid-configuration') return error.message;
    throw error;
  }
  throw new Error('expected an error');
}

describe('a reader', () => {
  it.each<readonly [string, Reader<unknown>, readonly unknown[], readonly unknown[]]>([
    [
      'duration',
      read.readDuration,
      [1, 0.5, 3e10, Number.POSITIVE_INFINITY],
      [0, -1, Number.NaN, '5', null, undefined, true, []],
    ],
    ['wait', read.readWait, [0, 1, 0.5], [-1, -0.001, Number.NaN, '0', null]],
    [
      'whole number',
      read.readInteger(1),
      [1, 99],
      [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null],
    ],
    ['number', read.readNumber, [0, -1.5], [Number.NaN, Number.POSITIVE_INFINITY, '1', null, {}]],
    ['string', read.readNonEmptyString, ['a', ' '], ['', 1, null, undefined, ['a']]],
    ['choice', read.readEnum('yes', 'no'), ['yes', 'no'], ['Yes', '', 1, null, 'constructor']],
    [
      'list',
      read.readNonEmptyArray(read.readNonEmptyString),
      [['a'], ['a', 'b']],
      [[], 'a', null, {}, { length: 1 }],
    ],
  ])('accepts a %s and rejects everything else', (_name, reader, valid, invalid) => {
    for (const value of valid) expect(reader(value, 'at.here')).toEqual(value);
    for (const value of invalid) expect(failureOf(reader, value)).toMatch(/^at\.here/);
  });

  it.each<readonly [unknown, string]>([
    [null, 'null'],
    [undefined, 'nothing'],
    [[], 'an empty list'],
    [[1], 'a list'],
    ['x'.repeat(200), `"${'x'.repeat(80)}…"`],
    [-1, '-1'],
    [true, 'true'],
    [{ secret: 'key' }, 'an object'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
    [1n, 'a bigint'],
  ])('describes %s without its contents', (value, description) => {
    expect(failureOf(read.readDuration, value)).toBe(
      `at.here: expected a number of milliseconds above 0, received ${description}`,
    );
  });

  it('reports the index of an invalid item', () => {
    expect(failureOf(read.readNonEmptyArray(read.readNonEmptyString), ['a', 'b', 7])).toBe(
      'at.here[2]: expected a non-empty string, received 7',
    );
  });
});

describe('readFields', () => {
  const reader = read.readFields<{ readonly first: number; readonly second: string }>({
    first: read.readNumber,
    second: read.readNonEmptyString,
  });

  it('leaves out undefined fields', () => {
    expect(reader({}, 'at')).toEqual({});
    expect(reader({ first: 1, second: undefined }, 'at')).toStrictEqual({ first: 1 });
  });

  it.each([null, undefined, 7, 'first', [], [1], true])('rejects %s', (value) => {
    expect(failureOf(reader, value)).toMatch('at.here: expected an object with first, second');
  });

  it('rejects an unknown key and suggests a similar one', () => {
    expect(failureOf(reader, { frist: 1 })).toBe(
      'at.here.frist: expected one of first, second, received "frist"; did you mean "first"?',
    );
    expect(failureOf(reader, { else: undefined })).not.toContain('did you mean');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'rejects the key %s',
    (key) => {
      const value: unknown = JSON.parse(`{"${key}": {"first": 1}}`);
      expect(failureOf(reader, value)).toContain(`at.here.${key}: expected one of first, second`);
    },
  );

  it('reports the path of an invalid value', () => {
    expect(failureOf(reader, { first: 'one' })).toBe(
      'at.here.first: expected a number, received "one"',
    );
  });
});

it('readRecord accepts known keys with values of one type', () => {
  const reader = read.readRecord(['one', 'two'], read.readNumber);
  expect(reader({ two: 2 }, 'at')).toEqual({ two: 2 });
  expect(failureOf(reader, { tow: 2 })).toContain('did you mean "two"?');
  expect(failureOf(reader, { two: '2' })).toMatch(/^at\.here\.two: expected a number/);
});
