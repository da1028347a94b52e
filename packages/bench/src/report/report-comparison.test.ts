import { describe, expect, it } from 'vitest';

import type { Measure } from '../harness/measure.ts';
import type { ContestantSamples } from '../harness/run-comparison.ts';
import type { ComparedRow } from '../statistics/compare.ts';
import { summarize } from '../statistics/summarize.ts';
import { renderStatus, reportComparison, round } from './report-comparison.ts';
import type { Report } from './report.ts';
import { renderReport } from './report.ts';

const measure = {
  key: 'cpu',
  label: 'CPU',
  unit: 'µs',
  comparison: 'ratio',
  limit: 1.25,
  aim: 1,
} as const;

function createRow(...numbers: readonly number[]): ComparedRow {
  const summary = summarize(numbers);
  return { variant: 'plain', contestant: 'understudy', value: summary, compared: summary };
}

function render(shown: Measure, contestants: readonly ContestantSamples[]): string {
  return renderReport(report(shown, contestants));
}

function report(shown: Measure, contestants: readonly ContestantSamples[]): Report {
  return reportComparison(
    { kind: 'comparison', name: 'streams', title: 'Streams.', measures: [shown], variants: [] },
    [{ variant: 'plain', contestants }],
  );
}

function createSamples(contestant: string, ...numbers: readonly number[]): ContestantSamples {
  return { contestant, samples: numbers.map((cpu) => ({ cpu })) };
}

describe('renderStatus', () => {
  it('applies the limit to the median, and NaN does not meet it', () => {
    expect(renderStatus(createRow(0.9), measure)).toBe('met, aim of 1 met');
    expect(renderStatus(createRow(1.25), measure)).toBe('met, aim of 1 missed');
    expect(renderStatus(createRow(1.26), measure)).toBe('MISSED');
    expect(renderStatus(createRow(Number.NaN), measure)).toBe('MISSED');
  });

  it('supports minimums', () => {
    const rate = { ...measure, direction: 'at least', limit: 2.8, aim: 4 } as const;
    expect(renderStatus(createRow(4.1), rate)).toBe('met, aim of 4 met');
    expect(renderStatus(createRow(2.8), rate)).toBe('met, aim of 4 missed');
    expect(renderStatus(createRow(2.7), rate)).toBe('MISSED');
    expect(renderStatus(createRow(Number.NaN), rate)).toBe('MISSED');
  });

  it('returns an empty text for contestants that have no limit', () => {
    expect(renderStatus(createRow(9), { ...measure, limitFor: ['understudy'] })).toBe('MISSED');
    expect(renderStatus(createRow(9), { ...measure, limitFor: ['others'] })).toBe('');
  });

  it('applies the limit to the named statistic', () => {
    const single = { ...measure, aim: undefined, comparison: 'none' } as const;
    expect(renderStatus(createRow(1, 1, 1, 9), single)).toBe('met');
    expect(renderStatus(createRow(1, 1, 1, 9), { ...single, statistic: 'p99' })).toBe('MISSED');
    expect(renderStatus(createRow(1, 1, 1, 9), { ...single, statistic: 'max' })).toBe('MISSED');
  });
});

describe('round', () => {
  it('keeps three digits', () => {
    expect([123.4, 12.34, 1.234, -0.5].map(round)).toEqual(['123', '12.3', '1.23', '-0.50']);
  });
});

describe('reportComparison', () => {
  it('shows the spread of each contestant, and no comparison for the reference', () => {
    const table = render(measure, [
      createSamples('hand-written', 1, 2, 3),
      createSamples('understudy', 1, 2, 6),
    ]);
    expect(table).toContain('| plain   | hand-written | 2.00 (1.00–3.00) |');
    expect(table).toContain('1.00 (1.00–2.00) | met, aim of 1 met |');
  });

  it('names the reference and the limit of a measure', () => {
    const rate = { ...measure, reference: 'library', direction: 'at least', limit: 2 } as const;
    const table = render(rate, [createSamples('understudy', 6), createSamples('library', 2)]);
    expect(table).toContain('× library');
    expect(table).toContain('at least 2');
    expect(table).toContain('| plain   | understudy | 6.00 (6.00–6.00) | 3.00 (3.00–3.00) |');
  });

  it('shows the 99th percentile if the limit applies to it', () => {
    const tail = {
      ...measure,
      aim: undefined,
      comparison: 'none',
      statistic: 'p99',
      spread: 'quartiles',
    } as const;
    const table = render(tail, [createSamples('understudy', 1, 1)]);
    expect(table).toContain('| plain   | understudy | 1.00 (1.00–1.00) | 1.00 |          met |');
  });

  it('lists the limits with the rows to which they apply', () => {
    const { limits } = report(measure, [
      createSamples('hand-written', 1, 2, 3),
      createSamples('understudy', 1, 3, 6),
    ]);
    expect(limits).toEqual([
      {
        limit: 'CPU × hand-written at most 1.25',
        rows: [{ name: 'plain, understudy', value: '1.50 (1.00–2.00)', isMet: false }],
      },
    ]);
  });

  it('names the unit and the statistic of a limit without a comparison', () => {
    const tail = { ...measure, comparison: 'none', statistic: 'max', aim: undefined } as const;
    const { limits } = report(tail, [createSamples('understudy', 1, 1.2)]);
    expect(limits).toMatchObject([
      { limit: 'CPU (max) at most 1.25 µs', rows: [{ value: '1.20', isMet: true }] },
    ]);
  });
});
