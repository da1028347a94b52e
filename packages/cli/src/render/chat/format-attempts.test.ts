import { errorRules } from '@understudy/core';
import { expect, it } from 'vitest';

import { failed, fallback, attemptsOf, skipped } from '../../../test/attempts.ts';
import { StringOutput } from '../../../test/string-output.ts';
import { formatAttempts } from './format-attempts.ts';

const story = attemptsOf(
  failed('server-error', 250, fallback),
  { ...skipped('circuit-open'), provider: 'second' },
  { provider: 'understudy', firstContentMs: 250, totalMs: 750 },
);

/** A terminal with so many columns. */
function terminal(columns: number): StringOutput {
  return Object.assign(new StringOutput('terminal'), { columns });
}

it('is a line for each attempt on a terminal, with a bar', () => {
  expect(formatAttempts(story, new StringOutput('terminal'))).toBe(
    `#  target            time                 first   total  outcome
1  lead/large        ────×                    –  250 ms  server-error → fallback
2  second/large                               –       –  skipped: circuit-open
3  understudy/large       ────━━━━━━━━━  250 ms  750 ms  succeeded`,
  );
});

it('is a plain line for each attempt in a pipe, with whole names', () => {
  const model = 'a-model-with-a-name-that-is-longer-than-any-terminal-is-wide-'.repeat(2);
  const attempts = attemptsOf({ ...failed('server-error', 250, fallback), model }, { totalMs: 5 });
  expect(formatAttempts(attempts, new StringOutput())).toBe(
    `#  provider  ${'model'.padEnd(model.length)}  first text   total  outcome
1  lead      ${model}           –  250 ms  server-error → fallback
2  lead      ${'large'.padEnd(model.length)}           –    5 ms  succeeded`,
  );
});

it.each(Object.keys(errorRules))(
  'keeps to 80 columns after %s, and names whom it asked',
  (code) => {
    const model = 'text-davinci-002-render-sha-mobile';
    const [first, ...rest] = attemptsOf(
      { ...failed(code, 99_999, { kind: 'retry', delayMs: 1500 }), model, firstContentMs: 12_345 },
      { ...skipped(code), model, provider: 'understudy' },
      { model, totalMs: 12_345, firstContentMs: 12_000 },
    );
    if (!first) throw new Error('three lines were made');
    const later = rest.map((line) => ({ ...line, startedAt: line.startedAt + 1500 }));
    const lines = formatAttempts([first, ...later], new StringOutput('terminal')).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^1 {2}lead\/te/);
    expect(lines[1]).toContain(` ${code} → retry in 1.50 s`);
  },
);

it('gives up the bar before the names where there is no room', () => {
  expect(formatAttempts(story, terminal(56))).toContain('1  lead/large');
  expect(formatAttempts(story, terminal(56))).not.toMatch(/[─━×]/);
  expect(formatAttempts(story, terminal(10))).toContain('lead/la…');
});

it.each([38, 40, 44, 52])('keeps to %i columns, if need be with the outcome cut', (columns) => {
  const lines = formatAttempts(story, terminal(columns)).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines[1]).toContain('server-');
});

it('lets no name steer the terminal', () => {
  const attempts = attemptsOf({ model: 'x\u001b[31m', totalMs: 1 });
  expect(formatAttempts(attempts, new StringOutput('terminal'))).toContain('lead/x[31m ');
});

it('paints the outcome where there are colours', () => {
  const colourful = Object.assign(new StringOutput('terminal'), { getColorDepth: () => 4 });
  const shown = formatAttempts(story, colourful);
  expect(shown).toContain('\u001b[31mserver-error\u001b[39m');
  expect(shown).toContain('\u001b[32msucceeded\u001b[39m');
});
