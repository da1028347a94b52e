import { expect, it } from 'vitest';

import { formatBytes } from './format-bytes.ts';

it.each([
  [4, '4 bytes'],
  [1025, '1025 bytes'],
  [65_536, '64 KiB'],
  [1_048_576, '1 MiB'],
  [1_572_864, '1536 KiB'],
])('formats %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
