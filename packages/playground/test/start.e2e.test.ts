import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { expect, it } from 'vitest';

it('starts without keys, prints the address, and ends on SIGTERM', async () => {
  const child = spawn('node', ['packages/playground/src/start.ts'], {
    env: { PATH: process.env['PATH'], PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [first] = await once(child.stdout.setEncoding('utf8'), 'data');
    const [, url = ''] = /^Playground: (http:\S+)\n/.exec(String(first)) ?? [];
    const page = await (await fetch(url)).text();
    expect(page).toContain('<title>Understudy gateway</title>');
    const models = await (await fetch(`${url}/v1/models`)).text();
    expect(models).toContain('"support"');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends with a message if its port is not available', async () => {
  const child = spawn('node', ['packages/playground/src/start.ts'], {
    env: { PATH: process.env['PATH'], PORT: '99999' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  expect(await text(child.stderr)).toMatch(/could not start on port 99999: .* Set PORT\.\n$/);
  expect(await exited).toEqual([1, null]);
});
