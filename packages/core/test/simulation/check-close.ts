import { roundingMs } from './check-attempts.ts';
import { waitingEnd } from './check-creations.ts';
import type { Moment } from './journal.ts';
import type { CreationRecord, ProviderCloseRecord, RunRecord } from './records.ts';

/** Checks the `close()` of the runtime: what starts, what has ended, and the order of the providers. */
export function checkClose(run: RunRecord): readonly string[] {
  const { settled } = run.close;
  if (!settled) return ['close() did not settle'];
  return [...checkStarts(run), ...checkSettled(run, settled), ...checkProviders(run, settled)];
}

/** Nothing starts after `close()` was called. */
function checkStarts({ close, responses, creations, telemetry }: RunRecord): readonly string[] {
  const isAfterClose = ({ order }: Moment): boolean => order > close.called.order;
  const attempts = telemetry.filter(({ event }) => event.type === 'attempt-start');
  return [
    ...responses
      .filter(({ started }) => isAfterClose(started))
      .map(() => 'a request after close()'),
    ...creations
      .filter(({ started }) => isAfterClose(started))
      .map(() => 'a creation after close()'),
    ...attempts
      .filter(({ moment }) => isAfterClose(moment))
      .map(() => 'an attempt-start after close()'),
  ];
}

/** `close()` resolves when everything has ended, and rejects with `timeout` if something did not end in time. */
function checkSettled(run: RunRecord, settled: Moment): readonly string[] {
  const { error } = run.close;
  const until = endOfTimeout(run);
  const open = findOpen(run, (ended) => !ended || ended.at > until);
  const found: string[] = [];
  const isTimeout = error instanceof Error && Reflect.get(error, 'code') === 'timeout';
  if (error !== undefined && !isTimeout) found.push('close() rejected with another error');
  if (isTimeout && open.length === 0) found.push('close() timed out although everything had ended');
  if (!isTimeout && open.length > 0) found.push(`close() resolved before: ${open.join(', ')}`);
  if (settled.at > until) found.push(`close() settled ${settled.at - until} ms after its timeout`);
  const isAfter = (ended: Moment | undefined): boolean => !ended || ended.order > settled.order;
  const late = isTimeout ? [] : findOpen(run, isAfter);
  return [...found, ...late.map((name) => `close() resolved before the end of ${name}`)];
}

function findOpen(
  { responses, creations }: RunRecord,
  isOpen: (ended: Moment | undefined) => boolean,
): readonly string[] {
  const closes = creations.flatMap((creation) => creation.closes);
  return [
    ...responses
      .filter(({ ended }) => isOpen(ended))
      .map(({ target, caller }) => `a response of ${target} to ${caller}`),
    ...creations
      .filter(({ created }) => isOpen(created))
      .map(({ target }) => `a creation of ${target}`),
    ...closes
      .filter(({ ended }) => isOpen(ended))
      .map(({ target }) => `the close() of the provider of ${target}`),
  ];
}

/**
 * Providers are closed after all responses, one after the other, in reverse order of creation. What does not end
 * within the timeout is abandoned. A provider that was created too late is closed at once.
 */
function checkProviders(run: RunRecord, settled: Moment): readonly string[] {
  const until = endOfTimeout(run);
  const usable = run.creations.filter((creation) => !isLate(creation, run));
  const closes = usable
    .toSorted((left, right) => orderOf(right.created) - orderOf(left.created))
    .flatMap((creation) => creation.closes);
  const earlier = [
    ...run.responses,
    ...run.creations.filter((creation) => isLate(creation, run)).flatMap((late) => late.closes),
  ];
  const found: string[] = [];
  let previous: ProviderCloseRecord | undefined;
  for (const close of closes) {
    const name = `the provider of ${close.target} was closed`;
    const isEarly = (ended: Moment | undefined): boolean =>
      close.started.at < until && !(ended && ended.order < close.started.order);
    if (close.started.order < run.close.called.order) found.push(`${name} before close()`);
    if (close.started.order > settled.order) found.push(`${name} after close() settled`);
    if (earlier.some(({ ended }) => isEarly(ended))) found.push(`${name} before all calls ended`);
    if (previous && previous.started.order > close.started.order)
      found.push(`${name} in another order than the reverse order of creation`);
    else if (previous && isEarly(previous.ended))
      found.push(`${name} while that of ${previous.target} was being closed`);
    previous = close;
  }
  return found;
}

/** Whether a creation ended after `close()` was called, or after everyone had stopped waiting for it. */
function isLate(creation: CreationRecord, run: RunRecord): boolean {
  const { created } = creation;
  if (!created || created.order > run.close.called.order) return true;
  return created.at > waitingEnd(creation, run) + roundingMs;
}

function orderOf(moment: Moment | undefined): number {
  return moment?.order ?? 0;
}

function endOfTimeout({ close, scenario }: RunRecord): number {
  return close.called.at + scenario.closeTimeoutMs;
}
