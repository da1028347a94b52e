import type { Attempt } from '@understudy/core';

import type { Run } from './run.ts';
import type { CallRecord } from './simulated-call.ts';
import type { Answer } from './simulated-provider.ts';

type Facts = Omit<Run, 'violations'>;

/** Every promise that a run broke, in a sentence each. */
export function checkInvariants(run: Facts): readonly string[] {
  return [
    ...run.records.flatMap((record) => checkCall(record, run)),
    ...checkBudget(run),
    ...checkBreakers(run),
    ...checkCooldowns(run),
    ...checkRest(run),
  ];
}

function checkCall(record: CallRecord, run: Facts): readonly string[] {
  const answers = run.answers.filter(({ caller }) => caller === record.caller.id);
  return [
    ...checkText(record, answers, run),
    ...checkEnd(record, run),
    ...checkStarts(record, answers, run),
    ...checkLedger(record, answers),
  ].map((violation) => `${record.caller.id}: ${violation}`);
}

/** A prefix of one answer, or split by resets; whole where the caller was told that all is well. */
function checkText(record: CallRecord, answers: readonly Answer[], run: Facts): readonly string[] {
  const { texts, outcome, caller } = record;
  const found: string[] = [];
  const whole = answers.map(({ pieces }) => pieces.join(''));
  for (const text of texts) {
    if (text !== '' && !whole.some((answer) => answer.startsWith(text))) {
      found.push(`the text ${JSON.stringify(text)} is no prefix of one answer`);
    }
  }
  const last = texts.at(-1) ?? '';
  const finished = answers.some((answer) => answer.finished && answer.pieces.join('') === last);
  if (outcome === 'done' && !finished)
    found.push(`done with ${JSON.stringify(last)}, which is no whole answer`);
  const mayRestart = run.scenario.chain.midStream === 'restart' && caller.reads !== 'text';
  if (texts.length > 1 && !mayRestart) found.push('a reset that the policy forbids');
  if (run.scenario.chain.commit === 'complete' && caller.leavesAfter === undefined) {
    const torn = texts.some((text) => text !== '' && !whole.includes(text));
    if (torn && outcome !== 'aborted')
      found.push('a torn text, though the chain commits whole answers');
  }
  return found;
}

function checkEnd(record: CallRecord, run: Facts): readonly string[] {
  const { outcome, ends, listeners, endedAt, startedAt, caller, goneAt } = record;
  const found: string[] = [];
  if (ends !== 1 || outcome === 'running') found.push(`${ends} ends, outcome ${outcome}`);
  if (listeners > 0) found.push(`${listeners} listeners left on the signal`);
  const deadlineMs = caller.options.deadlineMs ?? run.scenario.chain.deadlineMs;
  const slow = caller.pauseMs > 0;
  if (
    deadlineMs !== undefined &&
    endedAt !== undefined &&
    !slow &&
    endedAt > startedAt + deadlineMs + 1
  ) {
    found.push(`ended ${endedAt - startedAt - deadlineMs} ms after the deadline`);
  }
  if (goneAt !== undefined && endedAt !== undefined && !slow && endedAt > goneAt) {
    found.push(`ended ${endedAt - goneAt} ms after the caller had gone`);
  }
  if (goneAt !== undefined && outcome === 'failed') {
    found.push('told of a failure where its own abort ended it');
  }
  return found;
}

/** Nothing starts beyond the ceiling, after the caller is gone, or after the deadline. */
function checkStarts(
  record: CallRecord,
  answers: readonly Answer[],
  run: Facts,
): readonly string[] {
  const { chain } = run.scenario;
  const found: string[] = [];
  const ceiling = chain.maxAttempts ?? Math.max(3, chain.targets.length + 1);
  const requests = answers.reduce((sum, { spends }) => sum + 1 + spends, 0);
  if (requests > ceiling) found.push(`${requests} requests, and the ceiling is ${ceiling}`);
  const deadlineMs = record.caller.options.deadlineMs ?? chain.deadlineMs;
  for (const { startedAt, target } of answers) {
    if (record.goneAt !== undefined && startedAt > record.goneAt)
      found.push(`${target} started after the caller had gone`);
    if (deadlineMs !== undefined && startedAt >= record.startedAt + deadlineMs)
      found.push(`${target} started after the deadline`);
  }
  return found;
}

/** What the ledger says is what the providers saw. */
function checkLedger(
  { attempts, outcome }: CallRecord,
  answers: readonly Answer[],
): readonly string[] {
  const found: string[] = [];
  const tried = attempts.filter((attempt) => attempt.outcome !== 'skipped' && attempt.requests > 0);
  const told = tried.map(({ provider }) => provider).join(' ');
  const seen = answers.map(({ target }) => target).join(' ');
  if (told !== seen) found.push(`the ledger tells of "${told}", the providers of "${seen}"`);
  const threw = answers.some(({ fault }) => fault === 'throws-a-string');
  if (!threw && attempts.some(({ error }) => error?.code === 'internal')) {
    found.push('an internal error that no provider threw');
  }
  for (const [index, attempt] of tried.entries()) {
    const answer = answers[index];
    if (answer) found.push(...checkAttempt(attempt, answer));
  }
  if (attempts.some((attempt) => attempt.outcome === 'running'))
    found.push('an attempt that still runs');
  const succeeded = attempts.filter((attempt) => attempt.outcome === 'succeeded').length;
  if ((outcome === 'done') !== (succeeded === 1) && outcome === 'done') {
    found.push(`done with ${succeeded} attempts that succeeded`);
  }
  return found;
}

function checkAttempt(attempt: Attempt, answer: Answer): readonly string[] {
  const found: string[] = [];
  if (attempt.outcome === 'succeeded' && !answer.finished)
    found.push(`attempt ${attempt.number} succeeded without a finish`);
  if (attempt.requests !== 1 + answer.spends)
    found.push(
      `attempt ${attempt.number} counts ${attempt.requests} requests of ${1 + answer.spends}`,
    );
  return found;
}

/** Same-target retries: at most a fifth of the calls, and ten. */
function checkBudget({ records, answers }: Facts): readonly string[] {
  const retries = records.reduce((sum, { caller }) => {
    const own = answers.filter((answer) => answer.caller === caller.id).map(({ target }) => target);
    return sum + own.length - new Set(own).size;
  }, 0);
  const allowed = 10 + 0.2 * records.length;
  return retries > allowed ? [`${retries} retries, and the budget is ${allowed}`] : [];
}

/** Behind an open breaker nothing starts but its one probe. */
function checkBreakers({ told, scenario }: Facts): readonly string[] {
  // A slow caller hears late that its probe ended, so only quick ones tell how many there are.
  const quick = scenario.callers.every(({ pauseMs }) => pauseMs === 0);
  return scenario.targets.flatMap(({ id }) => {
    const found: string[] = [];
    let state: 'closed' | 'open' | 'half-open' = 'closed';
    let openedAt = 0;
    let probes = 0;
    for (const { at, event } of told) {
      if (event.type === 'breaker') {
        if (event.provider !== id) continue;
        if (event.state === 'half-open' && at - openedAt < 15_000)
          found.push(`${id}: a probe ${at - openedAt} ms after it opened`);
        if (event.state === 'half-open' && probes > 0 && quick)
          found.push(`${id}: a second probe beside the first`);
        if (event.state === 'open') openedAt = at;
        if (event.state !== 'half-open') probes = 0;
        state = event.state;
      } else if (event.attempt.provider === id) {
        if (event.type === 'attempt-start' && state === 'open')
          found.push(`${id}: an attempt through an open breaker`);
        if (state === 'half-open')
          probes = Math.max(0, probes + (event.type === 'attempt-start' ? 1 : -1));
      }
    }
    return found;
  });
}

/** Who was told to wait 900 ms is not asked sooner, by anybody. */
function checkCooldowns({ answers }: Facts): readonly string[] {
  return answers.flatMap((told) => {
    const { toldAt, target } = told;
    if (toldAt === undefined) return [];
    const tooSoon = answers.filter(
      (answer) =>
        answer.target === target && answer.startedAt > toldAt && answer.startedAt < toldAt + 900,
    );
    return tooSoon.map(
      ({ startedAt }) => `${target} asked ${startedAt - toldAt} ms after it asked for 900 ms`,
    );
  });
}

/** Nothing is left. */
function checkRest({ answers, timersLeft, placesLeft, unhandled, hung }: Facts): readonly string[] {
  const open = answers.filter(
    ({ closedAt, fault }) => closedAt === undefined && fault !== 'ignores-signal',
  );
  return [
    ...open.map(
      ({ target, caller, fault }) =>
        `an answer of ${target} to ${caller} (${fault}) was never closed`,
    ),
    ...(placesLeft > 0 ? [`${placesLeft} places at targets never given back`] : []),
    ...(timersLeft > 0 ? [`${timersLeft} timers left`] : []),
    ...unhandled.map((error) => `an unhandled rejection: ${String(error)}`),
    ...(hung > 0 ? [`${hung} callers never came to an end`] : []),
  ];
}
