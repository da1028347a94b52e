import { describe, expect, it } from 'vitest';

import { detectImageType } from './detect-image-type.ts';

describe('detectImageType', () => {
  it.each([
    ['image/png', '89504e470d0a1a0a0000000d'],
    ['image/jpeg', 'ffd8ffe000104a4649460001'],
    ['image/gif', '474946383961010001000000'],
    ['image/webp', '524946461a00000057454250'],
    [undefined, '524946461a00000057415645'],
    [undefined, '424d'],
    [undefined, ''],
  ])('returns %s for %s', (expected, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(detectImageType({ type: 'bytes', bytes })).toBe(expected);
    for (const encoding of ['base64', 'base64url'] as const) {
      const base64 = bytes.toString(encoding);
      expect(detectImageType({ type: 'base64', base64 })).toBe(expected);
    }
  });

  it('does not know the type of an address', () => {
    const url = new URL('https://example.com/wall.png');
    expect(detectImageType({ type: 'url', url })).toBeUndefined();
  });
});
