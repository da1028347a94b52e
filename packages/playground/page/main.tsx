import { render } from 'preact';

import { stopAll } from './state/comparison.ts';
import { followEvents } from './state/event-log.ts';
import { loadAll, watchServer } from './state/server.ts';
import { App } from './view/app.tsx';

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') stopAll();
});
watchServer();
void loadAll();
void followEvents(new AbortController().signal);
render(<App />, document.body);
