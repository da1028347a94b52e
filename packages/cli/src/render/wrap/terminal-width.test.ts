import { describe, expect, it } from 'vitest';

import { StringOutput } from '../../../test/string-output.ts';
import { terminalWidth } from './terminal-width.ts';

describe('terminalWidth', () => {
  it.each([
    [undefined, 80],
    [0, 80],
    [40, 40],
    [300, 100],
  ])('of a terminal with %s columns is %i', (columns, width) => {
    expect(terminalWidth(Object.assign(new StringOutput('terminal'), { columns }))).toBe(width);
  });
});
