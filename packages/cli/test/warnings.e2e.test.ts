import { expect, it } from 'vitest';

import { runInPipe } from './start-command.ts';

it('prints no deprecations with NODE_NO_WARNINGS', async () => {
  const { code, stderr } = await runInPipe(['demo', '2+2'], { env: { NODE_NO_WARNINGS: '1' } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('prints other warnings in the format of Node.js', async () => {
  const preload = `data:text/javascript,${encodeURIComponent("process.emitWarning('the canary')")}`;
  const { stderr } = await runInPipe(['demo', '2+2'], {
    env: { NODE_OPTIONS: `--import=${preload}` },
  });
  expect(stderr).toMatch(/\(node:\d+\) Warning: the canary\n/);
  expect(stderr).toContain('warning[UNDERSTUDY_DEP_FAKEGPT]');
});
