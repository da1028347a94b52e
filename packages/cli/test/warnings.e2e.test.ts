import { expect, it } from 'vitest';

import { runInPipe } from './start-command.ts';

// Creates the deprecated provider without sending a request, because it has no model list.
const words = ['models', 'fakegpt'];
const UNDERSTUDY_FAKEGPT_BASE_URL = 'http://127.0.0.1:1';

it('prints no deprecations with NODE_NO_WARNINGS', async () => {
  const env = { UNDERSTUDY_FAKEGPT_BASE_URL, NODE_NO_WARNINGS: '1' };
  const { code, stderr } = await runInPipe(words, { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('prints other warnings in the format of Node.js', async () => {
  const preload = `data:text/javascript,${encodeURIComponent("process.emitWarning('the canary')")}`;
  const env = { UNDERSTUDY_FAKEGPT_BASE_URL, NODE_OPTIONS: `--import=${preload}` };
  const { stderr } = await runInPipe(words, { env });
  expect(stderr).toMatch(/\(node:\d+\) Warning: the canary\n/);
  expect(stderr).toContain('warning[UNDERSTUDY_DEP_FAKEGPT]');
});
