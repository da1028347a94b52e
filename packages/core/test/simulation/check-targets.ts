import type { BreakerTelemetry } from '@understudy/core';

import type { AttemptSpan } from './attempt-spans.ts';
import { hedgesOf } from './check-hedges.ts';
import type { Moment } from './journal.ts';
import type { ResponseRecord, RunRecord } from './records.ts';

/** Checks the retry budget, the circuit breakers and the cooldowns. */
export function checkTargets(run: RunRecord, spans: readonly AttemptSpan[]): readonly string[] {
  return [
    ...checkBudget(run, spans),
    ...run.scenario.targets.flatMap(({ id, models }) => [
      ...models.flatMap((model) => checkBreaker(id, model, run)),
      ...models.flatMap((model) => checkCooldowns(id, model, run)),
      ...checkCooldowns(id, undefined, run),
    ]),
  ];
}

/** Retries and hedged attempts are at most a share of the calls, and the reserve. */
function checkBudget(
  { scenario, calls, responses }: RunRecord,
  spans: readonly AttemptSpan[],
): readonly string[] {
  const retries = calls.reduce((sum, { caller }) => {
    const targets = responses.filter((response) => response.caller === caller.id);
    return sum + targets.length - new Set(targets.map(keyOf)).size;
  }, 0);
  const { ratio, reserve } = scenario.retryBudget;
  const allowed = reserve + ratio * calls.length;
  // The hedge has paid for the second attempt at a target that it outpaced, or that outpaced it.
  const again = spans.filter(
    (span) => span.attempt.outcome === 'outpaced' && isRepeated(span, spans),
  );
  const extra = retries - again.length + hedgesOf(spans).length;
  return extra > allowed ? [`${extra} extra requests, the budget is ${allowed}`] : [];
}

function isRepeated(
  { call, target, started }: AttemptSpan,
  spans: readonly AttemptSpan[],
): boolean {
  return spans.some(
    (other) =>
      other.call === call && other.target === target && other.started.order > started.order,
  );
}

function keyOf({ target, model }: ResponseRecord): string {
  return `${target}/${model}`;
}

/** While a breaker is open, no attempt starts. While it is half-open, one probe is in flight. */
function checkBreaker(id: string, model: string, { telemetry }: RunRecord): readonly string[] {
  const found: string[] = [];
  let state: BreakerTelemetry['state'] = 'closed';
  let openedAt = 0;
  let probes = 0;
  for (const { moment, event } of telemetry) {
    if (event.type === 'breaker') {
      if (event.provider !== id || event.model !== model) continue;
      // Chats without another available target may probe after one second.
      if (event.state === 'half-open' && moment.at - openedAt < 1000)
        found.push(`${id}: a probe ${moment.at - openedAt} ms after the breaker opened`);
      if (event.state === 'half-open' && probes > 0) found.push(`${id}: two probes at once`);
      if (event.state === 'open') openedAt = moment.at;
      if (event.state !== 'half-open') probes = 0;
      state = event.state;
    } else if (
      'attempt' in event &&
      event.attempt.provider === id &&
      event.attempt.model === model
    ) {
      if (event.type === 'attempt-start' && state === 'open')
        found.push(`${id}: an attempt started while the breaker was open`);
      if (state === 'half-open')
        probes = Math.max(0, probes + (event.type === 'attempt-start' ? 1 : -1));
    }
  }
  return found;
}

/**
 * During the cooldown of a target, or of all models of a provider, no chat sends a request. After it, one request is
 * the probe. Until its first data or its end, no chat sends another one.
 *
 * @param model - undefined for the cooldown of the provider
 */
function checkCooldowns(
  id: string,
  model: string | undefined,
  { responses }: RunRecord,
): readonly string[] {
  const found: string[] = [];
  const scope = model === undefined ? 'provider' : 'target';
  let until = 0;
  let cooling = false;
  let startedAt = 0;
  let probe: ResponseRecord | undefined;
  for (const { moment, type, response } of toSteps(id, model, responses)) {
    const isProbe = response === probe;
    if (type === 'start' && cooling) {
      if (moment.at < until) found.push(`${id}: a request ${until - moment.at} ms too early`);
      if (probe) found.push(`${id}: a request while the probe of ${scope} is running`);
      probe = response;
    }
    if (type === 'data' && isProbe) cooling = false;
    if (type !== 'start' && isProbe) probe = undefined;
    const { cooldown, started } = response;
    if (type !== 'stop' || cooldown?.scope !== scope || moment.at + cooldown.ms < until) continue;
    if (!cooldown.requested && started.order < startedAt) continue;
    until = moment.at + cooldown.ms;
    cooling = true;
    startedAt = moment.order;
    probe = undefined;
  }
  return found;
}

interface Step {
  readonly moment: Moment;
  readonly type: 'start' | 'data' | 'stop';
  readonly response: ResponseRecord;
}

/** Returns what happened to the responses of a target, or of all models of a provider, in order. */
function toSteps(
  id: string,
  model: string | undefined,
  responses: readonly ResponseRecord[],
): readonly Step[] {
  const steps: Step[] = [];
  for (const response of responses) {
    if (response.target !== id || (model !== undefined && response.model !== model)) continue;
    const { started, firstData, stopped } = response;
    steps.push({ moment: started, type: 'start', response });
    if (firstData) steps.push({ moment: firstData, type: 'data', response });
    if (stopped) steps.push({ moment: stopped, type: 'stop', response });
  }
  return steps.toSorted((left, right) => left.moment.order - right.moment.order);
}
