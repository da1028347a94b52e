import { describe, expect, it } from 'vitest';

import { findSimilarNames } from './similar-names.ts';

const known = ['rate-limit', 'rate-limit-hour', 'server-error', 'html-page', 'cr', 'crlf'];

describe('findSimilarNames', () => {
  it.each([
    ['rate-limt', ['rate-limit']],
    ['serverError', ['server-error']],
    ['HTML page', ['html-page']],
    ['server_eror', ['server-error']],
    ['clf', ['crlf', 'cr']],
    ['serfer', ['server-error']],
    ['rate', ['rate-limit', 'rate-limit-hour']],
    ['something else', []],
  ])('finds the names similar to %s', (name, similar) => {
    expect(findSimilarNames(name, known)).toEqual(similar);
  });

  it.each([
    ['apiKey', ['apiKeys']],
    ['tool_calls', ['toolCalls']],
    ['tokenID', ['tokenId']],
  ])('compares %s with names in camel case', (name, similar) => {
    const names = ['apiKeys', 'toolCalls', 'tokenId', 'onRequestStart'];
    expect(findSimilarNames(name, names)).toEqual(similar);
  });

  it('compares only the start of a long name', () => {
    expect(findSimilarNames('x'.repeat(1_000_000), known)).toEqual([]);
  });
});
