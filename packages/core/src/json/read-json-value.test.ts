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

describe('JSON from outside', () => {
  it('is its value, or undefined where it is none', () => {
    expect(parseJson('[1,"a",null]')).toEqual([1, 'a', null]);
    expect(parseJson('null')).toBeNull();
    for (const text of ['', ' ', '{', 'undefined', "{'a':1}", '[1,]', 'NaN', '\uFEFF{}']) {
      expect(parseJson(text)).toBeUndefined();
    }
  });

  it('is an object only where it is one', () => {
    expect([{}, value].map(isJsonObject)).toEqual([true, true]);
    expect([null, [], 'a', 1, true, undefined].some(isJsonObject)).toBe(false);
  });
});

describe('a field', () => {
  const readers = { s: readString, n: readNumber, b: readBoolean, o: readObject, a: readArray };
  const expected = { s: '', n: 0, b: false, o: {}, a: [] };

  it.each(Object.keys(readers) as (keyof typeof readers)[])(
    'is read by the reader of its kind only: %s',
    (name) => {
      for (const [kind, read] of Object.entries(readers)) {
        expect(read(value, name)).toEqual(kind === name ? expected[name] : undefined);
      }
    },
  );

  it('is undefined where it is null, absent, or of no object', () => {
    for (const read of Object.values(readers)) {
      expect(read(value, 'z')).toBeUndefined();
      expect(read(value, 'absent')).toBeUndefined();
      for (const nothing of [null, undefined, 'text', 1, [{ s: '' }]]) {
        expect(read(nothing, 's')).toBeUndefined();
        expect(read(nothing, 'length')).toBeUndefined();
      }
    }
  });

  it('is never one of the prototype', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const read of Object.values(readers)) expect(read({}, name)).toBeUndefined();
    }
    expect(readObject(parseJson('{"__proto__":{"a":1}}'), '__proto__')).toEqual({ a: 1 });
    expect(readNumber(parseJson('{"\\u005f_proto__":{"a":1}}'), 'a')).toBeUndefined();
  });
});
