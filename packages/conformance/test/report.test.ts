import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { clauses, describeProvider, renderMatrix } from '@understudy/conformance';
import type { ConformanceReport } from '@understudy/conformance';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';
import { record } from './recording-runner.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the report of a run', () => {
  it('tells of each clause in order, and is left alone while it says the same', async () => {
    const file = join(folder, 'of', 'acme.json');
    const reason = 'The vendor never thinks aloud.';
    const options = {
      ...acmeOptions('forgets-retry-after'),
      skip: { 'streams-reasoning': reason },
      report: pathToFileURL(file),
    };
    await record((runner) => describeProvider(runner, options));
    const report: ConformanceReport = JSON.parse(readFileSync(file, 'utf8'));
    expect(report.provider).toBe('acme');
    expect(report.outcomes.map(({ clause }) => clause)).toEqual(clauses.map(({ id }) => id));
    const odd = report.outcomes.filter(({ outcome }) => outcome !== 'passed');
    expect(odd).toEqual([
      { clause: 'streams-reasoning', outcome: 'opted-out', reason },
      { clause: 'reads-retry-after', outcome: 'failed' },
    ]);
    const { mtimeMs } = statSync(file);
    await record((runner) => describeProvider(runner, options));
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  }, 30_000);

  it('is not written of a run that leaves clauses out', async () => {
    const file = join(folder, 'acme.json');
    const options = { ...acmeOptions(), report: pathToFileURL(file) };
    const only = (name: string): boolean => name.startsWith('valid-');
    const recorded = await record((runner) => describeProvider(runner, options), only);
    expect(recorded).toHaveLength(3);
    expect(existsSync(file)).toBe(false);
  });
});

it('the matrix shows what held, what failed, and why something is left out', () => {
  const page = renderMatrix(clauses.slice(0, 3), [
    {
      provider: 'acme',
      outcomes: [
        { clause: 'valid-manifest', outcome: 'opted-out', reason: 'It is no package.' },
        { clause: 'valid-definition', outcome: 'passed' },
        { clause: 'valid-lifecycle', outcome: 'failed' },
      ],
    },
    { provider: 'other', outcomes: [{ clause: 'valid-definition', outcome: 'passed' }] },
  ]);
  const [head, rule, ...rows] = page.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
  expect(head).toBe('| clause | acme | other |');
  expect(rule).toMatch(/^\| -+ \| -+ \| -+ \|$/);
  expect(rows.slice(0, 5)).toEqual([
    '| [`valid-manifest`](#valid-manifest) | no (1) | – |',
    '| [`valid-definition`](#valid-definition) | yes | yes |',
    '| [`valid-lifecycle`](#valid-lifecycle) | **failed** | – |',
    '',
    '1. acme: It is no package.',
  ]);
  expect(page).toContain(`### valid-definition\n\n${clauses[1]?.rule}`);
});
