import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { widthOf } from './width.ts';

it.each([
  [undefined, 80],
  [0, 80],
  [40, 40],
  [300, 100],
])('of a terminal that says %s it is %i', (columns, width) => {
  expect(widthOf(Object.assign(new StringOutput('terminal'), { columns }))).toBe(width);
});
