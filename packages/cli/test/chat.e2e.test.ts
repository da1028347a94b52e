import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runInPipe, startInPipe } from './start-command.ts';

let emulator: FakeGptEmulator;

beforeAll(async () => {
  emulator = await startFakeGptEmulator({ snapshotIntervalMs: 30 });
});

afterAll(() => emulator.close());

describe('a response', () => {
  it('goes to stdout; attempts and deprecation go to stderr', async () => {
    const words = [
      'chat',
      '--model',
      'fakegpt/text-davinci-002-render-sha',
      '--base-url',
      emulator.url,
      '2+2*3',
    ];
    const { code, stdout, stderr } = await runInPipe(words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+2*3 = 8\n' });
    expect(stderr).toMatch(
      /^# {2}provider.*\n1 {2}fakegpt.* succeeded\n\nwarning\[UNDERSTUDY_DEP_FAKEGPT\]: /,
    );
  });

  it('responds to a piped prompt at the base URL of the environment', async () => {
    const { code, stdout } = await runInPipe(
      ['chat', '--model', 'fakegpt/text-davinci-002-render-sha'],
      {
        piped: '2+3\n',
        env: { UNDERSTUDY_FAKEGPT_BASE_URL: emulator.url },
      },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
  });

  it('is canceled by SIGTERM with exit code 143', async () => {
    const { child, exit, untilStdout } = startInPipe([
      'chat',
      '--model',
      'fakegpt/text-davinci-002-render-sha',
      '--base-url',
      emulator.url,
      'Hello',
    ]);
    await untilStdout('Hello!');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await exit;
    expect(code).toBe(143);
    expect(stdout).toMatch(/^Hello!.*\n$/);
    expect(stderr).toMatch(/ aborted\n/);
  });
});

describe('an error message', () => {
  it('suggests a similar option', async () => {
    const { code, stderr } = await runInPipe(['chat', '--base-ulr', 'x', 'Hi']);
    expect(code).toBe(64);
    expect(stderr).toBe(
      'error: unknown option \'--base-ulr\' (Did you mean --base-url?)\n  Run "understudy chat --help" for the commands and options.\n',
    );
  });

  it('rejects an empty piped prompt', async () => {
    const { code, stdout, stderr } = await runInPipe(
      ['chat', '--model', 'fakegpt/text-davinci-002-render-sha'],
      { piped: '\n' },
    );
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/^error: the prompt is missing\n/);
  });
});
