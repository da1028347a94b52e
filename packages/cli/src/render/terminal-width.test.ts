import { describe, expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { shorten, terminalWidth } from './terminal-width.ts';

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

describe('shorten', () => {
  it.each([
    [5, 'model'],
    [4, 'mod…'],
    [1, '…'],
    [0, '…'],
  ])('to %i columns returns %s', (width, text) => {
    expect(shorten('model', width)).toBe(text);
  });
});
