import type { ChainPolicy } from '@understudy/core';

import type { Field } from '../render/fields.ts';
import { formatLimit } from '../render/limit.ts';
import { describeTimeouts } from './describe-timeouts.ts';

const commits = {
  'first-content': 'first-content: text is shown as it comes, and then nobody else steps in',
  complete: 'complete: text is held back until the answer is whole',
} as const;

const midStreams = {
  fail: 'fail: an answer that breaks off ends with its error',
  restart: 'restart: an answer that breaks off begins anew (with --json; as text it fails)',
} as const;

/** What holds for all targets, with what it doctorContext. */
export function describePolicy(policy: ChainPolicy): readonly Field[] {
  const { maxAttempts, deadlineMs, timeouts, commit, midStream } = policy;
  return [
    ['attempts', `at most ${maxAttempts}`],
    ['deadline', deadlineMs === undefined ? 'none' : `${formatLimit(deadlineMs)}, waits included`],
    ['retry', describeRetry(policy)],
    ['timeouts', describeTimeouts(timeouts).join(', ')],
    ['commit', commits[commit]],
    ['midStream', midStreams[midStream]],
    ['overrides', describeOverrides(policy)],
  ];
}

function describeRetry({
  retry: { maxRetries, initialDelayMs, maxDelayMs, maxWaitMs },
}: ChainPolicy): string {
  if (maxRetries === 0) return `none; a target may be waited for up to ${formatLimit(maxWaitMs)}`;
  const waits = `after up to ${formatLimit(initialDelayMs)}, doubling up to ${formatLimit(maxDelayMs)}`;
  return `${maxRetries} for each target, ${waits}; where told to wait, up to ${formatLimit(maxWaitMs)}`;
}

function describeOverrides({ errorRules }: ChainPolicy): string {
  const told = Object.entries(errorRules).map(([code, { retry, fallback }]) => {
    const answers = [
      retry === undefined ? [] : [`retry ${retry}`],
      fallback === undefined ? [] : [`fallback ${fallback}`],
    ];
    return `${code}: ${answers.flat().join(', ')}`;
  });
  return told.length === 0 ? 'none' : told.join('; ');
}
