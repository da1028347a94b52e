import type { Demand, LimitBlock } from '../../health/limits/limiter.ts';

/** Returns which limit of the app is reached, and how many chats wait. */
export function describeLimit(block: LimitBlock): string {
  const { limit, queued } = block;
  const waiting = queued === 0 ? '' : `; ${count(queued, 'chat')} in the queue`;
  return `${limit} reached (at most ${describeAllowed(block)})${waiting}`;
}

function describeAllowed({ limit, allowed }: LimitBlock): string {
  switch (limit) {
    case 'maxConcurrent':
      return `${count(allowed, 'call')} in flight`;
    case 'requestsPerMinute':
      return `${count(allowed, 'request')} in 60 s`;
    case 'tokensPerMinute':
      return `${count(allowed, 'token')} in 60 s`;
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
