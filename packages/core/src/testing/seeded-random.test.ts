import { expect, it } from 'vitest';

import { SeededRandom } from './seeded-random.ts';

function generate(seed: number, count: number): readonly number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

it('returns the same numbers for the same seed only', () => {
  expect(generate(1, 100)).toEqual(generate(1, 100));
  expect(generate(1, 100)).not.toEqual(generate(2, 100));
  expect(generate(1, 3)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

it.each([0, 1, -1, 2 ** 32, 2 ** 53])(
  'is evenly distributed between 0 and 1 for the seed %d',
  (seed) => {
    const numbers = generate(seed, 10_000);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = numbers.filter((value) => Math.floor(value * 10) === tenth).length;
      expect(count).toBeGreaterThan(800);
      expect(count).toBeLessThan(1200);
    }
  },
);

it('returns different UUIDs of version 4', () => {
  const random = new SeededRandom(1);
  const uuids = Array.from({ length: 100 }, () => random.uuid());
  expect(new Set(uuids).size).toBe(100);
  for (const uuid of uuids) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
