import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

import type { FaultServer } from '../api/admin-api.ts';
import { faults, setFault } from '../state/configuration.ts';

const timesOptions = ['1', '2', '3', '10', 'always'];

export function Faults(): JSX.Element {
  return (
    <section class="card" aria-labelledby="faults-title">
      <h2 id="faults-title" class="card-title">
        Faults
      </h2>
      <p class="muted note">What the next requests to an emulated vendor receive.</p>
      <ul class="rows">
        {faults.value.map((server) => (
          <FaultRow key={server.id} server={server} />
        ))}
      </ul>
    </section>
  );
}

function FaultRow({ server }: { readonly server: FaultServer }): JSX.Element {
  const { id, active } = server;
  const times = useSignal(String(active?.times ?? 1));
  const set = (fault: string): void => {
    const count = times.value === 'always' ? 'always' : Number(times.value);
    void setFault(id, fault === '' ? null : fault, count);
  };
  return (
    <li class="row fault">
      <div class="row-text">
        <span class="mono row-name">{id}</span>
        <span class={`state ${active ? 'tone-bad' : 'tone-good'}`}>
          {active ? describe(active) : 'no fault'}
        </span>
      </div>
      <div class="row-actions">
        <select
          aria-label={`Fault of ${id}`}
          value={active?.fault ?? ''}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">none</option>
          {server.faults.map((fault) => (
            <option key={fault} value={fault}>
              {fault}
            </option>
          ))}
        </select>
        <select
          class="times"
          aria-label={`Number of requests with the fault of ${id}`}
          value={times.value}
          onChange={(event) => {
            times.value = event.currentTarget.value;
            if (active) set(active.fault);
          }}
        >
          {timesOptions.map((each) => (
            <option key={each} value={each}>
              {each === 'always' ? 'always' : `× ${each}`}
            </option>
          ))}
        </select>
      </div>
    </li>
  );
}

function describe({ times }: NonNullable<FaultServer['active']>): string {
  if (times === 'always') return 'every request';
  return times === 1 ? 'next request' : `next ${times} requests`;
}
