import type { AttemptSpan } from './attempt-spans.ts';
import { requestsOf, tokensAt } from './check-limits.ts';
import type { LeafTarget } from './leaf-targets.ts';
import { leavesOf } from './leaf-targets.ts';
import type { CallRecord, RunRecord } from './records.ts';

const windowMs = 60_000;

/** The order of a moment before all that happen at the same instant or later, or after them. */
const last = Number.POSITIVE_INFINITY;

interface Waiter {
  readonly call: CallRecord;
  readonly first: AttemptSpan | undefined;
}

/**
 * The queue of a target is served in order, and nobody waits while the first one fits. Checked for chains of one target
 * that never fails and is created at once, because other chats have more reasons to wait.
 */
export function checkQueue(run: RunRecord, spans: readonly AttemptSpan[]): readonly string[] {
  const { chain, targets } = run.scenario;
  const [leaf, ...others] = leavesOf(chain);
  const isCalm =
    targets.every(({ createMs, firstCreationHangs }) => createMs === 0 && !firstCreationHangs) &&
    spans.every(({ attempt }) => attempt.outcome !== 'failed') &&
    run.calls.every(({ caller }) => !caller.json && !caller.drops);
  if (!leaf || others.length > 0 || !isCalm) return [];
  const waiters = run.calls
    .toSorted((left, right) => left.started.order - right.started.order)
    .map((call) => ({ call, first: spans.find((span) => span.call === call) }));
  return waiters.flatMap((waiter, index) => {
    const earlier = waiters.slice(0, index);
    return checkWaiter(waiter, earlier, { run, leaf, spans });
  });
}

interface Queue {
  readonly run: RunRecord;
  readonly leaf: LeafTarget;
  readonly spans: readonly AttemptSpan[];
}

function checkWaiter(
  { call, first }: Waiter,
  earlier: readonly Waiter[],
  queue: Queue,
): readonly string[] {
  if (!first) return [];
  const startedAt = first.started;
  const name = `${call.caller.id}: `;
  const isOvertaken = earlier.some((other) => (other.first?.started.order ?? 0) > startedAt.order);
  if (isOvertaken) return [`${name}started before a chat that waited for longer`];
  // From then on it is the first in the queue.
  const since = Math.max(call.started.at, ...earlier.map((waiter) => leftAt(waiter)));
  const changes = changesOf(queue).filter((at) => at >= since && at < startedAt.at);
  const free = [since, ...changes].find((at) => at < startedAt.at && fits(call, at, queue));
  return free === undefined ? [] : [`${name}waited until ${startedAt.at}, free since ${free}`];
}

function leftAt({ call, first }: Waiter): number {
  return first?.started.at ?? call.endedAt ?? 0;
}

/** Returns the instants at which a place may become free. */
function changesOf({ run, leaf, spans }: Queue): readonly number[] {
  const ends = spans.flatMap(({ ended }) => ended?.at ?? []);
  const expired = [...requestsOf(leaf, run), ...ends].map((at) => at + windowMs);
  return [...ends, ...expired].toSorted((left, right) => left - right);
}

/** Whether an attempt fits after everything that happens at an instant. */
function fits({ caller }: CallRecord, at: number, { run, leaf, spans }: Queue): boolean {
  const { maxConcurrent = last, requestsPerMinute = last, tokensPerMinute = last } = leaf;
  const started = spans.filter((span) => span.started.at <= at);
  const running = started.filter(({ ended }) => !ended || ended.at > at).length;
  const sent = requestsOf(leaf, run).filter((sentAt) => sentAt <= at && sentAt + windowMs > at);
  const known = { at, order: 0 };
  const order = Math.max(
    0,
    ...run.telemetry.map(({ moment }) => (moment.at <= at ? moment.order : 0)),
  );
  const tokens = tokensAt(started, { ...known, order: order + 0.5 });
  return (
    running < maxConcurrent &&
    sent.length < requestsPerMinute &&
    tokens + caller.tokens <= tokensPerMinute &&
    caller.tokens <= tokensPerMinute
  );
}
