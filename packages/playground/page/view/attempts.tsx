import type { Attempt } from '@understudy/core';
import type { JSX } from 'preact';

import { now } from '../state/clock.ts';
import { isRunning, runs } from '../state/comparison.ts';
import { toServerTime } from '../state/run.ts';
import { createAxis } from '../state/timeline.ts';
import type { Axis } from '../state/timeline.ts';
import { Bar, Legend, Patterns, Ticks } from './bar.tsx';
import { formatDuration } from './format.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';
import { TargetName } from './target-name.tsx';

interface Row {
  readonly letter: string;
  readonly attempt: Attempt;
}

/** The attempts of all runs in a table, with a bar for each on one time axis. */
export function Attempts(): JSX.Element {
  const rows = runs.value.flatMap(({ letter, attempts }) =>
    attempts.value.map((attempt) => ({ letter, attempt })),
  );
  return (
    <section aria-labelledby="attempts-title">
      <div class="section-head">
        <h2 id="attempts-title" class="section-title">
          Attempts
        </h2>
        {rows.length > 0 && <Legend />}
      </div>
      <Patterns />
      {rows.length === 0 ? (
        <p class="card empty">Each attempt at a target appears here, on one time axis.</p>
      ) : (
        <AttemptTable rows={rows} />
      )}
    </section>
  );
}

function AttemptTable({ rows }: { readonly rows: readonly Row[] }): JSX.Element {
  const time = toServerTime(isRunning.value ? now.value : Date.now());
  const axis = createAxis(
    rows.map(({ attempt }) => attempt),
    time,
  );
  // Roles, because the layout of narrow windows takes them from the elements in some browsers.
  return (
    <div class="card table-card">
      <table class="attempts" role="table" aria-labelledby="attempts-title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Attempt
            </th>
            <th role="columnheader" scope="col">
              Target
            </th>
            <th role="columnheader" scope="col" class="axis">
              <span class="hidden">Time axis</span>
              <Ticks axis={axis} />
            </th>
            <th role="columnheader" scope="col">
              Result
            </th>
            <th role="columnheader" scope="col" class="number">
              First content
            </th>
            <th role="columnheader" scope="col" class="number">
              Total
            </th>
            <th role="columnheader" scope="col" class="number">
              Tokens
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <AttemptRow key={row.letter + row.attempt.number} row={row} axis={axis} time={time} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AttemptRowProps {
  readonly row: Row;
  readonly axis: Axis;
  readonly time: number;
}

function AttemptRow({ row: { letter, attempt }, axis, time }: AttemptRowProps): JSX.Element {
  const { firstContentMs, totalMs, usage } = attempt;
  const tokens = usage && `${usage.inputTokens ?? '–'} / ${usage.outputTokens ?? '–'}`;
  return (
    <tr role="row" class={`outcome-${attempt.outcome}`}>
      <th role="rowheader" scope="row" class="attempt-number">
        <span class={`badge badge-${letter}`}>{letter}</span> {attempt.number}
      </th>
      <td role="cell" class="mono attempt-target">
        <TargetName target={attempt} />
      </td>
      <td role="cell" class="axis">
        <Bar attempt={attempt} axis={axis} time={time} />
      </td>
      <td role="cell" class="result">
        <Outcome attempt={attempt} />
      </td>
      <NumberCell label="First content" value={formatDuration(firstContentMs)} />
      <NumberCell label="Total" value={formatDuration(totalMs)} />
      <NumberCell label="Tokens in / out" value={tokens ?? '–'} />
    </tr>
  );
}

function NumberCell({
  label,
  value,
}: {
  readonly label: string;
  readonly value: string;
}): JSX.Element {
  return (
    <td role="cell" class={value === '–' ? 'number none' : 'number'} data-label={label}>
      {value}
    </td>
  );
}

const outcomes: Readonly<Record<Attempt['outcome'], readonly [IconName, string]>> = {
  running: ['dots', 'Running'],
  succeeded: ['check', 'Succeeded'],
  failed: ['cross', 'Failed'],
  aborted: ['stop', 'Aborted'],
  outpaced: ['next', 'Outpaced'],
  skipped: ['skip', 'Skipped'],
};

function Outcome({
  attempt: { outcome, error, next, notRetried },
}: {
  readonly attempt: Attempt;
}): JSX.Element {
  const [icon, label] = outcomes[outcome];
  return (
    <>
      <span class={`outcome outcome-text-${outcome}`} title={error?.message}>
        <Icon name={icon} />
        {error ? `${label}: ${error.code}` : label}
      </span>
      {next && (
        <span class="next">
          then {next.kind}
          {next.delayMs > 0 && ` after ${formatDuration(next.delayMs)}`}
        </span>
      )}
      {notRetried && <span class="next">retry budget used up</span>}
    </>
  );
}
