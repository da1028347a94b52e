import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import type { Check } from './check.ts';
import { describeChecks, formatCheck } from './format-check.ts';

const failed: Check = {
  name: 'groq',
  status: 'failed',
  summary: 'authentication-failed after 50 ms',
  failure: {
    exitCode: 77,
    code: 'authentication-failed',
    text: {
      label: 'error[authentication-failed]',
      message: 'groq: the list of models was refused with status 401, and no apiKey was given',
      hint: 'Check that the key is whole.',
    },
    json: {},
  },
};

it('tells a check in a line, and below it why it failed and what to do', () => {
  expect(formatCheck(failed, 'fakegpt'.length, new StringOutput())).toBe(
    [
      '  ✗ groq     authentication-failed after 50 ms',
      '             groq: the list of models was refused with status 401, and no apiKey was given',
      '             Check that the key is whole.',
    ].join('\n'),
  );
});

it.each([20, 30, 44, 80, 200])('fits a terminal of %i columns', (columns) => {
  const output = Object.assign(new StringOutput('terminal'), { columns });
  for (const nameWidth of [4, 40]) {
    const lines = formatCheck(failed, nameWidth, output).split('\n');
    // The longest word, and what stands before it.
    const least = 'authentication-failed'.length + (columns - 4 - nameWidth < 24 ? 6 : 10);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
      Math.max(columns, least),
    );
  }
});

it('sums up what failed, what can be asked, what can’t be tried, or that nothing is set up', () => {
  const skipped: Check = { name: 'openai', status: 'skipped', summary: 'not set up' };
  const asked: Check = { name: 'groq', status: 'ok', summary: 'fine', checkedBy: 'models' };
  expect(describeChecks([failed, skipped, asked])).toBe('1 check failed.');
  expect(describeChecks([failed, failed])).toBe('2 checks failed.');
  expect(describeChecks([asked, skipped])).toBe('All that is set up can be asked.');
  expect(describeChecks([skipped])).toMatch(/^No provider is set up: /);
  const untried: Check = { ...skipped, summary: 'not tried', configured: true };
  expect(describeChecks([skipped, untried])).toMatch(/^What is set up can't be tried /);
  expect(describeChecks([untried, asked])).toBe(
    "1 provider can be asked; 1 can't be tried without asking a model.",
  );
  expect(describeChecks([asked, untried, skipped, asked, untried, untried])).toBe(
    "2 providers can be asked; 3 can't be tried without asking a model.",
  );
});
