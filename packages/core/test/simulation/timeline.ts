import type {
  CallRecord,
  CreationRecord,
  ResponseRecord,
  Run,
  TelemetryRecord,
} from './records.ts';

interface Line {
  readonly at: number;
  readonly order?: number;
  readonly text: string;
}

/** Describes a run for people: the scenario, what happened when, and the violated invariants. */
export function describeRun(run: Run): string {
  const { scenario, violations, close } = run;
  const lines: Line[] = [
    ...run.creations.flatMap(describeCreation),
    ...run.responses.flatMap(describeResponse),
    ...run.telemetry.map(describeTelemetry),
    ...run.calls.flatMap(describeCall),
    { ...close.called, text: 'close() is called' },
    ...(close.settled
      ? [{ ...close.settled, text: `close() settles ${describeError(close.error)}` }]
      : []),
  ];
  const text = lines
    .toSorted((left, right) => left.at - right.at || compareOrder(left, right))
    .map((line) => `${line.at.toFixed(1).padStart(10)} ms  ${line.text}`);
  const { chain, targets, callers, closeAtMs, closeTimeoutMs } = scenario;
  return [
    `seed ${scenario.seed}`,
    JSON.stringify({ chain, targets, closeAtMs, closeTimeoutMs }),
    JSON.stringify(callers),
    ...text,
    ...violations.map((violation) => `VIOLATION: ${violation}`),
  ].join('\n');
}

function compareOrder(left: Line, right: Line): number {
  const last = Number.POSITIVE_INFINITY;
  return left.order === right.order ? 0 : (left.order ?? last) - (right.order ?? last);
}

function describeCreation({ target, started, created, closes }: CreationRecord): readonly Line[] {
  const lines = [{ ...started, text: `${target}: create() is called` }];
  if (created) lines.push({ ...created, text: `${target}: provider is created` });
  for (const close of closes) {
    lines.push({ ...close.started, text: `${target}: provider.close() is called` });
    if (close.ended) lines.push({ ...close.ended, text: `${target}: provider is closed` });
  }
  return lines;
}

function describeResponse(response: ResponseRecord): readonly Line[] {
  const { target, caller, fault, started, ended } = response;
  const lines = [{ ...started, text: `${target}: response to ${caller} starts (${fault})` }];
  if (ended) lines.push({ ...ended, text: `${target}: response to ${caller} is closed` });
  return lines;
}

function describeTelemetry({ moment, event }: TelemetryRecord): Line {
  if (event.type === 'breaker') {
    return { ...moment, text: `${event.provider}: breaker is ${event.state}` };
  }
  if (!('attempt' in event)) return { ...moment, text: `${event.type} ${event.chatId}` };
  const { provider, number, outcome, error } = event.attempt;
  const text = `${provider}: ${event.type} ${number} ${outcome} ${error?.code ?? ''}`;
  return { ...moment, text };
}

function describeCall(call: CallRecord): readonly Line[] {
  const { caller, started, stopped, endedAt, outcome, error, texts } = call;
  const { id, reads } = caller;
  const lines: Line[] = [{ ...started, text: `${id}: starts, reads ${reads}` }];
  if (stopped) lines.push({ ...stopped, text: `${id}: stops` });
  if (endedAt === undefined) return lines;
  const text = `${id}: ends as "${outcome}" ${describeError(error)} ${JSON.stringify(texts)}`;
  return [...lines, { at: endedAt, text }];
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
