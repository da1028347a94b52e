import type { JSX } from 'preact';

import { runs } from '../state/comparison.ts';
import { isActive } from '../state/run.ts';
import type { Run, RunState } from '../state/run.ts';
import { formatDuration, formatTarget } from './format.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

export function Responses(): JSX.Element {
  return (
    <section aria-labelledby="responses-title">
      <h2 id="responses-title" class="section-title">
        Responses
      </h2>
      {runs.value.length === 0 ? (
        <p class="card empty">Send a prompt to see the response of each target here.</p>
      ) : (
        <div class="responses">
          {runs.value.map((run) => (
            <Response key={run.letter} run={run} />
          ))}
        </div>
      )}
    </section>
  );
}

const states: Readonly<Record<RunState, { readonly label: string; readonly icon: IconName }>> = {
  waiting: { label: 'Waiting', icon: 'clock' },
  streaming: { label: 'Streaming', icon: 'dots' },
  complete: { label: 'Complete', icon: 'check' },
  failed: { label: 'Failed', icon: 'cross' },
  stopped: { label: 'Stopped', icon: 'stop' },
};

function Response({ run }: { readonly run: Run }): JSX.Element {
  const state = run.state.value;
  const { label, icon } = states[state];
  return (
    <article class={`card response response-${state}`} aria-label={`Response ${run.letter}`}>
      <header>
        <span class={`badge badge-${run.letter}`} aria-hidden="true">
          {run.letter}
        </span>
        <h3>{run.model}</h3>
        <span class={`pill pill-${state}`}>
          <Icon name={icon} />
          {label}
        </span>
      </header>
      {(run.text.value !== '' || isActive(run)) && <p class="text">{run.text}</p>}
      {run.error.value !== '' && <p class="error-text error-box">{run.error}</p>}
      <Summary run={run} />
    </article>
  );
}

function Summary({ run }: { readonly run: Run }): JSX.Element | null {
  const attempts = run.attempts.value;
  const last =
    attempts.find(({ outcome }) => outcome === 'succeeded') ??
    attempts.findLast(({ outcome }) => outcome !== 'skipped');
  if (!last) return null;
  const { firstContentMs, totalMs, usage } = last;
  const count = attempts.filter(({ outcome }) => outcome !== 'skipped').length;
  return (
    <footer>
      <span class="mono">{formatTarget(last)}</span>
      <span>{count === 1 ? '1 attempt' : `${count} attempts`}</span>
      {firstContentMs !== undefined && <span>first content {formatDuration(firstContentMs)}</span>}
      {totalMs !== undefined && <span>total {formatDuration(totalMs)}</span>}
      {usage?.outputTokens !== undefined && <span>{usage.outputTokens} output tokens</span>}
    </footer>
  );
}
