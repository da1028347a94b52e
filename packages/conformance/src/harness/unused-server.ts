import type { TestServer } from '../wire-format.ts';

/** For a definition that is only looked at. */
export const unusedServer: TestServer = {
  baseUrl: 'http://127.0.0.1:9',
  responseFor: () => ({ type: 'response', parts: [] }),
};
