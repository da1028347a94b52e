import { describe, expect, it } from 'vitest';

import { BoundedMap } from './bounded-map.ts';

describe('BoundedMap', () => {
  it('removes its oldest entry beyond the limit', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 2, 4]);
  });
});
