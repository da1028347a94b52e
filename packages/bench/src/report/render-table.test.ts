import { describe, expect, it } from 'vitest';

import { renderTable } from './render-table.ts';

describe('renderTable', () => {
  it('aligns names left and numbers right', () => {
    const table = renderTable([
      ['variant', 'contestant', 'µs'],
      ['a', 'understudy', '12.5'],
    ]);
    expect(table.split('\n')).toEqual([
      '| variant | contestant |   µs |',
      '| ------- | ---------- | ---: |',
      '| a       | understudy | 12.5 |',
    ]);
  });
});
