import { toSpans } from './attempt-spans.ts';
import { checkAcceptance } from './check-acceptance.ts';
import { checkCall } from './check-calls.ts';
import { checkClose } from './check-close.ts';
import { checkCreations } from './check-creations.ts';
import { checkHedges } from './check-hedges.ts';
import { checkLimits } from './check-limits.ts';
import { checkLoneTarget } from './check-lone-target.ts';
import { checkPools } from './check-pools.ts';
import { checkQueue } from './check-queue.ts';
import { checkTargets } from './check-targets.ts';
import type { ResponseRecord, RunRecord } from './records.ts';

/** The longest time until a target that ignores its signal yields an event. */
const longestPauseMs = 350;

/** Returns one sentence for each violated invariant. */
export function checkInvariants(run: RunRecord): readonly string[] {
  const spans = toSpans(run);
  return [
    ...run.calls.flatMap((call) => checkCall(call, run)),
    ...checkTargets(run, spans),
    ...checkLimits(run, spans),
    ...checkQueue(run, spans),
    ...checkHedges(run, spans),
    ...checkAcceptance(run),
    ...checkPools(run),
    ...checkLoneTarget(run, spans),
    ...checkTelemetry(run),
    ...checkCreations(run),
    ...checkClose(run),
    ...checkEndOfRun(run),
  ];
}

/** Every attempt that started has ended exactly once, before the end of its chat. */
function checkTelemetry(run: RunRecord): readonly string[] {
  return [...checkAttemptEvents(run), ...checkChatEvents(run)];
}

function checkChatEvents({ telemetry }: RunRecord): readonly string[] {
  const states = new Map<string, 'started' | 'ended'>();
  return telemetry.flatMap(({ event }) => {
    if (event.type === 'breaker') return [];
    const { chatId } = event;
    const state = states.get(chatId);
    if (event.type === 'chat-start') states.set(chatId, 'started');
    if (event.type === 'chat-end') states.set(chatId, 'ended');
    const expected = event.type === 'chat-start' ? undefined : 'started';
    return state === expected ? [] : [`chat ${chatId}: ${event.type} of a chat that is ${state}`];
  });
}

function checkAttemptEvents({ telemetry }: RunRecord): readonly string[] {
  const open = new Map<string, number>();
  for (const { event } of telemetry) {
    if (!('attempt' in event) || event.attempt.outcome === 'skipped') continue;
    const { provider, number, startedAt } = event.attempt;
    const key = `attempt ${number} at ${provider}, started at ${startedAt}, of ${event.chatId}`;
    open.set(key, (open.get(key) ?? 0) + (event.type === 'attempt-start' ? 1 : -1));
  }
  return [...open].flatMap(([key, count]) => {
    if (count === 0) return [];
    return [`${key}: ${count > 0 ? 'no attempt-end' : 'more than one attempt-end'}`];
  });
}

/** Nothing is in flight at the end. */
function checkEndOfRun(run: RunRecord): readonly string[] {
  const { responses, timersLeft, inFlight, unhandled, hung } = run;
  const open = responses.filter(({ ended, fault }) => !ended && fault !== 'ignores-signal');
  const late = responses.filter((response) => isLate(response, run.scenario));
  return [
    ...open.map(
      ({ target, caller, fault }) =>
        `the response of ${target} to ${caller} (${fault}) was never closed`,
    ),
    ...late.map(({ target, caller }) => `the response of ${target} to ${caller} ended too late`),
    ...inFlight
      .filter((count) => count !== 0)
      .map((count) => `${count} permits are in use at the end`),
    ...(timersLeft > 0 ? [`${timersLeft} timers are set at the end`] : []),
    ...unhandled.map((error) => `unhandled rejection: ${String(error)}`),
    ...(hung > 0 ? [`${hung} callers did not end`] : []),
  ];
}

/** A response ends when its attempt ends, or after the pause and the cleanup of an aborted one. */
function isLate(
  { target, stopped, finished, ended }: ResponseRecord,
  { targets }: RunRecord['scenario'],
): boolean {
  const { cleanupMs = 0, isSlowToAbort } = targets.find(({ id }) => id === target) ?? {};
  const delayMs = isSlowToAbort ? longestPauseMs : 0;
  const end = stopped ?? finished;
  return end !== undefined && ended !== undefined && ended.at > end.at + cleanupMs + delayMs;
}
