import { describe, expect, it } from 'vitest';

import { FakeGpt, fakegpt } from '../src/index.ts';

/** JavaScript can pass any arguments. */
const calls = {
  'new FakeGpt': (...values: readonly unknown[]): unknown => Reflect.construct(FakeGpt, values),
  fakegpt: (...values: readonly unknown[]): unknown => Reflect.apply(fakegpt, undefined, values),
};

describe.each(Object.entries(calls))('%s without its options', (_, call) => {
  it.each([
    [[], 'baseUrl', 'nothing'],
    [[undefined], 'baseUrl', 'nothing'],
    [[{}], 'baseUrl', 'nothing'],
    [[{ baseUrl: undefined }], 'baseUrl', 'nothing'],
    [['http://x'], 'options', 'a string'],
    [[new URL('http://x')], 'options', 'an instance of a class'],
    [[null], 'options', 'null'],
    [[7], 'options', 'a number'],
    [[['http://x']], 'options', 'a list'],
    [[[]], 'options', 'a list'],
  ])('says for %j what is missing', (values, path, received) => {
    expect(() => call(...values)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        code: 'invalid-configuration',
        path,
        received,
        message: expect.stringContaining('baseUrl'),
      }),
    );
  });
});
