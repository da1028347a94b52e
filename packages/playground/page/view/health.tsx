import type { TargetHealth } from '@understudy/core';
import type { JSX } from 'preact';

import { now } from '../state/clock.ts';
import { health, isolate, reset } from '../state/health.ts';
import { plans } from '../state/plans.ts';
import { formatSeconds, formatTarget } from './format.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';
import { TargetName } from './target-name.tsx';

/** The targets of the plans and those with an attempt. */
function listTargets(): readonly TargetHealth[] {
  const known = new Map(health.value.targets.map((target) => [formatTarget(target), target]));
  for (const { explanation } of plans.value) {
    for (const { provider, model } of explanation?.targets ?? []) {
      const name = `${provider}/${model}`;
      if (!known.has(name)) known.set(name, { ...unused, provider, model });
    }
  }
  return [...known.values()];
}

const unused = {
  breaker: 'closed',
  retryAfterMs: 0,
  cooldown: undefined,
  failure: undefined,
  inFlight: 0,
  queued: 0,
} as const;

export function Health(): JSX.Element {
  const targets = listTargets();
  return (
    <section class="card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title" class="card-title">
          Health
        </h2>
        <button type="button" class="button small" onClick={() => void reset()}>
          Reset all
        </button>
      </div>
      {targets.length === 0 ? (
        <p class="empty">No target yet.</p>
      ) : (
        <ul class="rows">
          {targets.map((target) => (
            <HealthRow key={formatTarget(target)} target={target} />
          ))}
        </ul>
      )}
    </section>
  );
}

function HealthRow({ target }: { readonly target: TargetHealth }): JSX.Element {
  const name = formatTarget(target);
  const { breaker, inFlight, queued } = target;
  const { label, icon, tone } = describe(target);
  return (
    <li class="row">
      <div class="row-text">
        <span class="mono row-name">
          <TargetName target={target} />
        </span>
        <span class={`state tone-${tone}`}>
          <Icon name={icon} />
          {label}
        </span>
        {inFlight > 0 && <span class="muted">{inFlight} in flight</span>}
        {queued > 0 && <span class="muted">{queued} queued</span>}
      </div>
      <div class="row-actions">
        <button
          type="button"
          class="button small"
          aria-label={`Reset ${name}`}
          onClick={() => void reset(target)}
        >
          Reset
        </button>
        <button
          type="button"
          class="button small"
          aria-label={`Isolate ${name}`}
          aria-disabled={breaker === 'isolated'}
          onClick={() => void isolate(target)}
        >
          Isolate
        </button>
      </div>
    </li>
  );
}

interface Description {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'wait' | 'bad';
}

function describe(target: TargetHealth): Description {
  const { breaker, cooldown, failure, retryAfterMs } = target;
  const cause = failure ? ` (${failure.code})` : '';
  const remainingMs = Math.max(health.value.time + retryAfterMs - now.value, 0);
  const countdown = remainingMs > 0 ? formatSeconds(remainingMs) : '';
  switch (breaker) {
    case 'isolated':
      return { label: 'Isolated', icon: 'stop', tone: 'bad' };
    case 'open':
      return {
        label: `Breaker open${cause}, ${countdown ? `probe in ${countdown}` : 'probe next'}`,
        icon: 'cross',
        tone: 'bad',
      };
    case 'half-open':
      return { label: 'Breaker half-open', icon: 'clock', tone: 'wait' };
    case 'closed':
      if (!cooldown) return { label: 'Available', icon: 'check', tone: 'good' };
      return {
        label: `Cooling down${countdown && ` for ${countdown}`} (${cooldown.code})`,
        icon: 'clock',
        tone: 'wait',
      };
  }
}
