import { describe, expect, it } from 'vitest';

import {
  isJsonObject,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
} from './read-json-value.ts';

const value = parseJson('{"s":"","n":0,"b":false,"o":{},"a":[],"z":null}');

describe('parseJson', () => {
  it('returns the value, or undefined for a text that is not JSON', () => {
    expect(parseJson('[1,"a",null]')).toEqual([1, 'a', null]);
    expect(parseJson('null')).toBeNull();
    for (const text of ['', ' ', '{', 'undefined', "{'a':1}", '[1,]', 'NaN', '\uFEFF{}']) {
      expect(parseJson(text)).toBeUndefined();
    }
  });
});

describe('isJsonObject', () => {
  it('accepts objects only', () => {
    expect([{}, value].map(isJsonObject)).toEqual([true, true]);
    expect([null, [], 'a', 1, true, undefined].some(isJsonObject)).toBe(false);
  });
});

describe('the field readers', () => {
  const readers = { s: readString, n: readNumber, b: readBoolean, o: readObject, a: readArray };
  const expected = { s: '', n: 0, b: false, o: {}, a: [] };

  it.each(Object.keys(readers) as (keyof typeof readers)[])(
    'return a field of their own type only: %s',
    (name) => {
      for (const [kind, read] of Object.entries(readers)) {
        expect(read(value, name)).toEqual(kind === name ? expected[name] : undefined);
      }
    },
  );

  it('return undefined for null, a missing field, or a value that is not an object', () => {
    for (const read of Object.values(readers)) {
      expect(read(value, 'z')).toBeUndefined();
      expect(read(value, 'absent')).toBeUndefined();
      for (const noObject of [null, undefined, 'text', 1, [{ s: '' }]]) {
        expect(read(noObject, 's')).toBeUndefined();
        expect(read(noObject, 'length')).toBeUndefined();
      }
    }
  });

  it('do not read inherited properties', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const read of Object.values(readers)) expect(read({}, name)).toBeUndefined();
    }
    expect(readObject(parseJson('{"__proto__":{"a":1}}'), '__proto__')).toEqual({ a: 1 });
    expect(readNumber(parseJson('{"\\u005f_proto__":{"a":1}}'), 'a')).toBeUndefined();
  });
});
