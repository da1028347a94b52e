import type { Place } from '../stage.ts';

/** For a definition that is only looked at. */
export const nowhere: Place = {
  baseUrl: 'http://127.0.0.1:9',
  cue: () => ({ type: 'answer', parts: [] }),
};
