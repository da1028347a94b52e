import { ProviderError } from '@understudy/core';
import type { Message } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

type Script = NonNullable<TestCliOptions['script']>;

/** Responds with the number of messages. `fail` fails, `hang` starts and never ends. */
const script: Script = ({ messages }) => {
  const { content } = messages.at(-1) ?? {};
  if (content === 'fail') {
    return [{ type: 'fail', error: new ProviderError({ code: 'invalid-request', message: 'no' }) }];
  }
  if (content === 'hang') return [{ type: 'text-delta', text: 'Hel lo' }, { type: 'hang' }];
  return [
    { type: 'text-delta', text: `response to ${messages.length}` },
    { type: 'finish', reason: 'stop' },
  ];
};

/** Starts an interactive chat. */
function start(flags: readonly string[] = [], options: TestCliOptions = {}) {
  const cli = new TestCli({ script, terminal: true, ...options });
  const ended = cli.run('chat', ...flags);
  const type = (line: string): void => void cli.keyboard.write(`${line}\r`);
  return {
    cli,
    ended,
    type,
    press: (keys: string) => cli.keyboard.write(keys),
    untilStdout: (part: string) => expect.poll(() => cli.stdout.text).toContain(part),
    untilStderr: (part: string) => expect.poll(() => cli.stderr.text).toContain(part),
  };
}

const sent = ({ provider }: TestCli): readonly (readonly Message[])[] =>
  provider.requests.map(({ messages }) => messages);

describe('an interactive chat', () => {
  it('sends the history after the system message', async () => {
    const { cli, ended, type, untilStdout } = start(['--system', 'Be brief.']);
    type('one');
    await untilStdout('response to 2');
    type('two');
    await untilStdout('response to 4');
    type('/quit');
    expect(await ended).toBe(0);
    expect(sent(cli)[1]).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'response to 2' },
      { role: 'user', content: 'two' },
    ]);
    expect(cli.stderr.text).toBe('');
    expect(cli.provider).toMatchObject({ open: 0, closed: true });
    expect(cli.listeners.size).toBe(0);
  });

  it('clears the history except the system message at /reset', async () => {
    const { cli, ended, type, untilStdout } = start(['--system', 'Be brief.']);
    type('one');
    await untilStdout('response to 2');
    type('/reset');
    await untilStdout('History cleared');
    type('two');
    await expect.poll(() => sent(cli).length).toBe(2);
    type('/quit');
    await ended;
    expect(sent(cli)[1]).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('changes the model, and keeps it if the new one is unknown', async () => {
    const { cli, ended, type, untilStdout, untilStderr } = start();
    type('one');
    await untilStdout('response to 1');
    type('/model fakegpt/gpt-4');
    await untilStdout('Using fakegpt/gpt-4.');
    type('/model fakegpt/gtp-4');
    await untilStderr('did you mean');
    expect(cli.stderr.text.replaceAll('\n', ' ')).toMatch(
      /^ ?error\[model-not-found\]: \/model: expected a model of "fakegpt"/,
    );
    type('/model');
    type('two');
    await untilStdout('response to 3');
    type('/quit');
    expect(await ended).toBe(0);
    expect(cli.provider.requests.map(({ model }) => model)).toEqual([
      'text-davinci-002-render-sha',
      'gpt-4',
    ]);
  });

  it('uses a chain, and prints the attempts if there were several', async () => {
    const failing: Script = ({ model }) =>
      model === 'gpt-4'
        ? [
            { type: 'text-delta', text: 'Here I am' },
            { type: 'finish', reason: 'stop' },
          ]
        : [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'down' }) }];
    const flags = ['--model', 'fakegpt/text-davinci-002-render-sha', '--fallback', 'fakegpt/gpt-4'];
    const { cli, ended, type, untilStdout, untilStderr } = start(flags, { script: failing });
    type('one');
    await untilStdout('Here I am');
    await untilStderr('succeeded');
    expect(cli.stderr.text).toMatch(/server-error → fallback/);
    type('/quit');
    expect(await ended).toBe(0);
  });

  it('rejects an unknown command, and lists the commands', async () => {
    const { cli, ended, type, untilStdout, untilStderr } = start();
    type('/modle x');
    await untilStderr("error: unknown command '/modle' (Did you mean /model?)");
    type('/help');
    await untilStdout('Clear the history');
    type(' /modle x');
    await untilStdout('response to 1');
    type('/quit');
    expect(await ended).toBe(0);
    expect(sent(cli)).toEqual([[{ role: 'user', content: '/modle x' }]]);
  });
});

describe('a failed response', () => {
  it('prints the error, does not change the history and does not end the chat', async () => {
    const { cli, ended, type, untilStdout, untilStderr } = start();
    type('one');
    await untilStdout('response to 1');
    type('fail');
    await untilStderr('error[invalid-request]: fakegpt: no');
    expect(cli.stderr.text).toMatch(/fakegpt\/.* invalid-request\n/);
    type('two');
    await untilStdout('response to 3');
    type('/quit');
    expect(await ended).toBe(0);
    expect(
      sent(cli)
        .at(-1)
        ?.map(({ content }) => content),
    ).toEqual(['one', 'response to 1', 'two']);
  });
});

describe('Ctrl-C', () => {
  it('cancels the response and keeps neither it nor its message in the history', async () => {
    const { cli, ended, type, press, untilStdout } = start();
    type('hang');
    await untilStdout('Hel');
    press('\u0003');
    await untilStdout('Canceled');
    expect(cli.provider.open).toBe(0);
    type('two');
    await untilStdout('response to 1');
    press('\u0003');
    expect(await ended).toBe(0);
    expect(sent(cli).at(-1)).toEqual([{ role: 'user', content: 'two' }]);
    expect(cli.exits).toEqual([]);
    expect(cli.stderr.text).toBe('');
  });

  it('ends the process immediately at the second time', async () => {
    const { cli, ended, type, press, untilStdout } = start();
    type('hang');
    await untilStdout('Hel');
    press('\u0003');
    press('\u0003');
    expect(cli.exits).toEqual([130]);
    press('\u0004');
    await ended;
  });

  it('clears the line, and exits if it is empty', async () => {
    const { cli, ended, press } = start();
    press('a message');
    press('\u0003');
    press('\u0003');
    expect(await ended).toBe(0);
    expect(sent(cli)).toEqual([]);
  });
});

describe('the end of the chat', () => {
  it('follows Ctrl-D or a process signal', async () => {
    const first = start();
    first.press('\u0004');
    expect(await first.ended).toBe(0);
    const second = start();
    await second.untilStdout('Using ');
    second.cli.signal('SIGTERM');
    expect(await second.ended).toBe(143);
    const third = start();
    third.type('hang');
    await third.untilStdout('Hel');
    third.cli.signal('SIGTERM');
    expect(await third.ended).toBe(143);
    expect(third.cli.provider).toMatchObject({ open: 0, closed: true });
  });

  it('precedes the first message if the model is unknown or a key is missing', async () => {
    const { cli, ended } = start(['--model', 'fakegpt/gtp-4']);
    expect(await ended).toBe(78);
    expect(cli.stdout.text).toBe('');
    const keyless = start([], {
      listing: { credentialEnvVars: ['ACME_KEY'], settings: [{ name: 'apiKey', required: true }] },
    });
    expect(await keyless.ended).toBe(78);
    expect(keyless.cli.stderr.text).toMatch(/^error\[invalid-configuration\]: ACME_KEY: expected/);
  });
});

it.each([
  ['with --json', { terminal: true }, ['--json'], 64],
  ['if stdout is no terminal', { terminal: false }, [], 64],
  ['if a prompt is piped in', { terminal: true, piped: 'one' }, [], 0],
] as const)('chat is not interactive %s', async (_name, options, flags, code) => {
  const cli = new TestCli({ script, ...options });
  expect(await cli.run('chat', ...flags)).toBe(code);
  expect(cli.stdout.text).not.toContain('/help');
});
