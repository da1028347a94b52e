import { describe, expect, it } from 'vitest';

import { scenarios } from './scenarios.ts';

const comparisons = scenarios.filter((scenario) => scenario.kind === 'comparison');

describe.each(comparisons)('$name', ({ variants, measures }) => {
  it.each(measures)('$label names existing variants and contestants', (measure) => {
    const known = variants.map(({ name }) => name);
    const selected = measure.variants ?? known;
    expect(known).toEqual(expect.arrayContaining([...selected]));
    const { reference = [], contestants: shown = [], limitFor = [] } = measure;
    const named = [reference, shown, limitFor].flat();
    for (const { name, contestants } of variants) {
      if (!selected.includes(name)) continue;
      const names = contestants.map((contestant) => contestant.name);
      expect(names).toEqual(expect.arrayContaining(named));
    }
  });

  it('has unique names', () => {
    for (const { contestants } of variants) {
      expect(new Set(contestants.map(({ name }) => name)).size).toBe(contestants.length);
    }
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });
});
