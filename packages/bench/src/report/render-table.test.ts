import { expect, it } from 'vitest';

import { renderTable } from './render-table.ts';

it('sets names to the left and numbers to the right', () => {
  const table = renderTable([
    ['variant', 'who', 'µs'],
    ['a', 'hand', '12.5'],
  ]);
  expect(table.split('\n')).toEqual([
    '| variant | who  |   µs |',
    '| ------- | ---- | ---: |',
    '| a       | hand | 12.5 |',
  ]);
});
