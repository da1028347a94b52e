import { errorRules } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import { expect, it } from 'vitest';

import { attemptsOf, failed, fallback, skipped } from '../../../test/attempts.ts';
import { StringOutput } from '../../../test/string-output.ts';
import { formatAttempts } from './format-attempts.ts';

const attempts = attemptsOf(
  failed('server-error', 250, fallback),
  { ...skipped('circuit-open'), provider: 'backup-one' },
  { provider: 'backup-two', firstContentMs: 250, totalMs: 750 },
);

function createTerminal(columns: number): StringOutput {
  return Object.assign(new StringOutput('terminal'), { columns });
}

it('formats one line per attempt with a bar on a terminal', () => {
  expect(formatAttempts(attempts, new StringOutput('terminal'))).toBe(
    `#  target            time                 first   total  outcome
1  primary/large     ────×                    –  250 ms  server-error → fallback
2  backup-one/large                           –       –  skipped: circuit-open
3  backup-two/large       ────━━━━━━━━━  250 ms  750 ms  succeeded`,
  );
});

it('formats one plain line per attempt with complete names for a pipe', () => {
  const model = 'a-model-with-a-name-that-is-longer-than-any-terminal-is-wide-'.repeat(2);
  const longNames = attemptsOf({ ...failed('server-error', 250, fallback), model }, { totalMs: 5 });
  expect(formatAttempts(longNames, new StringOutput())).toBe(
    `#  provider  ${'model'.padEnd(model.length)}  first text   total  outcome
1  primary   ${model}           –  250 ms  server-error → fallback
2  primary   ${'large'.padEnd(model.length)}           –    5 ms  succeeded`,
  );
});

const codes = Object.keys(errorRules) as readonly ErrorCode[];

it.each(codes)('stays within 80 columns after %s and shows the target', (code) => {
  const model = 'text-davinci-002-render-sha-mobile';
  const [first, ...others] = attemptsOf(
    { ...failed(code, 99_999, { kind: 'retry', delayMs: 1500 }), model, firstContentMs: 12_345 },
    { ...skipped(code), model, provider: 'backup-one' },
    { model, totalMs: 12_345, firstContentMs: 12_000 },
  );
  if (!first) throw new Error('expected three attempts');
  const delayed = others.map((attempt) => ({ ...attempt, startedAt: attempt.startedAt + 1500 }));
  const lines = formatAttempts([first, ...delayed], new StringOutput('terminal')).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[1]).toMatch(/^1 {2}prima/);
  expect(lines[1]).toContain(` ${code} → retry in 1.50 s`);
});

it('omits the bar before it shortens the names on a narrow terminal', () => {
  expect(formatAttempts(attempts, createTerminal(56))).toContain('1  primary/lar');
  expect(formatAttempts(attempts, createTerminal(56))).not.toMatch(/[─━×]/);
  expect(formatAttempts(attempts, createTerminal(10))).toContain('primary…');
});

it.each([38, 40, 44, 52])('stays within %i columns by shortening the outcome', (columns) => {
  const lines = formatAttempts(attempts, createTerminal(columns)).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines[1]).toContain('server-');
});

it('removes control characters from names', () => {
  const colored = attemptsOf({ model: 'x\u001b[31m', totalMs: 1 });
  expect(formatAttempts(colored, new StringOutput('terminal'))).toContain('primary/x[31m ');
});

it('styles the outcome on a terminal with colors', () => {
  const terminal = Object.assign(new StringOutput('terminal'), { getColorDepth: () => 4 });
  const text = formatAttempts(attempts, terminal);
  expect(text).toContain('\u001b[31mserver-error\u001b[39m');
  expect(text).toContain('\u001b[32msucceeded\u001b[39m');
});
