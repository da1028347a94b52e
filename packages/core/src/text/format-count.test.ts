import { expect, it } from 'vitest';

import { formatCount } from './format-count.ts';

it('uses the plural except for one', () => {
  expect([0, 1, 2].map((count) => formatCount(count, 'alias', 'aliases'))).toEqual([
    '0 aliases',
    '1 alias',
    '2 aliases',
  ]);
  expect(formatCount(2, 'chat')).toBe('2 chats');
});
