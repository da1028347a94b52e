import { expect, it } from 'vitest';

import { takeAll } from './take-all.ts';

it('empties the list, and gives what was in it', () => {
  const list = [1, 2];
  expect(takeAll(list)).toEqual([1, 2]);
  expect(list).toEqual([]);
  list.push(3);
  expect(takeAll(list)).toEqual([3]);
});
