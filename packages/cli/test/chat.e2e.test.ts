import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator } from '@understudy/emulator';
import { afterEach, describe, expect, it } from 'vitest';

import { runInPipe, startInPipe } from './start-command.ts';

const servers: { close(): Promise<unknown> }[] = [];

async function startEmulator(
  options: Parameters<typeof startFakeGptEmulator>[0] = {},
): Promise<FakeGptEmulator> {
  const emulator = await startFakeGptEmulator(options);
  servers.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('a response', () => {
  it('goes to stdout; attempts and deprecation go to stderr', async () => {
    const { url } = await startEmulator();
    const { code, stdout, stderr } = await runInPipe(['chat', '--base-url', url, '2+2*3']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+2*3 = 8\n' });
    expect(stderr).toMatch(
      /^# {2}provider.*\n1 {2}fakegpt.* succeeded\n\nwarning\[UNDERSTUDY_DEP_FAKEGPT\]: /,
    );
  });

  it('answers a piped prompt at the base URL of the environment', async () => {
    const { url } = await startEmulator();
    const { code, stdout } = await runInPipe(['chat'], {
      piped: '2+3\n',
      env: { UNDERSTUDY_FAKEGPT_BASE_URL: url },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
  });

  it('is printed as lines of JSON', async () => {
    const { url } = await startEmulator();
    const words = ['chat', '--json', '--base-url', url, '2+3'];
    const { code, stdout } = await runInPipe(words);
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'attempt-start', provider: 'fakegpt' });
    const text = events.filter(({ type }) => type === 'text-delta').map((event) => event.text);
    expect(text.join('')).toBe('2+3 = 5');
    expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'succeeded' });
  });

  it('is canceled by SIGTERM with exit code 143', async () => {
    const { url } = await startEmulator({ snapshotIntervalMs: 30 });
    const { child, exit, untilStdout } = startInPipe(['chat', '--base-url', url, 'Hello']);
    await untilStdout('Hello!');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await exit;
    expect(code).toBe(143);
    expect(stdout).toMatch(/^Hello!.*\n$/);
    expect(stderr).toMatch(/ aborted\n/);
  });
});

describe('an error message', () => {
  const hint = String.raw`\n {2}[A-Z].*\.\n`;

  it('reports a server that is not reachable', async () => {
    const { url, close } = await startFakeGptEmulator();
    await close();
    const { code, stdout, stderr } = await runInPipe(['chat', '--base-url', url, 'Hi']);
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(new RegExp(`error\\[connection-failed\\]: fakegpt: .*${hint}$`));
    expect(stderr).toMatch(
      /^# {2}provider.*\n(.* connection-failed → retry.*\n)+.* connection-failed\n\n/,
    );
  });

  it('reports a server that responds with HTML', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<h1>It works!</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push({ close: async () => server.close() });
    const { port } = server.address() as AddressInfo;
    const words = ['chat', '--base-url', `http://127.0.0.1:${port}`, 'Hi'];
    const { code, stderr } = await runInPipe(words);
    expect(code).toBe(76);
    expect(stderr).toMatch(new RegExp(`error\\[malformed-response\\]: fakegpt: .*${hint}$`));
    expect(stderr).not.toContain('It works');
  });

  it('suggests a similar model', async () => {
    const words = ['chat', '--base-url', 'http://127.0.0.1:1', '--model', 'fakegpt/gtp-4', 'Hi'];
    const { code, stderr } = await runInPipe(words);
    expect(code).toBe(78);
    expect(stderr).toMatch(/^error\[model-not-found\]: .* did you mean "fakegpt\/gpt-4"/);
    expect(stderr).toContain('\n  Run "understudy models" for the available names.');
  });

  it('explains how to set the base URL', async () => {
    const { code, stderr } = await runInPipe(['chat', 'Hi']);
    expect(code).toBe(78);
    expect(stderr).toMatch(
      /^error\[invalid-configuration\]: --base-url: .* received nothing\n {2}Set the base URL/,
    );
  });

  it('contains no credentials of a base URL', async () => {
    for (const address of ['http://ann:s3cret@127.0.0.1:1', 'http://ann:s3cret@127.0.0.1:x']) {
      const words = ['chat', '--base-url', address];
      const text = await runInPipe([...words, 'Hi']);
      const json = await runInPipe([...words, '--json', 'Hi']);
      expect(text.code).not.toBe(0);
      expect(JSON.stringify([text, json])).not.toContain('s3cret');
    }
  });

  it('reports a truncated response after the received text', async () => {
    const { url } = await startEmulator({ faults: ['truncated-stream'] });
    const { code, stdout, stderr } = await runInPipe(['chat', '--base-url', url, 'Hello']);
    expect(code).toBe(76);
    expect(stdout).toMatch(/^Hello!.*\n$/);
    expect(stderr).toContain('error[stream-truncated]');
  });

  it('suggests a similar option', async () => {
    const { code, stderr } = await runInPipe(['chat', '--base-ulr', 'x', 'Hi']);
    expect(code).toBe(64);
    expect(stderr).toBe(
      'error: unknown option \'--base-ulr\' (Did you mean --base-url?)\n  Run "understudy chat --help" for the commands and options.\n',
    );
  });

  it('rejects an empty prompt', async () => {
    const { code, stdout, stderr } = await runInPipe(['chat'], { piped: '\n' });
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/^error: the prompt is missing\n/);
  });
});
