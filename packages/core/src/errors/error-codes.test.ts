import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { deadlineRule, errorRule, errorRules } from './error-codes.ts';
import type { ErrorRule } from './error-rule.ts';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');

/** The rules in the order of the page: the deadline follows `timeout`. */
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
  const {
    source,
    fault,
    scope,
    retry,
    fallback,
    countsForBreaker,
    cooldownMs,
    httpStatus,
    exitCode,
  } = rule;
  const cooldown = typeof cooldownMs === 'number' ? `${cooldownMs / 1000} s` : (cooldownMs ?? '–');
  const anchor = code.replace(/ \((\w+)\)/, '-$1');
  return [
    `[\`${code}\`](#${anchor})`,
    source,
    fault,
    scope,
    retry,
    fallback,
    countsForBreaker ? 'yes' : 'no',
    cooldown,
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
  const [header, separator, ...rows] = tableOf(page);

  it('has a column for each field of a rule', () => {
    expect(header).toEqual([
      'code',
      'source',
      'fault',
      'scope',
      'retry',
      'fallback',
      'counts for breaker',
      'cooldown',
      'HTTP status',
      'exit code',
    ]);
    expect(separator).toHaveLength(10);
  });

  it('has one row per rule', () => {
    expect(rows).toEqual(rules.map(([code, rule]) => cellsOf(code, rule)));
  });

  it('has one section per rule with its hint', () => {
    const sections = page
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [heading = '', ...lines] = section.split('\n');
        return [heading, lines.join('\n').trim()];
      });
    expect(sections).toEqual(
      rules.map(([code, { hint, hintWithoutDelay }]) => [
        code,
        hintWithoutDelay === undefined
          ? hint
          : `${hint}\n\nWithout \`retryAfterMs\`: ${hintWithoutDelay}`,
      ]),
    );
  });
});

describe('errorRules', () => {
  it('has a separate rule for the deadline', () => {
    expect(errorRule('timeout')).toBe(errorRules.timeout);
    expect(errorRule('timeout', 'idle')).toBe(errorRules.timeout);
    expect(errorRule('timeout', 'deadline')).toBe(deadlineRule);
    expect(errorRule('connection-failed', 'deadline')).toBe(errorRules['connection-failed']);
  });

  it.each(rules)('has a valid hint, status and exit code for %s', (_code, rule) => {
    expect(rule.hint).toMatch(/^\S.+\.$/);
    expect(rule.hint).not.toContain('\n');
    // An error without a delay must not refer to it.
    expect(rule.hintWithoutDelay !== undefined).toBe(rule.hint.includes('retryAfterMs'));
    expect(rule.httpStatus).toBeGreaterThanOrEqual(400);
    expect(rule.httpStatus).toBeLessThan(600);
    expect(rule.exitCode).toBeGreaterThan(0);
    expect(rule.exitCode).toBeLessThan(256);
  });

  it('counts only provider errors for the circuit breaker', () => {
    const counted = rules.filter(
      ([, { fault, countsForBreaker }]) => countsForBreaker && fault !== 'provider',
    );
    expect(counted).toEqual([]);
  });

  it('does not skip a target for an error of one request, nor counts it', () => {
    const skipped = rules.filter(
      ([, { scope, countsForBreaker, cooldownMs }]) =>
        scope === 'request' && (countsForBreaker || cooldownMs !== undefined),
    );
    expect(skipped).toEqual([]);
  });

  it('does not retry a target that cools down after an error of its account or model', () => {
    const retried = rules.filter(
      ([, { retry, cooldownMs }]) => retry === 'yes' && cooldownMs === 'default',
    );
    expect(retried).toEqual([]);
  });
});
