import type { ExplainedTarget } from '@understudy/core';
import type { JSX } from 'preact';

import { letters } from '../state/comparison.ts';
import { plans } from '../state/plans.ts';
import type { Plan } from '../state/plans.ts';
import { formatTarget } from './format.ts';
import { TargetName } from './target-name.tsx';

export function Plans(): JSX.Element {
  return (
    <section class="card" aria-labelledby="plan-title">
      <h2 id="plan-title" class="card-title">
        Plan
      </h2>
      <p class="muted note">The order in which a chat would use the targets now.</p>
      {plans.value.map((plan, index) => (
        <PlanList key={letters[index]} letter={letters[index] ?? ''} plan={plan} />
      ))}
    </section>
  );
}

function PlanList({ letter, plan }: { readonly letter: string; readonly plan: Plan }): JSX.Element {
  const { model, explanation, error } = plan;
  const targets = explanation?.targets ?? [];
  const first = targets.find(({ skipped }) => !skipped);
  return (
    <div class="plan">
      <h3>
        <span class={`badge badge-${letter}`} aria-hidden="true">
          {letter}
        </span>
        {model}
      </h3>
      {error !== '' && <p class="error-text">{error}</p>}
      <ol>
        {targets.map((target) => (
          <li key={formatTarget(target)} class={target.skipped ? 'plan-skipped' : ''}>
            <span class="mono">
              <TargetName target={target} />
            </span>
            <span class="muted">{describe(target, target === first)}</span>
          </li>
        ))}
      </ol>
      {explanation && !first && <p class="error-text">Every target would be skipped.</p>}
    </div>
  );
}

/** The reason for the position, and the options that matter for the order. */
function describe(target: ExplainedTarget, isFirst: boolean): string {
  const { skipped, pool, retries, lifecycle, maxConcurrent, requestsPerMinute } = target;
  const facts = [
    skipped ? `skipped: ${skipped.message}` : isFirst ? 'used first' : 'fallback',
    pool && `${pool.strategy}: ${pool.reason}`,
    retries > 0 && `${retries} ${retries === 1 ? 'retry' : 'retries'}`,
    lifecycle !== 'active' && lifecycle,
    maxConcurrent !== undefined && `at most ${maxConcurrent} at the same time`,
    requestsPerMinute !== undefined && `at most ${requestsPerMinute} per minute`,
  ];
  return facts.filter((fact) => typeof fact === 'string').join(' · ');
}
