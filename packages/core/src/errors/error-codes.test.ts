import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { ErrorRule } from './error-codes.ts';
import { deadlineRule, errorRule, errorRules } from './error-codes.ts';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');

/** The rows of the table, the deadline after the other timeouts. */
const rules: readonly (readonly [string, ErrorRule])[] = Object.entries(errorRules).flatMap(
  ([code, rule]): (readonly [string, ErrorRule])[] =>
    code === 'timeout'
      ? [
          [code, rule],
          ['timeout (deadline)', deadlineRule],
        ]
      : [[code, rule]],
);

function cellsOf(code: string, rule: ErrorRule): readonly string[] {
  const { source, fault, retry, fallback, countsForBreaker, cooldownMs, httpStatus, exitCode } =
    rule;
  const rest = typeof cooldownMs === 'number' ? `${cooldownMs / 1000} s` : (cooldownMs ?? '–');
  const anchor = code.replace(/ \((\w+)\)/, '-$1');
  return [
    `[\`${code}\`](#${anchor})`,
    source,
    fault,
    retry,
    fallback,
    countsForBreaker ? 'yes' : 'no',
    rest,
    `${httpStatus}`,
    `${exitCode}`,
  ];
}

function tableOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('docs/errors.md', () => {
  const [header, ruler, ...rows] = tableOf(page);

  it('has a column for each answer', () => {
    expect(header).toEqual([
      'code',
      'from',
      'whose fault',
      'same target again',
      'next target',
      'counts for breaker',
      'cooldown',
      'HTTP status',
      'exit code',
    ]);
    expect(ruler).toHaveLength(9);
  });

  it('has the rows of the table, cell by cell, and no others', () => {
    expect(rows).toEqual(rules.map(([code, rule]) => cellsOf(code, rule)));
  });

  it('has a section for each code with its hint, and no others', () => {
    const sections = page
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [heading = '', ...lines] = section.split('\n');
        return [heading, lines.join('\n').trim()];
      });
    expect(sections).toEqual(rules.map(([code, { hint }]) => [code, hint]));
  });
});

describe('the error table', () => {
  it('tells the deadline from the other timeouts', () => {
    expect(errorRule('timeout')).toBe(errorRules.timeout);
    expect(errorRule('timeout', 'idle')).toBe(errorRules.timeout);
    expect(errorRule('timeout', 'deadline')).toBe(deadlineRule);
    expect(errorRule('connection-failed', 'deadline')).toBe(errorRules['connection-failed']);
  });

  it.each(rules)('is sound at %s', (_code, rule) => {
    expect(rule.hint).toMatch(/^\S.+\.$/);
    expect(rule.hint).not.toContain('\n');
    expect(rule.httpStatus).toBeGreaterThanOrEqual(400);
    expect(rule.httpStatus).toBeLessThan(600);
    expect(rule.exitCode).toBeGreaterThan(0);
    expect(rule.exitCode).toBeLessThan(256);
  });

  it('never blames a target for what the caller or we did', () => {
    const blamed = rules.filter(
      ([, { fault, countsForBreaker }]) => countsForBreaker && fault !== 'provider',
    );
    expect(blamed).toEqual([]);
  });

  it('never asks a target that rests or is counted out again at once', () => {
    const hasty = rules.filter(
      ([, { retry, cooldownMs }]) => retry === 'yes' && cooldownMs !== undefined,
    );
    expect(hasty).toEqual([]);
  });
});
