import { render } from 'preact';

import { runClock } from './state/clock.ts';
import { isRunning, stopAll } from './state/comparison.ts';
import { loadAll } from './state/configuration.ts';
import { followEvents } from './state/event-log.ts';
import { hasCountdown, watchCountdowns } from './state/health.ts';
import { watchPlans } from './state/plans.ts';
import { App } from './view/app.tsx';

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') stopAll();
});
runClock(() => (isRunning.value ? 'fast' : hasCountdown.value ? 'slow' : undefined));
watchCountdowns();
watchPlans();
void loadAll();
void followEvents(new AbortController().signal);
render(<App />, document.body);
