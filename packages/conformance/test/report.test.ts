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

describe('report', () => {
  it('has the outcome of each clause in order, and is not written again without a change', async () => {
    const file = join(folder, 'of', 'acme.json');
    const reason = 'The vendor sends no reasoning.';
    const options = {
      ...acmeOptions('drops-retry-after'),
      skip: { 'streams-reasoning': reason },
      report: pathToFileURL(file),
    };
    await record((runner) => describeProvider(runner, options));
    const report: ConformanceReport = JSON.parse(readFileSync(file, 'utf8'));
    expect(report.provider).toBe('acme');
    expect(report.outcomes.map(({ clause }) => clause)).toEqual(clauses.map(({ id }) => id));
    const notPassed = report.outcomes.filter(({ outcome }) => outcome !== 'passed');
    expect(notPassed).toEqual([
      { clause: 'streams-reasoning', outcome: 'skipped', reason },
      { clause: 'reads-retry-after', outcome: 'failed' },
    ]);
    const { mtimeMs } = statSync(file);
    await record((runner) => describeProvider(runner, options));
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  }, 30_000);

  it('is not written if only some clauses run', async () => {
    const file = join(folder, 'acme.json');
    const options = { ...acmeOptions(), report: pathToFileURL(file) };
    const only = (name: string): boolean => name.startsWith('valid-');
    const recorded = await record((runner) => describeProvider(runner, options), only);
    expect(recorded).toHaveLength(4);
    expect(existsSync(file)).toBe(false);
  });
});

it('renderMatrix shows passed, failed and skipped clauses with their reasons', () => {
  const page = renderMatrix(clauses.slice(0, 3), [
    {
      provider: 'acme',
      outcomes: [
        { clause: 'valid-manifest', outcome: 'skipped', reason: 'The provider is not a package.' },
        { clause: 'valid-definition', outcome: 'passed' },
        { clause: 'valid-lifecycle', outcome: 'failed' },
      ],
    },
    { provider: 'other', outcomes: [{ clause: 'valid-definition', outcome: 'passed' }] },
  ]);
  const [head, separator, ...rows] = page.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
  expect(head).toBe('| clause | acme | other |');
  expect(separator).toMatch(/^\| -+ \| -+ \| -+ \|$/);
  expect(rows.slice(0, 5)).toEqual([
    '| [`valid-manifest`](#valid-manifest) | no (1) | – |',
    '| [`valid-definition`](#valid-definition) | yes | yes |',
    '| [`valid-lifecycle`](#valid-lifecycle) | **failed** | – |',
    '',
    '1. acme: The provider is not a package.',
  ]);
  expect(page).toContain(`### valid-definition\n\n${clauses[1]?.rule}`);
});
