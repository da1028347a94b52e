import type { AttemptSpan } from './attempt-spans.ts';
import { isRunningAt } from './attempt-spans.ts';
import type { Moment } from './journal.ts';
import type { LeafTarget } from './leaf-targets.ts';
import { leavesOf } from './leaf-targets.ts';
import type { RunRecord } from './records.ts';

const windowMs = 60_000;

/** No target exceeds its limits: attempts in flight, requests in any 60 s, and tokens in any 60 s. */
export function checkLimits(run: RunRecord, spans: readonly AttemptSpan[]): readonly string[] {
  return leavesOf(run.scenario.chain).flatMap((leaf) => {
    const own = spans.filter(({ target }) => target === leaf.target);
    return [
      ...own.flatMap((span) => checkStart(span, own, leaf)),
      ...checkRequests(requestsOf(leaf, run), leaf),
    ];
  });
}

/** Returns when the requests to a target were sent, in order. */
export function requestsOf({ target }: LeafTarget, { responses }: RunRecord): readonly number[] {
  return responses
    .filter((response) => `${response.target}/${response.model}` === target)
    .flatMap(({ requests }) => requests.map(({ at }) => at))
    .toSorted((left, right) => left - right);
}

/** Returns the tokens that count at a moment: reserved, used and reported in the 60 s before it. */
export function tokensAt(spans: readonly AttemptSpan[], moment: Moment): number {
  return spans.reduce((sum, span) => sum + countTokens(span, moment), 0);
}

/** What an attempt has reserved counts until its request is sent, and then for one minute. */
function countTokens({ call, attempt, sent, ended }: AttemptSpan, moment: Moment): number {
  const { tokens } = call.caller;
  const isKnown = ended !== undefined && ended.order < moment.order;
  if (isKnown && attempt.requests === 0) return 0;
  const counts = ({ at }: Moment): boolean => at + windowMs > moment.at;
  const used = isKnown ? (attempt.usage?.outputTokens ?? tokens) : tokens;
  const isSent = sent !== undefined && sent.order < moment.order;
  const own = !isSent || counts(sent) ? Math.min(tokens, used) : 0;
  // What exceeds the estimate counts from the moment at which it is known.
  const excess = isKnown && counts(ended) ? Math.max(0, used - tokens) : 0;
  return own + excess;
}

function checkStart(
  span: AttemptSpan,
  spans: readonly AttemptSpan[],
  { target, maxConcurrent, tokensPerMinute }: LeafTarget,
): readonly string[] {
  const { started, call } = span;
  const found: string[] = [];
  const running = spans.filter((other) => isRunningAt(other, started)).length;
  if (maxConcurrent !== undefined && running >= maxConcurrent)
    found.push(`${target}: ${running + 1} attempts at once, maxConcurrent is ${maxConcurrent}`);
  const earlier = spans.filter((other) => other.started.order < started.order);
  const tokens = tokensAt(earlier, started) + call.caller.tokens;
  if (tokensPerMinute !== undefined && tokens > tokensPerMinute)
    found.push(`${target}: ${tokens} tokens in 60 s, tokensPerMinute is ${tokensPerMinute}`);
  return found;
}

function checkRequests(
  requests: readonly number[],
  { target, requestsPerMinute = Number.POSITIVE_INFINITY }: LeafTarget,
): readonly string[] {
  return requests.flatMap((at, index) => {
    const earlier = requests[index - requestsPerMinute];
    if (earlier === undefined || at - earlier >= windowMs) return [];
    return [`${target}: more than ${requestsPerMinute} requests in ${at - earlier} ms`];
  });
}
