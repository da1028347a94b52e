import type { ChainPolicy, SizeLimits, Timeouts } from '@understudy/core';

import type { Field } from '../render/format-fields.ts';
import { formatLimit, formatSize } from '../render/format-quantity.ts';

const commits = {
  'first-content': 'first-content: text is streamed; no fallback after the first content',
  complete: 'complete: text is printed when the response is complete',
} as const;

const midStreams = {
  fail: 'fail: an error after the commit ends the chat',
  restart: 'restart: the response starts again after an error (only with --json)',
} as const;

/** Describes the options of a chain that apply to all targets. */
export function describePolicy(policy: ChainPolicy): readonly Field[] {
  const { maxAttempts, deadlineMs, timeouts, limits, commit, midStream } = policy;
  return [
    ['attempts', `at most ${maxAttempts}`],
    ['deadline', deadlineMs === undefined ? 'none' : `${formatLimit(deadlineMs)}, including waits`],
    ['retry', describeRetry(policy)],
    ['timeouts', describeTimeouts(timeouts).join(', ')],
    ['limits', describeSizes(limits).join(', ')],
    ['breaker', describeBreaker(policy)],
    ['cooldown', describeCooldown(policy)],
    ['commit', commits[commit]],
    ['midStream', midStreams[midStream]],
    ['accept', describeAccept(policy)],
    ['errorRules', describeErrorRules(policy.errorRules)],
  ];
}

function describeRetry({
  retry: { maxRetries, initialDelayMs, maxDelayMs, maxWaitMs },
}: ChainPolicy): string {
  const waits = `other waits take up to ${formatLimit(maxWaitMs)}`;
  if (maxRetries === 0) return `none; ${waits}`;
  const delay = `up to ${formatLimit(initialDelayMs)}, doubling up to ${formatLimit(maxDelayMs)}`;
  return `${maxRetries} per target after a delay of ${delay}; ${waits}`;
}

function describeBreaker({ breaker }: ChainPolicy): string {
  if (!breaker) return 'off';
  const { failures, failureRate, minimumCalls, windowMs, openMs, maxOpenMs } = breaker;
  const share = `${failureRate * 100} % of at least ${minimumCalls} calls in ${formatLimit(windowMs)}`;
  return `opens for ${formatLimit(openMs)}, up to ${formatLimit(maxOpenMs)}, after ${failures} failures in a row or ${share}`;
}

function describeCooldown({ cooldown: { defaultMs, maxMs } }: ChainPolicy): string {
  const bound = maxMs === Number.POSITIVE_INFINITY ? '' : `; at most ${formatLimit(maxMs)}`;
  return `${formatLimit(defaultMs)} without a requested delay${bound}`;
}

function describeAccept({ accept = {} }: ChainPolicy): string {
  const { finishReasons, minTextLength, schema } = accept;
  const conditions = [
    finishReasons ? [`finish reason ${finishReasons.join(', ')}`] : [],
    minTextLength === undefined ? [] : [`text of at least ${minTextLength} characters`],
    schema ? ['JSON if requested'] : [],
  ].flat();
  return conditions.length === 0 ? 'every response that is not empty' : conditions.join('; ');
}

/** Describes the rules that differ from those of the error table. */
export function describeErrorRules(errorRules: ChainPolicy['errorRules']): string {
  const rules = Object.entries(errorRules).map(([code, { retry, fallback }]) => {
    const overrides = [
      retry === undefined ? [] : [`retry ${retry}`],
      fallback === undefined ? [] : [`fallback ${fallback}`],
    ];
    return `${code}: ${overrides.flat().join(', ')}`;
  });
  return rules.length === 0 ? 'defaults' : rules.join('; ');
}

const timeoutNames = {
  createMs: 'creation',
  connectMs: 'connect',
  headersMs: 'headers',
  firstContentMs: 'first content',
  progressMs: 'progress',
  idleMs: 'idle',
  usageGraceMs: 'token counts',
  totalMs: 'total',
} as const satisfies Record<keyof Timeouts, string>;

const timeoutKeys = [
  'connectMs',
  'headersMs',
  'firstContentMs',
  'progressMs',
  'idleMs',
  'totalMs',
] as const;

/**
 * Describes timeouts in the order in which an attempt reaches them.
 *
 * @param common - timeouts that are equal to these are left out
 */
export function describeTimeouts(timeouts: Timeouts, common?: Timeouts): readonly string[] {
  return timeoutKeys
    .filter((key) => timeouts[key] !== common?.[key])
    .map((key) => `${timeoutNames[key]} ${formatLimit(timeouts[key])}`);
}

const sizeNames = {
  maxEventBytes: 'event',
  maxErrorBytes: 'error',
  maxJsonBytes: 'JSON',
  maxResponseBytes: 'response',
} as const satisfies Record<keyof SizeLimits, string>;

const sizeKeys = ['maxEventBytes', 'maxErrorBytes', 'maxJsonBytes', 'maxResponseBytes'] as const;

/** Describes size limits. Those that are equal to `common` are left out. */
export function describeSizes(limits: SizeLimits, common?: SizeLimits): readonly string[] {
  return sizeKeys
    .filter((key) => limits[key] !== common?.[key])
    .map((key) => `${sizeNames[key]} ${formatSize(limits[key])}`);
}
