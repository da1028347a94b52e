import type { RunRecord } from './records.ts';

/** Checks the retry budget, the circuit breakers and the cooldowns. */
export function checkTargets(run: RunRecord): readonly string[] {
  return [
    ...checkBudget(run),
    ...run.scenario.targets.flatMap(({ id }) => checkBreaker(id, run)),
    ...checkCooldowns(run),
  ];
}

/** Retries are at most a fifth of the calls, and ten. */
function checkBudget({ calls, responses }: RunRecord): readonly string[] {
  const retries = calls.reduce((sum, { caller }) => {
    const targets = responses.filter((response) => response.caller === caller.id);
    return sum + targets.length - new Set(targets.map(({ target }) => target)).size;
  }, 0);
  const allowed = 10 + 0.2 * calls.length;
  return retries > allowed ? [`${retries} retries, the budget is ${allowed}`] : [];
}

/** While a breaker is open, no attempt starts. While it is half-open, one probe is in flight. */
function checkBreaker(id: string, { telemetry }: RunRecord): readonly string[] {
  const found: string[] = [];
  let state: 'closed' | 'open' | 'half-open' = 'closed';
  let openedAt = 0;
  let probes = 0;
  for (const { moment, event } of telemetry) {
    if (event.type === 'breaker') {
      if (event.provider !== id) continue;
      if (event.state === 'half-open' && moment.at - openedAt < 15_000)
        found.push(`${id}: a probe ${moment.at - openedAt} ms after the breaker opened`);
      if (event.state === 'half-open' && probes > 0) found.push(`${id}: two probes at once`);
      if (event.state === 'open') openedAt = moment.at;
      if (event.state !== 'half-open') probes = 0;
      state = event.state;
    } else if ('attempt' in event && event.attempt.provider === id) {
      if (event.type === 'attempt-start' && state === 'open')
        found.push(`${id}: an attempt started while the breaker was open`);
      if (state === 'half-open')
        probes = Math.max(0, probes + (event.type === 'attempt-start' ? 1 : -1));
    }
  }
  return found;
}

/** After a target asked for a pause of 900 ms, no chat sends it a request within that time. */
function checkCooldowns({ responses }: RunRecord): readonly string[] {
  return responses.flatMap(({ retryAfterAt, target }) => {
    if (retryAfterAt === undefined) return [];
    const early = responses.filter(
      ({ target: other, started: { at } }) =>
        other === target && at > retryAfterAt && at < retryAfterAt + 900,
    );
    return early.map(
      ({ started }) =>
        `${target}: a request ${started.at - retryAfterAt} of 900 ms after Retry-After`,
    );
  });
}
