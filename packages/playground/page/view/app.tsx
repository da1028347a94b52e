import type { JSX } from 'preact';

import { needsKey } from '../api/session.ts';
import { announcement } from '../state/announcement.ts';
import { config } from '../state/configuration.ts';
import { Attempts } from './attempts.tsx';
import { Code } from './code.tsx';
import { Events } from './events.tsx';
import { Faults } from './faults.tsx';
import { Header } from './header.tsx';
import { Health } from './health.tsx';
import { KeyForm } from './key-form.tsx';
import { Plans } from './plan.tsx';
import { PromptForm } from './prompt-form.tsx';
import { Responses } from './responses.tsx';

export function App(): JSX.Element {
  return (
    <>
      <Header />
      {needsKey.value ? (
        <main class="single">
          <KeyForm />
        </main>
      ) : (
        <div class="columns">
          <main>
            <PromptForm />
            <Responses />
            <Attempts />
            <Code />
            <Events />
          </main>
          <aside aria-label="State of the gateway">
            <Health />
            <Plans />
            {config.value?.routes.faults === true && <Faults />}
          </aside>
        </div>
      )}
      <p class="hidden" role="status">
        {announcement}
      </p>
    </>
  );
}
