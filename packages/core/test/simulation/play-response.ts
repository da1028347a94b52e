import type {
  Clock,
  ProviderBatch,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';

import type { Core } from './core.ts';
import { isContent, toBatches } from './create-events.ts';
import type { Journal } from './journal.ts';
import type { CooldownRecord, ResponseRecord } from './records.ts';
import type { Fault } from './scenario.ts';

type Batches = AsyncGenerator<ProviderEvent | ProviderBatch, void, undefined>;

export interface Play {
  readonly core: Core;
  readonly journal: Journal;
  readonly isSlowToAbort: boolean;
}

/** Yields the events of one response with its fault. */
export async function* playResponse(
  response: ResponseRecord,
  context: ProviderContext,
  { core, journal, isSlowToAbort }: Play,
): Batches {
  const { clock, signal } = context;
  const { fault, layout } = response;
  const pause = (ms: number): Promise<void> =>
    isSlowToAbort && Number.isFinite(ms) ? journal.wait(ms) : wait(clock, ms, signal);
  const send = (batch: ProviderBatch): ProviderEvent | ProviderBatch => {
    const events = context.includeRaw ? addRaw(batch, response.sent.length) : batch;
    recordBatch(response, journal, events);
    const [only, ...others] = events;
    return only && others.length === 0 ? only : events;
  };
  const failure = createFailures(core)[fault];
  await sendRequest(context);
  await pause(fault === 'slow-headers' ? 350 : 5);
  if (fault === 'replay' || fault === 'replay-then-503') {
    if (!context.reserveRequest()) {
      recordFailure(response, journal, cooldowns['status-401']);
      throw core.error('authentication-failed');
    }
    response.requests.push(journal.now());
    await sendRequest(context);
    await pause(5);
  }
  if (failure?.when === 'before-content') {
    recordFailure(response, journal, cooldowns[fault]);
    throw failure.createError();
  }
  const { target: provider, model } = response;
  if (layout.hasStart) yield send([{ type: 'response-start', provider, model }]);
  yield send([]);
  if (fault === 'stall-before') await pause(Number.POSITIVE_INFINITY);
  if (fault === 'ignores-signal') await Promise.withResolvers<void>().promise;
  if (fault === 'empty' || fault === 'cut-before') return;
  if (fault === 'filtered') yield send([{ type: 'finish', reason: 'content-filter' }]);
  if (fault === 'finish-without-content') yield send([{ type: 'finish', reason: 'stop' }]);
  // As Anthropic sends its first event: the content follows in the same packet.
  yield send([{ type: 'progress', activity: 'thinking' }]);
  const canFail = failure !== undefined || fault === 'cut-after' || fault === 'stall-after';
  const { head, tail } = toBatches(response.content, layout.batchSize, canFail);
  for (const batch of head) yield send(batch);
  if (fault === 'cut-after') return;
  if (fault === 'stall-after') await pause(Number.POSITIVE_INFINITY);
  if (failure) throw failure.createError();
  await pause(fault === 'trickle' ? 220 : 3);
  for (const batch of tail) yield send(batch);
}

/** Records what is yielded now. */
function recordBatch(response: ResponseRecord, journal: Journal, batch: ProviderBatch): void {
  if (response.stopped) return;
  response.firstData ??= journal.now();
  response.sent.push(...batch);
  if (batch.some(isContent)) response.firstContent ??= journal.now();
  if (response.firstContent && batch.some(({ type }) => type === 'finish'))
    response.finished ??= journal.now();
}

function addRaw(batch: ProviderBatch, value: number): ProviderBatch {
  return batch.length === 0 ? batch : [{ type: 'raw', value }, ...batch];
}

/** The limits count the requests of `Http`. What it returns is not used. */
async function sendRequest({ http, signal }: ProviderContext): Promise<void> {
  await http.request({ method: 'POST', url: new URL('http://vendor/'), headers: {}, signal });
}

type Cooldowns = Readonly<Partial<Record<Fault, Omit<CooldownRecord, 'started'>>>>;

const cooldowns: Cooldowns = {
  'status-429': { ms: 1000, requested: false, scope: 'target' },
  'status-429-retry-after': { ms: 900, requested: true, scope: 'target' },
  'status-503-retry-after': { ms: 900, requested: true, scope: 'target' },
  // The default of `cooldown.maxMs`.
  'status-429-retry-after-a-year': { ms: 300_000, requested: true, scope: 'target' },
  'status-401': { ms: 60_000, requested: true, scope: 'provider' },
};

function recordFailure(
  response: ResponseRecord,
  journal: Journal,
  cooldown: Omit<CooldownRecord, 'started'> | undefined,
): void {
  if (response.stopped) return;
  const started = journal.now();
  response.stopped = started;
  response.cooldown = cooldown && { ...cooldown, started };
}

interface Failure {
  readonly when: 'before-content' | 'after-content';
  readonly createError: () => unknown;
}

function createFailures(core: Core): Readonly<Partial<Record<Fault, Failure>>> {
  const before = (createError: () => unknown): Failure => ({ when: 'before-content', createError });
  const after = (createError: () => unknown): Failure => ({ when: 'after-content', createError });
  return {
    'connection-refused': before(() => core.error('connection-failed')),
    'status-503': before(() => core.error('server-error')),
    'replay-then-503': before(() => core.error('server-error')),
    'status-429': before(() => core.error('rate-limited')),
    'status-429-retry-after': before(() => core.error('rate-limited', 900)),
    'status-503-retry-after': before(() => core.error('server-error', 900)),
    'status-429-retry-after-a-year': before(() => core.error('rate-limited', 365 * 86_400_000)),
    'status-401': before(() => core.error('authentication-failed')),
    'status-400': before(() => core.error('invalid-request')),
    'in-band-error': after(() => core.error('overloaded')),
    malformed: after(() => core.error('malformed-response')),
    'throws-a-string': after(() => 'a string'),
  };
}

/** Waits on the virtual clock. Rejects when the signal aborts. */
function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopTimer = ms === Number.POSITIVE_INFINITY ? (): void => {} : clock.setTimer(finish, ms);
    function finish(): void {
      signal.removeEventListener('abort', abort);
      resolve();
    }
    function abort(): void {
      stopTimer();
      reject(signal.reason);
    }
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
