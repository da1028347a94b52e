import type { ChainPolicy, SizeLimits, Timeouts } from '@understudy/core';
import { formatBytes, formatCount } from '@understudy/core/internal';

import type { Field } from '../render/format-fields.ts';
import { formatLimit, formatShare } from '../render/format-quantity.ts';

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
    ['waits', describeWaits(policy)],
    ['budget', describeBudget(policy)],
    ['hedge', describeHedge(policy)],
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

function describeRetry({ retry: { maxRetries, initialDelayMs, maxDelayMs } }: ChainPolicy): string {
  if (maxRetries === 0) return 'none';
  const delay = `up to ${formatLimit(initialDelayMs)}, doubling up to ${formatLimit(maxDelayMs)}`;
  return `${maxRetries} per target after a delay of ${delay}`;
}

function describeWaits({ retry: { maxWaitMs } }: ChainPolicy): string {
  return maxWaitMs === 0
    ? 'none for a cooldown, a circuit breaker or a queue'
    : `up to ${formatLimit(maxWaitMs)} for a cooldown, a circuit breaker or a queue`;
}

function describeBudget({ retryBudget: { ratio, reserve } }: ChainPolicy): string {
  return `${ratio} retries per chat of the runtime, with a reserve of ${reserve}`;
}

function describeHedge({ hedge }: ChainPolicy): string {
  if (!hedge) return 'none';
  const { afterMs, percentile, maxExtra = 1 } = hedge;
  const delay =
    afterMs === undefined
      ? `percentile ${percentile} of the times to first content in the last minute`
      : `${formatLimit(afterMs)} without content`;
  return `another target after ${delay}; at most ${formatCount(maxExtra, 'extra attempt')} at the same time`;
}

function describeBreaker({ breaker }: ChainPolicy): string {
  if (!breaker) return 'off';
  const { failures, failureRate, minimumCalls, windowMs, openMs, maxOpenMs } = breaker;
  const { slowCallMs, slowCallRate } = breaker;
  const conditions = [
    `${failures} failures in a row`,
    `${formatShare(failureRate)} of at least ${minimumCalls} calls in ${formatLimit(windowMs)}`,
    ...(slowCallMs === undefined
      ? []
      : [
          `${formatShare(slowCallRate)} slower than ${formatLimit(slowCallMs)} to their first content`,
        ]),
  ];
  return `opens for ${formatLimit(openMs)}, up to ${formatLimit(maxOpenMs)}, after ${conditions.join(' or ')}`;
}

function describeCooldown({ cooldown: { defaultMs, maxMs } }: ChainPolicy): string {
  const bound = maxMs === Number.POSITIVE_INFINITY ? '' : `; at most ${formatLimit(maxMs)}`;
  return `${formatLimit(defaultMs)} without a requested delay${bound}`;
}

function describeAccept({ accept = {} }: ChainPolicy): string {
  const { finishReasons, minTextLength, schema } = accept;
  const conditions = [
    finishReasons ? [`finish reason ${finishReasons.join(', ')}`] : [],
    minTextLength === undefined
      ? []
      : [`text of at least ${formatCount(minTextLength, 'character')}`],
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

/** The timeouts that are shown, in the order in which an attempt reaches them. */
const timeoutNames: readonly (readonly [keyof Timeouts, string])[] = [
  ['connectMs', 'connect'],
  ['headersMs', 'headers'],
  ['firstContentMs', 'first content'],
  ['progressMs', 'progress'],
  ['idleMs', 'idle'],
  ['totalMs', 'total'],
];

/**
 * Describes timeouts in the order in which an attempt reaches them.
 *
 * @param common - timeouts that are equal to these are left out
 */
export function describeTimeouts(timeouts: Timeouts, common?: Timeouts): readonly string[] {
  return timeoutNames
    .filter(([key]) => timeouts[key] !== common?.[key])
    .map(([key, name]) => `${name} ${formatLimit(timeouts[key])}`);
}

const sizeNames: readonly (readonly [keyof SizeLimits, string])[] = [
  ['maxEventBytes', 'event'],
  ['maxErrorBytes', 'error'],
  ['maxJsonBytes', 'JSON'],
  ['maxResponseBytes', 'response'],
];

/** @param common - limits that are equal to these are left out */
export function describeSizes(limits: SizeLimits, common?: SizeLimits): readonly string[] {
  return sizeNames
    .filter(([key]) => limits[key] !== common?.[key])
    .map(([key, name]) => `${name} ${formatBytes(limits[key])}`);
}
