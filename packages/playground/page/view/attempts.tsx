import type { Attempt } from '@understudy/core';
import type { JSX } from 'preact';

import { now } from '../state/clock.ts';
import { isRunning, runs } from '../state/comparison.ts';
import { toServerTime } from '../state/run.ts';
import { createAxis, createSegments } from '../state/timeline.ts';
import type { Axis, Segment } from '../state/timeline.ts';
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

const kinds: readonly (readonly [Segment['kind'], string])[] = [
  ['queued', 'Queued'],
  ['waiting', 'Waiting'],
  ['streaming', 'Streaming'],
  ['failed', 'Failed'],
  ['pause', 'Pause'],
];

function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Parts of a bar">
      {kinds.map(([kind, label]) => (
        <li key={kind}>
          <svg class="swatch" aria-hidden="true">
            <Part kind={kind} x="0" width="100%" />
          </svg>
          {label}
        </li>
      ))}
    </ul>
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

const outcomeIcons: Readonly<Record<Attempt['outcome'], IconName>> = {
  running: 'dots',
  succeeded: 'check',
  failed: 'cross',
  aborted: 'stop',
  outpaced: 'next',
  skipped: 'skip',
};

function Outcome({
  attempt: { outcome, error, next, notRetried },
}: {
  readonly attempt: Attempt;
}): JSX.Element {
  return (
    <>
      <span class={`outcome outcome-text-${outcome}`} title={error?.message}>
        <Icon name={outcomeIcons[outcome]} />
        {error ? `${outcome}: ${error.code}` : outcome}
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

function Bar({
  attempt,
  axis,
  time,
}: {
  readonly attempt: Attempt;
  readonly axis: Axis;
  readonly time: number;
}): JSX.Element {
  const percent = (ms: number): string => `${(ms / axis.lengthMs) * 100}%`;
  const segments = createSegments(attempt, axis, time);
  const endMs = attempt.startedAt + (attempt.totalMs ?? 0) - axis.startedAt;
  return (
    <svg class="bar" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <line key={tick} class="grid" x1={percent(tick)} x2={percent(tick)} y1="0" y2="100%" />
      ))}
      {segments.map(({ kind, fromMs, toMs }) => (
        <Part key={kind} kind={kind} x={percent(fromMs)} width={percent(toMs - fromMs)} />
      ))}
      {attempt.outcome === 'failed' && (
        <svg class="end-mark" x={percent(endMs)} y="50%">
          <path d="M4-4l8 8M12-4l-8 8" />
        </svg>
      )}
    </svg>
  );
}

interface PartProps {
  readonly kind: Segment['kind'];
  readonly x: string;
  readonly width: string;
}

/** The kinds differ in color, height and pattern. */
function Part({ kind, x, width }: PartProps): JSX.Element {
  if (kind === 'pause') return <rect class="part-pause" x={x} width={width} y="47%" height="2" />;
  const isThin = kind === 'queued';
  return (
    <>
      <rect
        class={`part-${kind}`}
        x={x}
        width={width}
        y={isThin ? '38%' : '18%'}
        height={isThin ? '24%' : '64%'}
        rx="3"
      />
      {kind !== 'streaming' && (
        <rect
          class="part-pattern"
          fill={`url(#pattern-${kind})`}
          x={x}
          width={width}
          y={isThin ? '38%' : '18%'}
          height={isThin ? '24%' : '64%'}
          rx="3"
        />
      )}
    </>
  );
}

function Patterns(): JSX.Element {
  return (
    <svg class="patterns" aria-hidden="true">
      <defs>
        <pattern
          id="pattern-waiting"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2" height="6" />
        </pattern>
        <pattern id="pattern-queued" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="2" height="4" />
        </pattern>
        <pattern id="pattern-failed" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M0 0 6 6M6 0 0 6" />
        </pattern>
      </defs>
    </svg>
  );
}

function Ticks({ axis }: { readonly axis: Axis }): JSX.Element {
  return (
    <svg class="ticks" aria-hidden="true">
      {axis.ticks.map((tick, index) => (
        <text
          key={tick}
          x={`${(tick / axis.lengthMs) * 100}%`}
          y="12"
          text-anchor={index === 0 ? 'start' : index === axis.ticks.length - 1 ? 'end' : 'middle'}
        >
          {tick < 1000 && tick > 0 ? `${tick} ms` : `${tick / 1000} s`}
        </text>
      ))}
    </svg>
  );
}
