import { expect, it } from 'vitest';

import { drainArray } from './drain-array.ts';

it('empties the list, and gives what was in it', () => {
  const list = [1, 2];
  expect(drainArray(list)).toEqual([1, 2]);
  expect(list).toEqual([]);
  list.push(3);
  expect(drainArray(list)).toEqual([3]);
});
