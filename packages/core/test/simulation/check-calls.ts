import { checkAttempts, checkFallback, checkWaits } from './check-attempts.ts';
import { checkContent } from './check-content.ts';
import { checkEvents } from './check-events.ts';
import { maxAttemptsOf } from './leaf-targets.ts';
import type { CallRecord, ResponseRecord, RunRecord } from './records.ts';

/** Checks one chat: its text, its end, its requests, its attempts and its response. */
export function checkCall(call: CallRecord, run: RunRecord): readonly string[] {
  const responses = run.responses.filter(({ caller }) => caller === call.caller.id);
  return [
    ...checkText(call, responses, run),
    ...checkEnd(call, run),
    ...checkClosed(call, run),
    ...checkRequests(call, responses, run),
    ...checkAttempts(call, responses),
    ...checkWaits(call, run),
    ...checkFallback(call, run),
    ...checkResponse(call, responses),
    ...checkEvents(call, responses),
    ...checkContent(call, responses),
  ].map((violation) => `${call.caller.id}: ${violation}`);
}

/** The text is a prefix of one response, also after each reset. A chat that succeeds has a complete text. */
function checkText(
  call: CallRecord,
  responses: readonly ResponseRecord[],
  run: RunRecord,
): readonly string[] {
  const { texts, outcome, caller } = call;
  const { midStream, commit } = run.scenario.chain;
  const found: string[] = [];
  const complete = responses.map(({ text }) => text);
  for (const text of texts) {
    if (text !== '' && !complete.some((response) => response.startsWith(text))) {
      found.push(`the text ${JSON.stringify(text)} is not a prefix of a response`);
    }
  }
  const last = texts.at(-1) ?? '';
  if (outcome === 'done' && !isCompleteText(last, responses)) {
    found.push(`succeeded with ${JSON.stringify(last)}, which is not a complete response`);
  }
  const mayRestart = midStream === 'restart' && caller.reads !== 'text';
  if (texts.length > 1 && !mayRestart) found.push('received a reset although midStream is "fail"');
  const readsAll = outcome === 'done' || (outcome === 'failed' && !isClosed(call.error));
  if (commit === 'complete' && readsAll) {
    const isPartial = texts.some((text) => text !== '' && !complete.includes(text));
    if (isPartial) found.push('received a partial text although commit is "complete"');
  }
  return found;
}

function checkEnd(call: CallRecord, run: RunRecord): readonly string[] {
  const { outcome, listeners, endedAt, started, caller, stopped } = call;
  const found: string[] = [];
  if (listeners > 0) found.push(`${listeners} listeners are left on the caller's signal`);
  if (stopped && outcome === 'failed' && !isClosed(call.error) && !failedBeforeStop(call)) {
    found.push('failed with another error than its own abort');
  }
  if (endedAt === undefined || caller.pauseMs > 0 || caller.pauseAfterFailureMs > 0) return found;
  const deadlineMs = caller.options.deadlineMs ?? run.scenario.chain.deadlineMs;
  if (deadlineMs !== undefined && endedAt > started.at + deadlineMs + 1) {
    found.push(`ended ${endedAt - started.at - deadlineMs} ms after the deadline`);
  }
  const lateMs = stopped ? endedAt - Math.max(stopped.at, started.at) : 0;
  if (lateMs > 0) {
    found.push(`ended ${lateMs} ms after the caller had stopped`);
  }
  return found;
}

/** After `close()`, a new chat fails with `closed`, and so does a chat in flight unless it has succeeded. */
function checkClosed(call: CallRecord, { close }: RunRecord): readonly string[] {
  const { outcome, error, attempts, started, caller, stopped, endedAt = 0 } = call;
  const found: string[] = [];
  const isAborted = stopped !== undefined && stopped.order < started.order;
  const isLate = !isAborted && started.order > close.called.order;
  if (isLate && !caller.drops && !(outcome === 'failed' && isClosed(error))) {
    found.push(`started after close() and ended as "${outcome}" with ${String(error)}`);
  }
  if (isLate && !call.responses.every((response) => isClosed(response.error)))
    found.push('started after close() and response() did not reject with "closed"');
  if (isLate && attempts.length > 0) found.push('made an attempt after close()');
  if (isClosed(error) && endedAt < close.called.at) found.push('failed with "closed" too early');
  const isInFlight = endedAt > close.called.at && caller.reads === 'response';
  if (isInFlight && !isClosed(error)) found.push(`ended as "${outcome}" after close()`);
  return found;
}

/** A chat sends at most `maxAttempts` requests, and none after the caller has stopped or after the deadline. */
function checkRequests(
  call: CallRecord,
  responses: readonly ResponseRecord[],
  { scenario: { chain } }: RunRecord,
): readonly string[] {
  const found: string[] = [];
  const maxAttempts = maxAttemptsOf(chain);
  const requests = responses.reduce((sum, sent) => sum + sent.requests.length, 0);
  if (requests > maxAttempts)
    found.push(`sent ${requests} requests, maxAttempts is ${maxAttempts}`);
  const deadlineMs = call.caller.options.deadlineMs ?? chain.deadlineMs;
  for (const { started, target, stopped, finished } of responses) {
    const end = stopped ?? finished;
    if (call.stopped && !(end && end.at <= call.stopped.at))
      found.push(`the response of ${target} went on after the caller had stopped`);
    if (call.stopped && started.order > call.stopped.order)
      found.push(`sent a request to ${target} after the caller had stopped`);
    if (deadlineMs !== undefined && started.at >= call.started.at + deadlineMs)
      found.push(`sent a request to ${target} after the deadline`);
  }
  return found;
}

/** `response()` is fulfilled exactly if an attempt succeeded, and does not change afterwards. */
function checkResponse(call: CallRecord, responses: readonly ResponseRecord[]): readonly string[] {
  const found: string[] = [];
  const succeeded = call.attempts.some(({ outcome }) => outcome === 'succeeded');
  const finished = call.events.some(({ type }) => type === 'finish');
  for (const { status, response } of call.responses) {
    const { text = '', attempts } = response ?? {};
    if (status !== (succeeded ? 'fulfilled' : 'rejected'))
      found.push(`response() is ${status}, an attempt ${succeeded ? '' : 'has not '}succeeded`);
    if (finished && status !== 'fulfilled')
      found.push(`response() is ${status} although the caller received the finish`);
    if (status === 'fulfilled' && !isCompleteText(text, responses))
      found.push(`response() has ${JSON.stringify(text)}, which is not a complete response`);
    if (status === 'fulfilled' && call.outcome === 'done' && text !== call.texts.at(-1))
      found.push(`response() has ${JSON.stringify(text)}, which is not the text that was read`);
    // The last one can be a hedged attempt that lost.
    if (status === 'fulfilled' && !attempts?.some(({ outcome }) => outcome === 'succeeded'))
      found.push('response() has an attempt log without "succeeded"');
  }
  const [first] = call.responses;
  if (call.responses.some(({ status, error }) => status !== first?.status || error !== first.error))
    found.push('response() changed after it had settled');
  // close() also aborts the iteration of a chat that has failed already.
  const failed = call.outcome === 'failed' && !isClosed(call.error) && !failedBeforeStop(call);
  if (failed && first?.status === 'rejected' && first.error !== call.error)
    found.push(`response() and the iteration reject with different errors`);
  return found;
}

function isCompleteText(text: string, responses: readonly ResponseRecord[]): boolean {
  return responses.some((response) => response.finished && response.text === text);
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'closed';
}

/** Whether one of several pulls can have rejected before the caller stopped. */
function failedBeforeStop({ stopped, caller }: CallRecord): boolean {
  return stopped !== undefined && caller.habit.pulls > 1;
}
