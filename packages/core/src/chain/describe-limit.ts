import type { Demand, LimitBlock, TargetLimits } from '../health/limits/limiter.ts';

/** Returns which limit of the app is reached, and how many chats wait. */
export function describeLimit({ limit, queued }: LimitBlock, limits: TargetLimits): string {
  const waiting = queued === 0 ? '' : `; ${count(queued, 'chat')} in the queue`;
  return `${limit} reached (${describeUse(limit, limits[limit] ?? 0)})${waiting}`;
}

function describeUse(limit: keyof TargetLimits, allowed: number): string {
  switch (limit) {
    case 'maxConcurrent':
      return `${count(allowed, 'call')} in flight`;
    case 'requestsPerMinute':
      return `${count(allowed, 'request')} in the last 60 s`;
    case 'tokensPerMinute':
      return `${count(allowed, 'token')} in the last 60 s`;
  }
}

/** Whether a request needs more tokens than a minute allows, so that waiting does not help. */
export function exceedsEveryMinute({ limits, tokens }: Demand): boolean {
  return tokens > (limits.tokensPerMinute ?? Number.POSITIVE_INFINITY);
}

export function describeExcess({ limits, tokens }: Demand): string {
  return `the request needs about ${tokens} tokens, more than tokensPerMinute (${limits.tokensPerMinute ?? 0})`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
