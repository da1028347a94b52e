import { expect, it } from 'vitest';

import { findReferences } from './find-references.ts';

it.each([
  [{ apiKey: { env: 'KEY' } }, ['settings.openai.apiKey']],
  [{ apiKey: { file: '/run/key' } }, ['settings.openai.apiKey']],
  [{ headers: { authorization: { env: 'KEY' } } }, ['settings.openai.headers']],
  [{ apiKey: 'key', baseUrl: 'http://127.0.0.1:1' }, []],
  // The same values are no references for `serve`.
  [{ apiKey: { env: 'KEY', note: 'mine' } }, []],
  [{ apiKey: { env: 1 } }, []],
])('finds the references of %j', (openai, expected) => {
  expect(findReferences({ openai })).toEqual(expected);
});
