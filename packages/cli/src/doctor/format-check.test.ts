import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import type { Check } from './check.ts';
import { formatCheck, summarizeChecks } from './format-check.ts';

const failed: Check = {
  name: 'groq',
  status: 'failed',
  summary: 'authentication-failed after 50 ms',
  failure: {
    exitCode: 77,
    code: 'authentication-failed',
    text: {
      label: 'error[authentication-failed]',
      message: 'groq: the list of models was rejected with status 401 because no apiKey was set',
      hint: 'Check that the key is complete.',
    },
    json: {},
  },
};

it('formats a failed check with its message and its hint', () => {
  expect(formatCheck(failed, 'fakegpt'.length, new StringOutput())).toBe(
    [
      '  ✗ groq     authentication-failed after 50 ms',
      '             groq: the list of models was rejected with status 401 because no apiKey was set',
      '             Check that the key is complete.',
    ].join('\n'),
  );
});

it('prints a hint once in a report', () => {
  const shownHints = new Set<string>();
  const format = (): string => formatCheck(failed, 4, new StringOutput(), shownHints);
  expect(format()).toContain('Check that the key is complete.');
  expect(format()).not.toContain('Check that the key is complete.');
});

it.each([20, 30, 44, 80, 200])('fits a terminal of %i columns', (columns) => {
  const output = Object.assign(new StringOutput('terminal'), { columns });
  for (const nameWidth of [4, 40]) {
    const lines = formatCheck(failed, nameWidth, output).split('\n');
    // The longest word with its indent.
    const minWidth = 'authentication-failed'.length + (columns - 4 - nameWidth < 24 ? 6 : 10);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
      Math.max(columns, minWidth),
    );
  }
});

it('summarizes failed, reachable, unchecked and unconfigured providers', () => {
  const skipped: Check = { name: 'openai', status: 'skipped', summary: 'not configured' };
  const reachable: Check = { name: 'groq', status: 'ok', summary: 'ok', checkedBy: 'models' };
  expect(summarizeChecks([failed, skipped, reachable])).toBe('1 check failed.');
  expect(summarizeChecks([failed, failed])).toBe('2 checks failed.');
  expect(summarizeChecks([reachable, skipped])).toBe('All configured providers are reachable.');
  expect(summarizeChecks([skipped])).toMatch(/^No provider is configured\. /);
  const unchecked: Check = { ...skipped, summary: 'not checked', configured: true };
  expect(summarizeChecks([skipped, unchecked])).toBe(
    'The configured providers cannot be checked without a prompt.',
  );
  expect(summarizeChecks([unchecked, reachable])).toBe(
    '1 provider is reachable. 1 cannot be checked without a prompt.',
  );
  expect(summarizeChecks([reachable, unchecked, skipped, reachable, unchecked, unchecked])).toBe(
    '2 providers are reachable. 3 cannot be checked without a prompt.',
  );
});
