import { ProviderError } from '@understudy/core';
import type { Message } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import type { TestCliOptions } from '../../test/test-cli.ts';

type Script = NonNullable<TestCliOptions['script']>;

/** Answers with how many messages were sent; `fail` fails, `hang` begins and never ends. */
const script: Script = ({ messages }) => {
  const { content } = messages.at(-1) ?? {};
  if (content === 'fail') {
    return [{ type: 'fail', error: new ProviderError({ code: 'invalid-request', message: 'no' }) }];
  }
  if (content === 'hang') return [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }];
  return [
    { type: 'text-delta', text: `answer to ${messages.length}` },
    { type: 'finish', reason: 'stop' },
  ];
};

/** A conversation, and its keyboard. */
function start(flags: readonly string[] = [], options: TestCliOptions = {}) {
  const world = new TestCli({ script, terminal: true, ...options });
  const ended = world.run('chat', ...flags);
  const type = (line: string): void => void world.keyboard.write(`${line}\r`);
  return {
    world,
    ended,
    type,
    press: (keys: string) => world.keyboard.write(keys),
    untilStdout: (part: string) => expect.poll(() => world.stdout.text).toContain(part),
    untilStderr: (part: string) => expect.poll(() => world.stderr.text).toContain(part),
  };
}

const sent = ({ provider }: TestCli): readonly (readonly Message[])[] =>
  provider.requests.map(({ messages }) => messages);

describe('a conversation', () => {
  it('carries questions and answers, behind the system message', async () => {
    const { world, ended, type, untilStdout } = start(['--system', 'Be brief.']);
    type('one');
    await untilStdout('answer to 2');
    type('two');
    await untilStdout('answer to 4');
    type('/quit');
    expect(await ended).toBe(0);
    expect(sent(world)[1]).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'answer to 2' },
      { role: 'user', content: 'two' },
    ]);
    expect(world.stderr.text).toBe('');
    expect(world.provider).toMatchObject({ open: 0, closed: true });
    expect(world.listeners.size).toBe(0);
  });

  it('is forgotten at /reset, but for the system message', async () => {
    const { world, ended, type, untilStdout } = start(['--system', 'Be brief.']);
    type('one');
    await untilStdout('answer to 2');
    type('/reset');
    await untilStdout('forgotten');
    type('two');
    await expect.poll(() => sent(world).length).toBe(2);
    type('/quit');
    await ended;
    expect(sent(world)[1]).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'two' },
    ]);
  });

  it('goes on with another model, and stays with the old one where there is none', async () => {
    const { world, ended, type, untilStdout, untilStderr } = start();
    type('one');
    await untilStdout('answer to 1');
    type('/model fakegpt/gpt-4');
    await untilStdout('Talking to fakegpt/gpt-4.');
    type('/model fakegpt/gtp-4');
    await untilStderr('did you mean');
    expect(world.stderr.text.replaceAll('\n', ' ')).toMatch(
      /^ ?error\[model-not-found\]: \/model: expected a model of "fakegpt"/,
    );
    type('/model');
    type('two');
    await untilStdout('answer to 3');
    type('/quit');
    expect(await ended).toBe(0);
    expect(world.provider.requests.map(({ model }) => model)).toEqual([
      'text-davinci-002-render-sha',
      'gpt-4',
    ]);
  });

  it('asks a chain, and tells its attempts where there were several', async () => {
    const failing: Script = ({ model }) =>
      model === 'gpt-4'
        ? [
            { type: 'text-delta', text: 'Here I am' },
            { type: 'finish', reason: 'stop' },
          ]
        : [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'down' }) }];
    const flags = ['--model', 'fakegpt/text-davinci-002-render-sha', '--fallback', 'fakegpt/gpt-4'];
    const { world, ended, type, untilStdout, untilStderr } = start(flags, { script: failing });
    type('one');
    await untilStdout('Here I am');
    await untilStderr('succeeded');
    expect(world.stderr.text).toMatch(/server-error → fallback/);
    type('/quit');
    expect(await ended).toBe(0);
  });

  it('says what is wrong with a command, and lists those there are', async () => {
    const { world, ended, type, untilStdout, untilStderr } = start();
    type('/modle x');
    await untilStderr("error: unknown command '/modle' (Did you mean /model?)");
    type('/help');
    await untilStdout('Forget the conversation so far');
    type(' /modle x');
    await untilStdout('answer to 1');
    type('/quit');
    expect(await ended).toBe(0);
    expect(sent(world)).toEqual([[{ role: 'user', content: '/modle x' }]]);
  });
});

describe('an answer that fails', () => {
  it('is told, leaves the conversation as it was, and ends nothing', async () => {
    const { world, ended, type, untilStdout, untilStderr } = start();
    type('one');
    await untilStdout('answer to 1');
    type('fail');
    await untilStderr('error[invalid-request]: fakegpt: no');
    expect(world.stderr.text).toMatch(/fakegpt\/.* invalid-request\n/);
    type('two');
    await untilStdout('answer to 3');
    type('/quit');
    expect(await ended).toBe(0);
    expect(
      sent(world)
        .at(-1)
        ?.map(({ content }) => content),
    ).toEqual(['one', 'answer to 1', 'two']);
  });
});

describe('Ctrl-C', () => {
  it('cancels the answer alone; neither it nor its question is carried', async () => {
    const { world, ended, type, press, untilStdout } = start();
    type('hang');
    await untilStdout('Hel');
    press('\u0003');
    await untilStdout('Cancelled');
    expect(world.provider.open).toBe(0);
    type('two');
    await untilStdout('answer to 1');
    press('\u0003');
    expect(await ended).toBe(0);
    expect(sent(world).at(-1)).toEqual([{ role: 'user', content: 'two' }]);
    expect(world.exits).toEqual([]);
    expect(world.stderr.text).toBe('');
  });

  it('ends the process at once the second time', async () => {
    const { world, ended, type, press, untilStdout } = start();
    type('hang');
    await untilStdout('Hel');
    press('\u0003');
    press('\u0003');
    expect(world.exits).toEqual([130]);
    press('\u0004');
    await ended;
  });

  it('drops a line, and leaves where there is none', async () => {
    const { world, ended, press } = start();
    press('a question');
    press('\u0003');
    press('\u0003');
    expect(await ended).toBe(0);
    expect(sent(world)).toEqual([]);
  });
});

describe('the end', () => {
  it('comes with Ctrl-D, and with a signal from outside', async () => {
    const first = start();
    first.press('\u0004');
    expect(await first.ended).toBe(0);
    const second = start();
    await second.untilStdout('Talking to');
    second.world.signal('SIGTERM');
    expect(await second.ended).toBe(143);
    const third = start();
    third.type('hang');
    await third.untilStdout('Hel');
    third.world.signal('SIGTERM');
    expect(await third.ended).toBe(143);
    expect(third.world.provider).toMatchObject({ open: 0, closed: true });
  });

  it('comes before the first question where nobody could answer it', async () => {
    const { world, ended } = start(['--model', 'fakegpt/gtp-4']);
    expect(await ended).toBe(78);
    expect(world.stdout.text).toBe('');
    const keyless = start([], {
      listing: { credentialEnvVars: ['ACME_KEY'], settings: [{ name: 'apiKey', required: true }] },
    });
    expect(await keyless.ended).toBe(78);
    expect(keyless.world.stderr.text).toMatch(
      /^error\[invalid-configuration\]: ACME_KEY: expected/,
    );
  });
});

it.each([
  ['--json is asked for', { terminal: true }, ['--json'], 64],
  ['stdout is no terminal', { terminal: false }, [], 64],
  ['a question is piped in', { terminal: true, piped: 'one' }, [], 0],
] as const)('there is none where %s', async (_name, options, flags, code) => {
  const world = new TestCli({ script, ...options });
  expect(await world.run('chat', ...flags)).toBe(code);
  expect(world.stdout.text).not.toContain('Talking to');
});
