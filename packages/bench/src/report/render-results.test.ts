import { describe, expect, it } from 'vitest';

import { scenarios } from '../scenarios/scenarios.ts';
import { renderResults } from './render-results.ts';
import { readPage, readResults } from './stored-results.ts';

const names = scenarios.map(({ name }) => name);

describe('renderResults', () => {
  const limit = { limit: 'CPU × hand-written at most 1.4' };
  const slow = { name: 'paced, understudy', value: '1.50 (1.40–1.60)', isMet: false };
  const fast = { name: 'at full speed, understudy', value: '0.80 (0.70–0.90)', isMet: true };
  const render = (rows: readonly (typeof slow)[]): string =>
    renderResults([
      {
        run: '2026-11-30',
        report: { name: 'streams', title: 'Streams.', blocks: [], limits: [{ ...limit, rows }] },
      },
    ]);

  it('names the rows that miss a limit, and shows the others without their spread', () => {
    expect(render([slow, fast])).toContain(
      '**missed**: paced, understudy 1.50 (1.40–1.60); met: 0.80 |',
    );
  });

  it('shows when and where a scenario was measured', () => {
    expect(render([fast])).toContain('## streams\n\nStreams.\n\n2026-11-30.\n');
  });
});

describe('RESULTS.md', () => {
  it('is rendered from the stored results', () => {
    expect(readPage()).toBe(renderResults(readResults(names)));
  });

  it('contains every scenario', () => {
    expect(readResults(names).map(({ report }) => report.name)).toEqual(names);
  });
});
