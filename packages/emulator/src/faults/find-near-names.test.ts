import { describe, expect, it } from 'vitest';

import { findNearNames } from './find-near-names.ts';

const known = ['rate-limit', 'rate-limit-hour', 'server-error', 'html-page', 'cr', 'crlf'];

describe('findNearNames', () => {
  it.each([
    ['rate-limt', ['rate-limit']],
    ['serverError', ['server-error']],
    ['HTML page', ['html-page']],
    ['server_eror', ['server-error']],
    ['clf', ['crlf', 'cr']],
    ['serfer', ['server-error']],
    ['rate', ['rate-limit', 'rate-limit-hour']],
    ['something else', []],
  ])('%s', (name, near) => {
    expect(findNearNames(name, known)).toEqual(near);
  });

  it('stays quick with a name of any length', () => {
    expect(findNearNames('x'.repeat(1_000_000), known)).toEqual([]);
  });
});
