import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { ProviderError } from '@understudy/core';
import type { ChatRequest } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { TestCli } from '../test/test-cli.ts';
import type { TestCliOptions } from '../test/test-cli.ts';
import type { LoggedRequest } from './packages/understudy-packages.ts';

const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('chat', () => {
  it('prints the response on stdout and the attempts on stderr', async () => {
    const cli = new TestCli();
    expect(await cli.run('chat', 'How', 'are', 'you?')).toBe(0);
    expect(cli.stdout.text).toBe('Hello there\n');
    expect(cli.stderr.text).toMatch(
      /^# {2}provider {2}model .*outcome\n1 {2}fakegpt .* succeeded\n$/,
    );
    expect(cli.provider.requests[0]?.messages).toEqual([{ role: 'user', content: 'How are you?' }]);
  });

  it.each([[[]], [['--json']]])(
    'closes the provider and removes its listeners: %j',
    async (flags) => {
      const cli = new TestCli();
      await cli.run('chat', ...flags, 'Hi');
      expect(cli.provider).toMatchObject({ open: 0, closed: true });
      expect(cli.listeners.size).toBe(0);
    },
  );

  it('waits for a slow reader, and can be interrupted during the wait', async () => {
    const text = 'x'.repeat(100_000);
    const cli = new TestCli({
      script: [
        { type: 'text-delta', text },
        { type: 'text-delta', text: 'never' },
        { type: 'finish', reason: 'stop' },
      ],
    });
    cli.stdout.cork();
    const ended = cli.run('chat', 'Hi');
    await expect.poll(() => cli.stdout.writableNeedDrain).toBe(true);
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    cli.stdout.uncork();
    expect(cli.stdout.text).toBe(`${text}\n`);
  });

  it('appends piped input to the prompt, and sends the system message first', async () => {
    const cli = new TestCli({ piped: 'Dear Ann,\n…\n' });
    await cli.run('chat', '--system', 'Be brief.', 'Summarize', 'this:');
    expect(cli.provider.requests[0]?.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Summarize this:\n\nDear Ann,\n…' },
    ]);
  });

  describe('with a prompt and a pipe without data', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    async function startWithPipe(...words: readonly string[]) {
      const piped = new PassThrough();
      const cli = new TestCli({ piped });
      const ended = cli.run('chat', ...words);
      // `expect.poll` would advance the timers.
      while (piped.listenerCount('readable') === 0) await setImmediate();
      return { piped, cli, ended };
    }

    it('sends the prompt after 3 s, with a warning', async () => {
      const { piped, cli, ended } = await startWithPipe('Hi');
      await vi.advanceTimersByTimeAsync(2999);
      expect(cli.provider.requests).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(await ended).toBe(0);
      expect(cli.provider.requests[0]?.messages).toEqual([{ role: 'user', content: 'Hi' }]);
      expect(cli.stderr.text).toMatch(/^warning: stdin is ignored, because no data arrived .*\n/);
      expect(piped.destroyed).toBe(true);
    });

    it('waits for the end of the input after its first data', async () => {
      const { piped, cli, ended } = await startWithPipe('Hi');
      piped.write('one ');
      await vi.advanceTimersByTimeAsync(60_000);
      piped.end('two');
      expect(await ended).toBe(0);
      expect(cli.provider.requests[0]?.messages).toMatchObject([{ content: 'Hi\n\none two' }]);
    });

    it.each([[['-']], [['Hi', '-']]])('waits for the input with %j', async (words) => {
      const { piped, cli, ended } = await startWithPipe(...words);
      await vi.advanceTimersByTimeAsync(60_000);
      piped.end('late');
      expect(await ended).toBe(0);
      const content = [...words.slice(0, -1), 'late'].join('\n\n');
      expect(cli.provider.requests[0]?.messages).toEqual([{ role: 'user', content }]);
    });
  });

  it('takes the base URL from the option before the environment', async () => {
    const cli = new TestCli({ env: { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://environment' } });
    await cli.run('chat', 'Hi');
    await cli.run('chat', '--base-url', 'http://option', 'Hi');
    expect(cli.configurations.map(({ settings }) => settings)).toEqual([
      { fakegpt: { baseUrl: 'http://environment' } },
      { fakegpt: { baseUrl: 'http://option' } },
    ]);
  });

  it('rejects a base URL with a chain, an alias or a model without provider', async () => {
    const cli = configured(configuration);
    for (const name of ['support', 'cheap', 'gpt-4']) {
      const words = ['chat', '--base-url', 'http://option', '--model', name, 'Hi'];
      expect(await cli.run(...words)).toBe(78);
      expect(cli.stderr.text).toContain(
        `[invalid-configuration]: --base-url: expected a model with its provider, as in --model openai/gpt-5-mini, received "${name}"; name the provider`,
      );
    }
    // The hint of an invalid address does not apply.
    expect(cli.stderr.text).not.toContain('Set the base URL');
    expect(cli.configurations).toEqual([]);
    expect(await cli.run('chat', '--base-url', 'http://option', '--model', 'x/y', 'Hi')).toBe(78);
    expect(cli.stderr.text).toContain('[provider-not-found]: --model: expected');
  });

  it.each([[undefined], [' \n ']])('rejects a blank prompt (piped: %j)', async (piped) => {
    const cli = new TestCli(piped === undefined ? {} : { piped });
    expect(await cli.run('chat', ' ')).toBe(64);
    expect(cli.stdout.text).toBe('');
    expect(cli.stderr.text).toMatch(/^error: the prompt is missing\n {2}Pass the prompt .*\n$/);
  });

  it('keeps the received text and prints the attempt, the error and its hint', async () => {
    const error = new ProviderError({ code: 'stream-truncated', message: 'cut off' });
    const cli = new TestCli({
      script: [
        { type: 'text-delta', text: 'Hel' },
        { type: 'fail', error },
      ],
    });
    expect(await cli.run('chat', 'Hi')).toBe(76);
    expect(cli.stdout.text).toBe('Hel\n');
    const [heading, attempt, gap, message, hint] = cli.stderr.text.split('\n');
    expect(heading).toMatch(/^# {2}provider/);
    expect(attempt).toMatch(/stream-truncated$/);
    expect(gap).toBe('');
    expect(message).toBe('error[stream-truncated]: fakegpt: cut off');
    expect(hint).toMatch(/^ {2}Send the request again/);
  });

  it('prints warnings of the provider and of a response that reached the limit', async () => {
    const cli = new TestCli({
      script: [
        { type: 'warning', message: 'seed is not supported' },
        { type: 'text-delta', text: 'And so' },
        { type: 'finish', reason: 'length' },
      ],
    });
    expect(await cli.run('chat', 'Hi')).toBe(0);
    expect(cli.stderr.text).toMatch(
      /^warning: seed is not supported\nwarning: the response is incomplete: .*\n\n# {2}provider/,
    );
  });

  it('prints deprecations after the attempts', async () => {
    const warnings = [{ code: 'UNDERSTUDY_DEP_X', message: 'old' }];
    const cli = new TestCli({ warnings });
    expect(await cli.run('chat', 'Hi')).toBe(0);
    expect(cli.stderr.text).toMatch(/ succeeded\n\nwarning\[UNDERSTUDY_DEP_X\]: old\n$/);
  });

  it('removes control characters for a terminal, but not for a pipe', async () => {
    const text = 'red \u001b[31m, title \u001b]0;x\u0007, \u009b2J, line\r\nend';
    const script = [
      { type: 'text-delta', text },
      { type: 'finish', reason: 'stop' },
    ] as const;
    const pipe = new TestCli({ script });
    await pipe.run('chat', 'Hi');
    expect(pipe.stdout.text).toBe(`${text}\n`);
    const terminal = new TestCli({ script, terminal: true });
    await terminal.run('chat', 'Hi');
    expect(terminal.stdout.text).toBe('red [31m, title ]0;x, 2J, line\nend\n');
  });

  it('removes the credentials of a URL from error messages', async () => {
    const message = 'no server at http://ann:s3cret@host:1/path';
    const error = new ProviderError({ code: 'connection-failed', message });
    const cli = new TestCli({ script: [{ type: 'fail', error }] });
    expect(await cli.run('chat', 'Hi')).toBe(69);
    expect(cli.stderr.text).toContain('no server at http://host:1/path');
    await cli.run('chat', '--json', 'Hi');
    expect(cli.stdout.text + cli.stderr.text).not.toMatch(/s3cret|ann:/);
  });

  it('prints the first line of a foreign error', async () => {
    const cli = new TestCli();
    const broken = Object.assign(cli, {
      packages: () => Promise.reject(new Error('Cannot find x\nRequire stack:\n- /somewhere')),
    });
    expect(await broken.run('chat', 'Hi')).toBe(70);
    expect(cli.stderr.text).toMatch(/^error\[internal\]: Cannot find x\n {2}Report the bug .*\n$/);
  });
});

describe('chat --json', () => {
  it('prints one line per event and nothing else', async () => {
    const cli = new TestCli();
    expect(await cli.run('chat', '--json', 'Hi')).toBe(0);
    expect(linesOf(cli.stdout.text).map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'text-delta',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
    expect(cli.stderr.text).toBe('');
  });

  it('prints the error as the last line', async () => {
    const error = new ProviderError({ code: 'rate-limited', message: 'slow', retryAfterMs: 7000 });
    const cli = new TestCli({ script: [{ type: 'fail', error }] });
    expect(await cli.run('chat', '--json', 'Hi')).toBe(75);
    expect(linesOf(cli.stdout.text).at(-1)).toMatchObject({
      type: 'error',
      code: 'rate-limited',
      message: 'fakegpt: slow',
      provider: 'fakegpt',
      retryAfterMs: 7000,
    });
    expect(cli.stderr.text).toBe('');
  });

  it('prints an error line after an interruption and for a missing prompt', async () => {
    const cli = new TestCli({
      script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
    });
    const ended = cli.run('chat', '--json', 'Hi');
    await expect.poll(() => cli.stdout.text).toContain('Hel');
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(linesOf(cli.stdout.text).at(-1)).toMatchObject({ type: 'error', code: 'aborted' });
    const empty = new TestCli();
    expect(await empty.run('chat', '--json')).toBe(64);
    expect(linesOf(empty.stdout.text)).toMatchObject([{ type: 'error', code: 'usage' }]);
  });
});

/** A script in which the named models fail. */
const failingAt =
  (...models: readonly string[]) =>
  ({ model }: ChatRequest): readonly ScriptStep[] =>
    models.includes(model)
      ? [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'down' }) }]
      : [
          { type: 'text-delta', text: `I am ${model}` },
          { type: 'finish', reason: 'stop' },
        ];

const primary = 'fakegpt/text-davinci-002-render-sha';
const backup = 'fakegpt/gpt-4';
const configuration = {
  chains: { support: { targets: [primary, backup], retry: { initialDelayMs: 1 } } },
  aliases: { cheap: primary },
};

/** Creates a CLI with a configuration file in its working folder. */
function configured(content: unknown, options: TestCliOptions = {}): TestCli {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return new TestCli({ ...options, files: { 'understudy.config.json': text } });
}

describe('chat with a chain', () => {
  const script = failingAt('text-davinci-002-render-sha');

  it('uses a chain of the configuration and prints each attempt', async () => {
    const cli = configured(configuration, { script });
    expect(await cli.run('chat', '--model', 'support', 'Hi')).toBe(0);
    expect(cli.stdout.text).toBe('I am gpt-4\n');
    expect(cli.stderr.text).toMatch(
      /\n1 {2}fakegpt {3}text-davinci-002-render-sha .* server-error → fallback\n2 {2}fakegpt {3}gpt-4 .* succeeded\n$/,
    );
  });

  it.each([
    [
      ['--fallback', `${primary},${backup}`],
      [primary, backup],
    ],
    [
      ['--fallback', ` ${primary} , ${backup} `],
      [primary, backup],
    ],
    [
      ['--fallback', 'support'],
      [primary, backup],
    ],
    [
      ['--model', 'cheap', '--fallback', backup],
      [primary, backup],
    ],
    [
      ['--model', primary, '--fallback', primary, '--fallback', backup],
      [primary, primary, backup],
    ],
  ])('uses a chain of the command line: %j', async (flags, targets) => {
    const cli = configured(configuration, { script });
    expect(await cli.run('chat', ...flags, 'Hi')).toBe(0);
    expect(cli.stdout.text).toBe('I am gpt-4\n');
    const models = cli.provider.requests.map(({ model }) => `fakegpt/${model}`);
    expect(models).toEqual(targets);
  });

  it('prints the error of every target if all fail', async () => {
    const models = failingAt('text-davinci-002-render-sha', 'gpt-4');
    const cli = configured(configuration, { script: models, terminal: true });
    expect(await cli.run('chat', '--model', 'support', 'Hi')).toBe(69);
    const lines = cli.stderr.text.split('\n');
    expect(lines).toContain('error[all-targets-failed]: all targets failed:');
    expect(lines).toContain('  2. fakegpt/gpt-4: server-error: fakegpt: down');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prints the events of a chain, including resets', async () => {
    const cut: readonly ScriptStep[] = [
      { type: 'text-delta', text: 'And so' },
      { type: 'fail', error: new ProviderError({ code: 'stream-truncated', message: 'cut' }) },
    ];
    const restarting = {
      chains: { support: { targets: [primary, backup], midStream: 'restart' } },
    };
    const succeed = failingAt();
    const options: TestCliOptions = {
      script: (request) => (request.model === 'gpt-4' ? succeed(request) : cut),
    };
    const json = configured(restarting, options);
    expect(await json.run('chat', '--json', '--model', 'support', 'Hi')).toBe(0);
    const events = linesOf(json.stdout.text);
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'text-delta',
      'attempt-end',
      'reset',
      'attempt-start',
      'response-start',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
    expect(events[3]).toMatchObject({ outcome: 'failed', next: 'fallback', delayMs: 0 });
    expect(events[4]).toEqual({ type: 'reset', reason: 'stream-truncated' });
    // Printed text cannot be withdrawn.
    const text = configured(restarting, options);
    expect(await text.run('chat', '--model', 'support', 'Hi')).toBe(76);
    expect(text.stdout.text).toBe('And so\n');
  });

  it.each([
    [
      ['--model', 'gtp-4', '--fallback', backup],
      '--model: expected a chain, an alias, provider/model, or a model of an active provider (fakegpt/text',
    ],
    [
      ['--model', backup, '--fallback', 'fakegpt/gtp-4'],
      '--fallback: expected a model of "fakegpt" (text',
    ],
    [['--fallback', 'fakegpt/gtp-4'], '--fallback: expected a model of "fakegpt" (text'],
  ])('names the flag of an unknown target: %j', async (flags, sentence) => {
    const cli = new TestCli();
    expect(await cli.run('chat', ...flags, 'Hi')).toBe(78);
    expect(cli.stderr.text.startsWith(`error[model-not-found]: ${sentence}`)).toBe(true);
    expect(cli.stderr.text).toContain('\n  Run "understudy models"');
  });
});

describe('configuration', () => {
  it('is read from the working folder or from --config', async () => {
    const cli = new TestCli({
      files: {
        'understudy.config.json': '{"maxAttempts": 1}',
        'other/my.json': '{"maxAttempts": 2}',
      },
    });
    await cli.run('chat', 'Hi');
    await cli.run('chat', '--config', 'other/my.json', 'Hi');
    expect(cli.configurations.map(({ maxAttempts }) => maxAttempts)).toEqual([1, 2]);
  });

  it('is overridden by the environment, and that by flags, for each setting', async () => {
    const settings = { fakegpt: { baseUrl: 'http://file', sessions: 2 } };
    const options = { env: { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://environment' } };
    const cli = configured({ settings }, options);
    await configured({ settings }).run('chat', 'Hi');
    await cli.run('chat', 'Hi');
    await cli.run('chat', '--base-url', 'http://flag', 'Hi');
    expect(cli.configurations.map((used) => used.settings)).toEqual([
      { fakegpt: { baseUrl: 'http://environment', sessions: 2 } },
      { fakegpt: { baseUrl: 'http://flag', sessions: 2 } },
    ]);
  });

  it.each([
    ['{', '[invalid-configuration]: understudy.config.json: expected JSON, received'],
    [{ retries: 1 }, '[invalid-configuration]: understudy.config.json: retries: expected one of'],
    [
      { chains: { support: { targets: [primary], deadline: 5 } } },
      '[invalid-configuration]: understudy.config.json: chains.support.deadline: expected one of',
    ],
    [
      { chains: { support: ['fakegpt/gtp-4'] } },
      '[model-not-found]: understudy.config.json: chains.support[0]: expected a model',
    ],
    [
      { aliases: { cheap: 5 } },
      '[invalid-configuration]: understudy.config.json: aliases.cheap: expected a model reference',
    ],
    [
      { timeouts: { idleMs: -1 } },
      '[invalid-configuration]: understudy.config.json: timeouts.idleMs: expected a number',
    ],
    [
      { deadlineMs: 0 },
      '[invalid-configuration]: understudy.config.json: deadlineMs: expected a number',
    ],
  ])('rejects %j with its path', async (content, sentence) => {
    const cli = configured(content);
    expect(await cli.run('chat', 'Hi')).toBe(78);
    expect(cli.stdout.text).toBe('');
    expect(cli.stderr.text.startsWith(`error${sentence}`)).toBe(true);
    const json = configured(content);
    expect(await json.run('explain', '--json')).toBe(78);
    expect(linesOf(json.stdout.text)).toMatchObject([{ type: 'error' }]);
    expect(json.stderr.text).toBe('');
  });

  it('must be readable, and must exist at --config', async () => {
    const missing = new TestCli();
    expect(await missing.run('chat', '--config', 'no.json', 'Hi')).toBe(78);
    expect(missing.stderr.text).toContain(
      '--config: expected a file, received "no.json", which does not exist',
    );
    const denied = Object.assign(new Error('EACCES: …'), { code: 'EACCES' });
    const cli = new TestCli({ files: { 'understudy.config.json': denied } });
    expect(await cli.run('chat', 'Hi')).toBe(78);
    expect(cli.stderr.text).toContain(
      'understudy.config.json: expected a readable file, received EACCES',
    );
  });
});

describe('explain', () => {
  it('prints the targets and the policy, and sends nothing', async () => {
    const cli = configured(configuration);
    expect(await cli.run('explain', 'support')).toBe(0);
    expect(cli.stdout.text).toMatch(
      /^support {2}2 targets\n\n1 {2}fakegpt\/text-davinci-002-render-sha\n2 {2}fakegpt\/gpt-4\n\npolicy\n/,
    );
    expect(cli.stdout.text).toContain('after a delay of up to 1 ms');
    expect(cli.stderr.text).toBe('');
    expect(cli.provider.requests).toEqual([]);
  });

  it('prints JSON', async () => {
    const cli = configured(configuration);
    expect(await cli.run('explain', 'cheap', '--fallback', backup, '--json')).toBe(0);
    expect(linesOf(cli.stdout.text)).toMatchObject([
      {
        targets: [{ model: 'text-davinci-002-render-sha' }, { model: 'gpt-4' }],
        policy: { maxAttempts: 3, commit: 'first-content', midStream: 'fail' },
      },
    ]);
  });

  it('rejects an unknown name', async () => {
    const cli = new TestCli();
    expect(await cli.run('explain', 'fakegpt/gtp-4')).toBe(78);
    expect(cli.stderr.text).toContain('error[model-not-found]: reference: expected a model');
    expect(cli.stderr.text).toContain('did you mean "fakegpt/gpt-4"?');
  });
});

describe('interruption', () => {
  it('ends a wait between two attempts and prints the attempts', async () => {
    const slowRetry = {
      chains: {
        support: {
          targets: [primary],
          retry: { initialDelayMs: 60_000, maxDelayMs: 60_000, maxWaitMs: 60_000 },
        },
      },
    };
    const cli = configured(slowRetry, { script: failingAt('text-davinci-002-render-sha') });
    const ended = cli.run('chat', '--model', 'support', 'Hi');
    await expect.poll(() => cli.provider.requests.length).toBeGreaterThan(0);
    await expect.poll(() => cli.provider.open).toBe(0);
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(cli.stderr.text).toMatch(/\n1 {2}fakegpt .* server-error → retry in .*\n$/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s keeps the received text, prints the attempt and exits with %i',
    async (name, code) => {
      const cli = new TestCli({
        script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
      });
      const ended = cli.run('demo');
      await expect.poll(() => cli.stdout.text).toContain('Hel');
      cli.signal(name);
      expect(await ended).toBe(code);
      expect(cli.stdout.text).toMatch(/\nHel\n\n# {2}provider.*\n1 {2}fakegpt .* aborted\n$/);
      expect(cli.stderr.text).toBe('');
      expect(cli.provider).toMatchObject({ open: 0, closed: true });
      expect(cli.demoServers).toBe(0);
      expect(cli.exits).toEqual([]);
      expect(cli.listeners.size).toBe(0);
    },
  );

  it('ends the wait for piped input', async () => {
    const piped = new PassThrough();
    const cli = new TestCli({ piped });
    const ended = cli.run('chat', 'Hi');
    await expect.poll(() => piped.listenerCount('readable')).toBe(1);
    cli.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(piped.destroyed).toBe(true);
    expect(cli.stderr.text).toBe('');
  });

  it('ends the process immediately at the second signal', async () => {
    const cli = new TestCli();
    const started = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    async function* ignoreSignal() {
      started.resolve();
      await released.promise;
      yield { type: 'finish', reason: 'stop' };
    }
    Object.assign(cli.provider, { chat: ignoreSignal });
    const ended = cli.run('chat', 'Hi');
    await started.promise;
    cli.signal('SIGINT');
    expect(cli.exits).toEqual([]);
    cli.signal('SIGINT');
    expect(cli.exits).toEqual([130]);
    released.resolve();
    expect(await ended).toBe(130);
  });

  it('exits with 0 when the reader closes the output', async () => {
    const cli = new TestCli({
      script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
    });
    const ended = cli.run('demo');
    await expect.poll(() => cli.stdout.text).toContain('Hel');
    cli.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await ended).toBe(0);
    expect(cli.stderr.text).toBe('');
    expect(cli.provider).toMatchObject({ open: 0, closed: true });
  });

  it('reports another error of the output', async () => {
    const cli = new TestCli({ script: [{ type: 'hang' }] });
    const ended = cli.run('chat', 'Hi');
    await expect.poll(() => cli.provider.open).toBe(1);
    cli.stdout.destroy(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }));
    expect(await ended).toBe(74);
    expect(cli.stderr.text).toContain('error: the output could not be written (ENOSPC)\n');
  });
});

describe('demo', () => {
  it('sends a greeting by default and stops its server', async () => {
    const cli = new TestCli();
    expect(await cli.run('demo')).toBe(0);
    expect(cli.stdout.text).toMatch(
      /^Using openai\/gpt-5-mini, emulated at http:\/\/127\.0\.0\.1:4000\n\n> Hello! How are you\?\n\nHello there\n\n# {2}provider .*\n1 {2}fakegpt .* succeeded\n$/,
    );
    expect(cli.demoServers).toBe(0);
  });

  it('sends the given prompt', async () => {
    const cli = new TestCli();
    await cli.run('demo', 'Ping', 'pong');
    expect(cli.provider.requests[0]?.messages).toEqual([{ role: 'user', content: 'Ping pong' }]);
  });

  it.each([[], ['--fail']])(
    'prints no deprecations, because it uses an emulator: %s',
    async (...flags) => {
      const warnings = [{ code: 'UNDERSTUDY_DEP_X', message: 'old' }];
      const cli = new TestCli({ terminal: true, warnings });
      expect(await cli.run('demo', ...flags)).toBe(0);
      expect(cli.stderr.text).toBe('');
    },
  );
});

describe('demo --fail', () => {
  it('falls back from primary to backup and stops both servers', async () => {
    const cli = new TestCli();
    expect(await cli.run('demo', '--fail', 'Hi')).toBe(0);
    expect(cli.stdout.text).toMatch(
      /^openai {3}always fails, .*\nfakegpt {2}responds, .*\n\n> Hi\n\nHello there\n\n# .*\n1 {2}openai .* server-error → fallback\n2 {2}fakegpt .* succeeded\n$/,
    );
    expect(cli.stderr.text).toBe('');
    expect(cli.demoServers).toBe(0);
    expect(cli.failingDemoServers).toBe(1);
  });
});

describe('emulate', () => {
  const ruleFiles = { 'rules.json': '[{ "when": "Ping", "response": "Pong" }]' };
  const request: LoggedRequest = {
    method: 'GET',
    path: '/v1/models',
    model: undefined,
    script: undefined,
    fault: undefined,
    status: 200,
    ending: 'finished',
    startedAtMs: 0,
    endedAtMs: 312,
  };

  async function start(cli: TestCli, ...words: readonly string[]) {
    const ended = cli.run('emulate', ...words);
    await expect.poll(() => cli.stdout.text).toContain('Press Ctrl-C to stop');
    return { ended };
  }

  it('starts an emulator with port, rules, faults and pace, and prints its address', async () => {
    const cli = new TestCli({ files: ruleFiles });
    const flags = ['--port', '4001', '--rules', 'rules.json', '--pace', '5'];
    const faults = ['--fault', 'rate-limit=2', '--fault', 'only-done'];
    const { ended } = await start(cli, 'openai', ...flags, ...faults);
    expect(cli.emulator).toMatchObject({
      vendor: 'openai',
      port: 4001,
      paceMs: 5,
      rules: [{ when: 'Ping', response: 'Pong' }],
      faults: ['rate-limit=2', 'only-done'],
    });
    expect(cli.stdout.text).toContain('OpenAI, emulated at http://127.0.0.1:4001\n');
    expect(cli.stdout.text).toContain('OPENAI_BASE_URL=http://127.0.0.1:4001/v1\n');
    cli.signal('SIGINT');
    expect(await ended).toBe(0);
    expect(cli.emulator).toBeUndefined();
    expect(cli.stderr.text).toBe('');
  });

  it('has defaults, and prints a command for FakeGpt', async () => {
    const cli = new TestCli();
    const { ended } = await start(cli, 'fakegpt');
    expect(cli.emulator).toMatchObject({ port: 4000, paceMs: 20, rules: [], faults: [] });
    expect(cli.stdout.text).toContain('understudy chat --base-url http://127.0.0.1:4000 "');
    cli.signal('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('prints each request in one line without control characters', async () => {
    const cli = new TestCli();
    const { ended } = await start(cli, 'openai');
    cli.emulator?.onRequestEnd({ ...request, path: '/\u001b[2J', status: 404 });
    expect(cli.stdout.text.split('Requests:\n')[1]).toMatch(
      /^\d\d:\d\d:\d\d {2}404 {2}312 ms {2}GET \/\[2J\n$/u,
    );
    cli.signal('SIGINT');
    await ended;
  });

  it('exits with 0 when the reader closes the output, and fails for other errors', async () => {
    for (const [code, exitCode] of [
      ['EPIPE', 0],
      ['ENOSPC', 74],
    ] as const) {
      const cli = new TestCli();
      const { ended } = await start(cli, 'openai');
      cli.stdout.destroy(Object.assign(new Error(`write ${code}`), { code }));
      expect(await ended).toBe(exitCode);
      expect(cli.emulator).toBeUndefined();
    }
  });

  it.each([
    [new RangeError('There is no fault "x".'), 64, 'error: There is no fault "x".\n'],
    [
      new Error('Port 4000 is already in use.', { cause: { syscall: 'listen' } }),
      69,
      'error: Port 4000 is already in use.\n  Choose another port with --port.\n',
    ],
    [new Error('unexpected'), 70, 'error[internal]: unexpected\n'],
  ])('reports why it cannot start: %s', async (emulatorError, code, sentence) => {
    const cli = new TestCli({ emulatorError });
    expect(await cli.run('emulate', 'openai')).toBe(code);
    expect(cli.stderr.text.startsWith(sentence)).toBe(true);
    expect(cli.stdout.text).toBe('');
  });

  it.each([
    [{}, '--rules: expected a file, received "rules.json", which does not exist'],
    [
      { 'rules.json': '{' },
      'rules.json: expected JSON, received an incomplete document; close its brackets and quotes',
    ],
    [{ 'rules.json': '[{}]' }, 'rules.json: [0].when: expected a string'],
    [
      { 'rules.json': Object.assign(new Error(), { code: 'EACCES' }) },
      'rules.json: expected a readable file, received EACCES',
    ],
  ])('rejects invalid rules %#', async (files, sentence) => {
    const cli = new TestCli({ files });
    expect(await cli.run('emulate', 'openai', '--rules', 'rules.json')).toBe(78);
    expect(cli.stderr.text).toContain(`error[invalid-configuration]: ${sentence}`);
    expect(cli.emulator).toBeUndefined();
  });
});

describe('providers', () => {
  it('prints each provider, without escape codes in a pipe', async () => {
    const cli = new TestCli();
    expect(await cli.run('providers')).toBe(0);
    expect(cli.stdout.text).toBe(`fakegpt  Scripted (fakegpt)
  lifecycle     active
  capabilities  text, tools, images, files, json
  models        text-davinci-002-render-sha, gpt-4
  credentials   –
  settings      baseUrl (required)

Example: understudy chat --model fakegpt/text-davinci-002-render-sha "Hi"
`);
  });
});

describe('arguments', () => {
  it.each([
    [['dmo'], "unknown command 'dmo' (Did you mean demo?)", 'understudy --help'],
    [['chat', '--jsn', 'Hi'], "unknown option '--jsn' (Did you mean --json?)", 'understudy chat'],
    [['chat', '--model'], "option '--model <reference>' argument missing", 'understudy chat'],
    [
      ['chat', '--fallback', 'a/x,,b/y', 'Hi'],
      "option '--fallback <references>' argument 'a/x,,b/y' is invalid. Expected comma-separated",
      'understudy chat',
    ],
    [['explain', 'a', 'b'], "too many arguments for 'explain'", 'understudy explain'],
    [['--no-color'], 'missing command', 'understudy --help'],
    [['emulate'], "missing required argument 'vendor'", 'understudy emulate'],
    [
      ['emulate', 'opnai'],
      "command-argument value 'opnai' is invalid for argument 'vendor'. Allowed choices are openai,",
      'understudy emulate',
    ],
    [
      ['emulate', 'openai', '--port', '70000'],
      "option '--port <number>' argument '70000' is invalid. Expected an integer from 0 to 65535",
      'understudy emulate',
    ],
    [
      ['emulate', 'openai', '--pace', '1e3'],
      "option '--pace <ms>' argument '1e3' is invalid. Expected an integer from 0 to 60000.",
      'understudy emulate',
    ],
    [['providers', 'x'], "too many arguments for 'providers'", 'understudy providers'],
  ])('rejects %j', async (words, sentence, page) => {
    const cli = new TestCli();
    expect(await cli.run(...words)).toBe(64);
    expect(cli.stdout.text).toBe('');
    expect(cli.stderr.text.startsWith(`error: ${sentence}`)).toBe(true);
    expect(cli.stderr.text).toContain(`\n  Run "${page}`);
  });

  it.each([
    [[]],
    [['--help']],
    [['help']],
    [['chat', '--help']],
    [['help', 'demo']],
    [['explain', '-h']],
    [['emulate', '--help']],
    [['serve', '--help']],
    [['keys', '--help']],
    [['keys', 'create', '--help']],
    [['help', 'keys']],
    [['providers', '--help']],
    [['models', '--help']],
    [['doctor', '--help']],
    [['completion', '--help']],
  ])('prints help with examples within 80 columns: %j', async (words) => {
    const cli = new TestCli();
    expect(await cli.run(...words)).toBe(0);
    expect(cli.stderr.text).toBe('');
    expect(cli.stdout.text).toMatch(/[^\n]\n\nExamples:\n/);
    expect(Math.max(...cli.stdout.text.split('\n').map((line) => line.length))).toBeLessThan(81);
  });

  it('wraps error messages on a terminal', async () => {
    const cli = new TestCli({ terminal: true });
    expect(await cli.run('chat', '--model', 'fakegpt/gtp-4', 'Hi')).toBe(78);
    const lines = cli.stderr.text.split('\n');
    expect(lines[0]).toMatch(/^error\[model-not-found\]: --model: expected a model of "fakegpt"/);
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(81);
  });

  it('prints its version', async () => {
    const cli = new TestCli();
    expect(await cli.run('--version')).toBe(0);
    expect(cli.stdout.text).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it('prints usage errors as JSON with --json', async () => {
    for (const words of [['chat', '--jsonn', '--json'], ['doctor', '--json', 'x'], ['--json']]) {
      const cli = new TestCli();
      expect(await cli.run(...words)).toBe(64);
      expect(linesOf(cli.stdout.text)).toMatchObject([{ type: 'error', code: 'usage' }]);
      expect(cli.stderr.text).toBe('');
    }
    const cli = new TestCli();
    expect(await cli.run('explain', 'a', 'b', '--', '--json')).toBe(64);
    expect(cli.stdout.text).toBe('');
  });

  it.each([[['--no-color', 'chat', 'Hi']], [['chat', 'Hi', '--no-color']], [['--no-color', 'x']]])(
    'disables colors with %j',
    async (words) => {
      const cli = new TestCli();
      await cli.run(...words);
      expect(cli.colorsDisabled).toBe(true);
    },
  );

  it('sends words after two dashes that look like options', async () => {
    const cli = new TestCli();
    await cli.run('chat', '--', '--help', 'me');
    expect(cli.provider.requests[0]?.messages[0]?.content).toBe('--help me');
  });
});
