import { expect, it } from 'vitest';

import { runInPipe } from './start-command.ts';

it('says nothing of deprecations where Node was asked for silence', async () => {
  const { code, stderr } = await runInPipe(['demo', '2+2'], { env: { NODE_NO_WARNINGS: '1' } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it("prints other warnings as Node does, after the answer's attempts", async () => {
  const preload = `data:text/javascript,${encodeURIComponent("process.emitWarning('the canary')")}`;
  const { stderr } = await runInPipe(['demo', '2+2'], {
    env: { NODE_OPTIONS: `--import=${preload}` },
  });
  expect(stderr).toMatch(/\(node:\d+\) Warning: the canary\n/);
  expect(stderr).toContain('warning[UNDERSTUDY_DEP_FAKEGPT]');
});
