import { expect, it } from 'vitest';

import type { Comparison } from '../harness/scenario.ts';
import type { ComparedRow } from '../statistics/compare.ts';
import { summarize } from '../statistics/summarize.ts';
import { judge, renderComparison, round } from './render-comparison.ts';

const measure = {
  key: 'cpu',
  label: 'CPU',
  unit: 'µs',
  comparison: 'ratio',
  bar: 1.25,
  aim: 1,
} as const;

function row(median: number): ComparedRow {
  const summary = summarize([median]);
  return { variant: 'plain', contestant: 'ours', value: summary, compared: summary };
}

it('judges by the median, and never lets what is no number pass', () => {
  expect(judge(row(0.9), measure)).toBe('held, below the aim of 1');
  expect(judge(row(1.25), measure)).toBe('held, aim of 1 missed');
  expect(judge(row(1.26), measure)).toBe('MISSED');
  expect(judge(row(Number.NaN), measure)).toBe('MISSED');
});

it('judges what has to be at least so much', () => {
  const rate = { ...measure, limit: 'at least', bar: 2.8, aim: 4 } as const;
  expect(judge(row(4.1), rate)).toBe('held, above the aim of 4');
  expect(judge(row(2.8), rate)).toBe('held, aim of 4 missed');
  expect(judge(row(2.7), rate)).toBe('MISSED');
  expect(judge(row(Number.NaN), rate)).toBe('MISSED');
});

it('judges only those for whom there is a bar', () => {
  expect(judge(row(9), { ...measure, barFor: ['ours'] })).toBe('MISSED');
  expect(judge(row(9), { ...measure, barFor: ['others'] })).toBe('');
});

it('keeps three digits', () => {
  expect([123.4, 12.34, 1.234, -0.5].map(round)).toEqual(['123', '12.3', '1.23', '-0.50']);
});

it('shows each contestant with its spread, and the base without a comparison', () => {
  const comparison: Comparison = {
    kind: 'comparison',
    name: 'streams',
    title: 'Streams.',
    measures: [measure],
    variants: [],
  };
  const contestants = [
    { contestant: 'hand', samples: [{ cpu: 1 }, { cpu: 2 }, { cpu: 3 }] },
    { contestant: 'ours', samples: [{ cpu: 1 }, { cpu: 2 }, { cpu: 6 }] },
  ];
  const shown = renderComparison(comparison, [{ variant: 'plain', contestants }]);
  expect(shown).toContain('| plain   | hand       | 2.00 (1.00–3.00) |');
  expect(shown).toContain('1.00 (1.00–2.00) | held, aim of 1 missed |');
});

it('names the base that a measure compares with, and its limit', () => {
  const rate = { ...measure, base: 'peer', limit: 'at least', bar: 2 } as const;
  const comparison: Comparison = {
    kind: 'comparison',
    name: 'rates',
    title: 'Rates.',
    measures: [rate],
    variants: [],
  };
  const contestants = [
    { contestant: 'ours', samples: [{ cpu: 6 }] },
    { contestant: 'peer', samples: [{ cpu: 2 }] },
  ];
  const shown = renderComparison(comparison, [{ variant: 'plain', contestants }]);
  expect(shown).toContain('× peer');
  expect(shown).toContain('at least 2');
  expect(shown).toContain('| plain   | ours       | 6.00 (6.00–6.00) | 3.00 (3.00–3.00) |');
});

it('judges by the last hundredth where it is asked for, and shows it', () => {
  const tail = { ...measure, aim: undefined, comparison: 'none', judged: 'p99' } as const;
  const summary = summarize([1, 1, 1, 9]);
  const late = { variant: 'plain', contestant: 'ours', value: summary, compared: summary };
  expect(judge(late, tail)).toBe('MISSED');
  const comparison: Comparison = {
    kind: 'comparison',
    name: 'aborts',
    title: 'Aborts.',
    measures: [{ ...tail, spread: 'quartiles' }],
    variants: [],
  };
  const contestants = [
    { contestant: 'hand', samples: [{ cpu: 1 }, { cpu: 1 }] },
    { contestant: 'ours', samples: [{ cpu: 1 }, { cpu: 1 }] },
  ];
  const shown = renderComparison(comparison, [{ variant: 'plain', contestants }]);
  expect(shown).toContain('| plain   | ours       | 1.00 (1.00–1.00) | 1.00 |         held |');
});
