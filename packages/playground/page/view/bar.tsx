import type { Attempt } from '@understudy/core';
import type { JSX } from 'preact';

import { createSegments } from '../state/timeline.ts';
import type { Axis, Segment } from '../state/timeline.ts';

/** The bar of an attempt on the axis that all bars share. The table has the same times as text. */
export function Bar({
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

/** The patterns that the parts of all bars use. */
export function Patterns(): JSX.Element {
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

/** The labels of the axis. */
export function Ticks({ axis }: { readonly axis: Axis }): JSX.Element {
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

const kinds: readonly (readonly [Segment['kind'], string])[] = [
  ['queued', 'Queued'],
  ['waiting', 'Waiting'],
  ['streaming', 'Streaming'],
  ['failed', 'Failed'],
  ['pause', 'Pause'],
];

/** What the parts of a bar mean. */
export function Legend(): JSX.Element {
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
