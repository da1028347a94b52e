import { describe, expect, it } from 'vitest';

import { scenarios } from './scenarios.ts';

const comparisons = scenarios.filter((scenario) => scenario.kind === 'comparison');

describe.each(comparisons)('$name', ({ variants, measures }) => {
  it.each(measures)('$label is about variants and contestants that there are', (measure) => {
    const known = variants.map(({ name }) => name);
    const about = measure.variants ?? known;
    expect(known).toEqual(expect.arrayContaining([...about]));
    const named = [measure.base ?? [], measure.contestants ?? [], measure.barFor ?? []].flat();
    for (const { name, contestants } of variants) {
      if (!about.includes(name)) continue;
      expect(contestants.map((contestant) => contestant.name)).toEqual(
        expect.arrayContaining(named),
      );
    }
  });

  it('has no name twice', () => {
    for (const { contestants } of variants) {
      expect(new Set(contestants.map(({ name }) => name)).size).toBe(contestants.length);
    }
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });
});
