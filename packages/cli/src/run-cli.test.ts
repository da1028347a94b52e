import { PassThrough } from 'node:stream';

import { ProviderError } from '@understudy/core';
import type { ChatRequest } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { TestCli } from '../test/test-cli.ts';
import type { TestCliOptions } from '../test/test-cli.ts';
import type { LoggedRequest } from './packages/understudy-packages.ts';

const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('chat', () => {
  it('prints the answer alone on stdout and its attempts on stderr', async () => {
    const world = new TestCli();
    expect(await world.run('chat', 'How', 'are', 'you?')).toBe(0);
    expect(world.stdout.text).toBe('Hello there\n');
    expect(world.stderr.text).toMatch(
      /^# {2}provider {2}model .*outcome\n1 {2}fakegpt .* succeeded\n$/,
    );
    expect(world.provider.requests[0]?.messages).toEqual([
      { role: 'user', content: 'How are you?' },
    ]);
  });

  it.each([[[]], [['--json']]])('closes what it opened %j', async (flags) => {
    const world = new TestCli();
    await world.run('chat', ...flags, 'Hi');
    expect(world.provider).toMatchObject({ open: 0, closed: true });
    expect(world.listeners.size).toBe(0);
  });

  it('is pulled no faster than it is read, and can be interrupted meanwhile', async () => {
    const text = 'x'.repeat(100_000);
    const world = new TestCli({
      script: [
        { type: 'text-delta', text },
        { type: 'text-delta', text: 'never' },
        { type: 'finish', reason: 'stop' },
      ],
    });
    world.stdout.cork();
    const ended = world.run('chat', 'Hi');
    await expect.poll(() => world.stdout.writableNeedDrain).toBe(true);
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    world.stdout.uncork();
    expect(world.stdout.text).toBe(`${text}\n`);
  });

  it('adds what is piped in to the words, and the system message before them', async () => {
    const world = new TestCli({ piped: 'Dear Ann,\n…\n' });
    await world.run('chat', '--system', 'Be brief.', 'Summarise', 'this:');
    expect(world.provider.requests[0]?.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Summarise this:\n\nDear Ann,\n…' },
    ]);
  });

  it('takes the base URL from the option, then from the environment', async () => {
    const world = new TestCli({ env: { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://environment' } });
    await world.run('chat', 'Hi');
    await world.run('chat', '--base-url', 'http://option', 'Hi');
    expect(world.seen.map(({ settings }) => settings)).toEqual([
      { fakegpt: { baseUrl: 'http://environment' } },
      { fakegpt: { baseUrl: 'http://option' } },
    ]);
  });

  it('takes no base URL for a chain, an alias or a bare name, which would be anybody’s', async () => {
    const world = configured(configuration);
    for (const name of ['support', 'cheap', 'gpt-4']) {
      const words = ['chat', '--base-url', 'http://option', '--model', name, 'Hi'];
      expect(await world.run(...words)).toBe(78);
      expect(world.stderr.text).toContain(
        `[invalid-configuration]: --base-url: expected a model of one provider to go with it, as in --model fakegpt/text-davinci-002-render-sha, received "${name}"`,
      );
    }
    expect(world.seen).toEqual([]);
    expect(await world.run('chat', '--base-url', 'http://option', '--model', 'x/y', 'Hi')).toBe(78);
    expect(world.stderr.text).toContain('[provider-not-found]: --model: expected');
  });

  it.each([[undefined], [' \n ']])('refuses to ask nothing (piped: %j)', async (piped) => {
    const world = new TestCli(piped === undefined ? {} : { piped });
    expect(await world.run('chat', ' ')).toBe(64);
    expect(world.stdout.text).toBe('');
    expect(world.stderr.text).toMatch(/^error: there is no question to ask\n {2}Give it .*\n$/);
  });

  it('keeps what came, tells the attempt and then the error with its hint', async () => {
    const error = new ProviderError({ code: 'stream-truncated', message: 'cut off' });
    const world = new TestCli({
      script: [
        { type: 'text-delta', text: 'Hel' },
        { type: 'fail', error },
      ],
    });
    expect(await world.run('chat', 'Hi')).toBe(76);
    expect(world.stdout.text).toBe('Hel\n');
    const [heading, attempt, gap, message, hint] = world.stderr.text.split('\n');
    expect(heading).toMatch(/^# {2}provider/);
    expect(attempt).toMatch(/stream-truncated$/);
    expect(gap).toBe('');
    expect(message).toBe('error[stream-truncated]: fakegpt: cut off');
    expect(hint).toMatch(/^ {2}Send the request again/);
  });

  it('tells warnings of the provider and an answer cut at the limit', async () => {
    const world = new TestCli({
      script: [
        { type: 'warning', message: 'the seed is not used' },
        { type: 'text-delta', text: 'And so' },
        { type: 'finish', reason: 'length' },
      ],
    });
    expect(await world.run('chat', 'Hi')).toBe(0);
    expect(world.stderr.text).toMatch(
      /^warning: the seed is not used\nwarning: the answer was cut off: .*\n\n# {2}provider/,
    );
  });

  it('lets an answer steer a pipe, but no terminal', async () => {
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

  it('hides the credentials of a URL in a message', async () => {
    const message = 'nothing at http://ann:s3cret@host:1/path';
    const error = new ProviderError({ code: 'connection-failed', message });
    const world = new TestCli({ script: [{ type: 'fail', error }] });
    expect(await world.run('chat', 'Hi')).toBe(69);
    expect(world.stderr.text).toContain('nothing at http://host:1/path');
    await world.run('chat', '--json', 'Hi');
    expect(world.stdout.text + world.stderr.text).not.toMatch(/s3cret|ann:/);
  });

  it('tells an error that is not ours in one sentence', async () => {
    const world = new TestCli();
    const broken = Object.assign(world, {
      packages: () => Promise.reject(new Error('Cannot find x\nRequire stack:\n- /somewhere')),
    });
    expect(await broken.run('chat', 'Hi')).toBe(70);
    expect(world.stderr.text).toMatch(
      /^error\[internal\]: Cannot find x\n {2}Report the bug .*\n$/,
    );
  });
});

describe('chat --json', () => {
  it('prints a line for each event, and nothing else', async () => {
    const world = new TestCli();
    expect(await world.run('chat', '--json', 'Hi')).toBe(0);
    expect(linesOf(world.stdout.text).map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'text-delta',
      'text-delta',
      'finish',
      'attempt-end',
    ]);
    expect(world.stderr.text).toBe('');
  });

  it('ends with the error as a line', async () => {
    const error = new ProviderError({ code: 'rate-limited', message: 'slow', retryAfterMs: 7000 });
    const world = new TestCli({ script: [{ type: 'fail', error }] });
    expect(await world.run('chat', '--json', 'Hi')).toBe(75);
    expect(linesOf(world.stdout.text).at(-1)).toMatchObject({
      type: 'error',
      code: 'rate-limited',
      message: 'fakegpt: slow',
      provider: 'fakegpt',
      retryAfterMs: 7000,
    });
    expect(world.stderr.text).toBe('');
  });

  it('says so when it was interrupted, and when there was no question', async () => {
    const world = new TestCli({
      script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
    });
    const ended = world.run('chat', '--json', 'Hi');
    await expect.poll(() => world.stdout.text).toContain('Hel');
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(linesOf(world.stdout.text).at(-1)).toMatchObject({ type: 'error', code: 'aborted' });
    const empty = new TestCli();
    expect(await empty.run('chat', '--json')).toBe(64);
    expect(linesOf(empty.stdout.text)).toMatchObject([{ type: 'error', code: 'usage' }]);
  });
});

/** Answers for all models but those that fail. */
const failingAt =
  (...models: readonly string[]) =>
  ({ model }: ChatRequest): readonly ScriptStep[] =>
    models.includes(model)
      ? [{ type: 'fail', error: new ProviderError({ code: 'server-error', message: 'down' }) }]
      : [
          { type: 'text-delta', text: `I am ${model}` },
          { type: 'finish', reason: 'stop' },
        ];

const lead = 'fakegpt/text-davinci-002-render-sha';
const understudy = 'fakegpt/gpt-4';
const configuration = {
  chains: { support: { targets: [lead, understudy], retry: { initialDelayMs: 1 } } },
  aliases: { cheap: lead },
};

/** A world with a configuration file in its working folder. */
function configured(content: unknown, options: TestCliOptions = {}): TestCli {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return new TestCli({ ...options, files: { 'understudy.config.json': text } });
}

describe('chat with a chain', () => {
  const script = failingAt('text-davinci-002-render-sha');

  it('takes a chain of the configuration by name, and tells each attempt', async () => {
    const world = configured(configuration, { script });
    expect(await world.run('chat', '--model', 'support', 'Hi')).toBe(0);
    expect(world.stdout.text).toBe('I am gpt-4\n');
    expect(world.stderr.text).toMatch(
      /\n1 {2}fakegpt {3}text-davinci-002-render-sha .* server-error → fallback\n2 {2}fakegpt {3}gpt-4 .* succeeded\n$/,
    );
  });

  it.each([
    [
      ['--fallback', `${lead},${understudy}`],
      [lead, understudy],
    ],
    [
      ['--fallback', ` ${lead} , ${understudy} `],
      [lead, understudy],
    ],
    [
      ['--fallback', 'support'],
      [lead, understudy],
    ],
    [
      ['--model', 'cheap', '--fallback', understudy],
      [lead, understudy],
    ],
    [
      ['--model', lead, '--fallback', lead, '--fallback', understudy],
      [lead, lead, understudy],
    ],
  ])('takes one of the command line: %j', async (flags, targets) => {
    const world = configured(configuration, { script });
    expect(await world.run('chat', ...flags, 'Hi')).toBe(0);
    expect(world.stdout.text).toBe('I am gpt-4\n');
    const asked = world.provider.requests.map(({ model }) => `fakegpt/${model}`);
    expect(asked).toEqual(targets);
  });

  it('tells what every target said when none answers', async () => {
    const models = failingAt('text-davinci-002-render-sha', 'gpt-4');
    const world = configured(configuration, { script: models, terminal: true });
    expect(await world.run('chat', '--model', 'support', 'Hi')).toBe(69);
    const lines = world.stderr.text.split('\n');
    expect(lines).toContain('error[all-targets-failed]: No target answered:');
    expect(lines).toContain('  2. fakegpt/gpt-4: server-error: fakegpt: down');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prints what the chain did in the events, resets too', async () => {
    const cut: readonly ScriptStep[] = [
      { type: 'text-delta', text: 'And so' },
      { type: 'fail', error: new ProviderError({ code: 'stream-truncated', message: 'cut' }) },
    ];
    const restarting = {
      chains: { support: { targets: [lead, understudy], midStream: 'restart' } },
    };
    const answer = failingAt();
    const options: TestCliOptions = {
      script: (request) => (request.model === 'gpt-4' ? answer(request) : cut),
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
    // Text that was printed can't be taken back.
    const text = configured(restarting, options);
    expect(await text.run('chat', '--model', 'support', 'Hi')).toBe(76);
    expect(text.stdout.text).toBe('And so\n');
  });

  it.each([
    [
      ['--model', 'gtp-4', '--fallback', understudy],
      '--model: expected a chain, an alias, provider/model, or a model of an active provider (fakegpt/text',
    ],
    [
      ['--model', understudy, '--fallback', 'fakegpt/gtp-4'],
      '--fallback: expected a model of "fakegpt" (text',
    ],
    [['--fallback', 'fakegpt/gtp-4'], '--fallback: expected a model of "fakegpt" (text'],
  ])('names the flag of a target that is not there: %j', async (flags, sentence) => {
    const world = new TestCli();
    expect(await world.run('chat', ...flags, 'Hi')).toBe(78);
    expect(world.stderr.text.startsWith(`error[model-not-found]: ${sentence}`)).toBe(true);
    expect(world.stderr.text).toContain('\n  Run "understudy models"');
  });
});

describe('configuration', () => {
  it('is looked up in the working folder, or at --config', async () => {
    const world = new TestCli({
      files: {
        'understudy.config.json': '{"maxAttempts": 1}',
        'other/my.json': '{"maxAttempts": 2}',
      },
    });
    await world.run('chat', 'Hi');
    await world.run('chat', '--config', 'other/my.json', 'Hi');
    expect(world.seen.map(({ maxAttempts }) => maxAttempts)).toEqual([1, 2]);
  });

  it('stands behind the environment, and that behind the flag, one setting at a time', async () => {
    const settings = { fakegpt: { baseUrl: 'http://file', sessions: 2 } };
    const options = { env: { UNDERSTUDY_FAKEGPT_BASE_URL: 'http://environment' } };
    const world = configured({ settings }, options);
    await configured({ settings }).run('chat', 'Hi');
    await world.run('chat', 'Hi');
    await world.run('chat', '--base-url', 'http://flag', 'Hi');
    expect(world.seen.map((one) => one.settings)).toEqual([
      { fakegpt: { baseUrl: 'http://environment', sessions: 2 } },
      { fakegpt: { baseUrl: 'http://flag', sessions: 2 } },
    ]);
  });

  it.each([
    ['{', '[invalid-configuration]: understudy.config.json: expected JSON, received'],
    [{ retries: 1 }, '[invalid-configuration]: understudy.config.json: retries: expected one of'],
    [
      { chains: { support: { targets: [lead], deadline: 5 } } },
      '[invalid-configuration]: understudy.config.json: chains.support.deadline: expected one of',
    ],
    [
      { chains: { support: ['fakegpt/gtp-4'] } },
      '[model-not-found]: understudy.config.json: chains.support[0]: expected a model',
    ],
    [
      { aliases: { cheap: 5 } },
      '[invalid-configuration]: understudy.config.json: aliases.cheap: expected a name',
    ],
    [
      { timeouts: { idleMs: -1 } },
      '[invalid-configuration]: understudy.config.json: timeouts.idleMs: expected a number',
    ],
    [
      { deadlineMs: 0 },
      '[invalid-configuration]: understudy.config.json: deadlineMs: expected a number',
    ],
  ])('%j is refused in a sentence with its path', async (content, sentence) => {
    const world = configured(content);
    expect(await world.run('chat', 'Hi')).toBe(78);
    expect(world.stdout.text).toBe('');
    expect(world.stderr.text.startsWith(`error${sentence}`)).toBe(true);
    const json = configured(content);
    expect(await json.run('explain', '--json')).toBe(78);
    expect(linesOf(json.stdout.text)).toMatchObject([{ type: 'error' }]);
    expect(json.stderr.text).toBe('');
  });

  it('has to be there where it was named, and to be readable', async () => {
    const missing = new TestCli();
    expect(await missing.run('chat', '--config', 'no.json', 'Hi')).toBe(78);
    expect(missing.stderr.text).toContain(
      '--config: expected a file, received nothing at "no.json"',
    );
    const denied = Object.assign(new Error('EACCES: …'), { code: 'EACCES' });
    const world = new TestCli({ files: { 'understudy.config.json': denied } });
    expect(await world.run('chat', 'Hi')).toBe(78);
    expect(world.stderr.text).toContain(
      'understudy.config.json: expected a file that can be read, received EACCES',
    );
  });
});

describe('explain', () => {
  it('prints the plan, and asks nobody', async () => {
    const world = configured(configuration);
    expect(await world.run('explain', 'support')).toBe(0);
    expect(world.stdout.text).toMatch(
      /^support {2}2 targets, in this order\n\n1 {2}fakegpt\/text-davinci-002-render-sha\n2 {2}fakegpt\/gpt-4\n\npolicy\n/,
    );
    expect(world.stdout.text).toContain('after up to 1 ms');
    expect(world.stderr.text).toBe('');
    expect(world.provider.requests).toEqual([]);
  });

  it('prints it as JSON', async () => {
    const world = configured(configuration);
    expect(await world.run('explain', 'cheap', '--fallback', understudy, '--json')).toBe(0);
    expect(linesOf(world.stdout.text)).toMatchObject([
      {
        targets: [{ model: 'text-davinci-002-render-sha' }, { model: 'gpt-4' }],
        policy: { maxAttempts: 3, commit: 'first-content', midStream: 'fail' },
      },
    ]);
  });

  it('refuses a name that is not there', async () => {
    const world = new TestCli();
    expect(await world.run('explain', 'fakegpt/gtp-4')).toBe(78);
    expect(world.stderr.text).toContain('error[model-not-found]: reference: expected a model');
    expect(world.stderr.text).toContain('did you mean "fakegpt/gpt-4"?');
  });
});

describe('interruption', () => {
  it('ends a wait between two attempts, with all of them told', async () => {
    const patient = {
      chains: {
        support: {
          targets: [lead],
          retry: { initialDelayMs: 60_000, maxDelayMs: 60_000, maxWaitMs: 60_000 },
        },
      },
    };
    const world = configured(patient, { script: failingAt('text-davinci-002-render-sha') });
    const ended = world.run('chat', '--model', 'support', 'Hi');
    await expect.poll(() => world.provider.requests.length).toBeGreaterThan(0);
    await expect.poll(() => world.provider.open).toBe(0);
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(world.stderr.text).toMatch(/\n1 {2}fakegpt .* server-error → retry in .*\n$/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s keeps what came, tells the attempt and ends with %i', async (name, code) => {
    const world = new TestCli({
      script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
    });
    const ended = world.run('demo');
    await expect.poll(() => world.stdout.text).toContain('Hel');
    world.signal(name);
    expect(await ended).toBe(code);
    expect(world.stdout.text).toMatch(/\nHel\n\n# {2}provider.*\n1 {2}fakegpt .* aborted\n$/);
    expect(world.stderr.text).toBe('');
    expect(world.provider).toMatchObject({ open: 0, closed: true });
    expect(world.upstreams).toBe(0);
    expect(world.exits).toEqual([]);
    expect(world.listeners.size).toBe(0);
  });

  it('ends a wait for a question that nobody pipes in', async () => {
    const piped = new PassThrough();
    const world = new TestCli({ piped });
    const ended = world.run('chat', 'Hi');
    await expect.poll(() => piped.listenerCount('readable')).toBe(1);
    world.signal('SIGINT');
    expect(await ended).toBe(130);
    expect(piped.destroyed).toBe(true);
    expect(world.stderr.text).toBe('');
  });

  it('ends the process at once the second time', async () => {
    const world = new TestCli({ script: [{ type: 'ignore-signal' }] });
    const ended = world.run('chat', 'Hi');
    await expect.poll(() => world.provider.open).toBe(1);
    world.signal('SIGINT');
    expect(world.exits).toEqual([]);
    world.signal('SIGINT');
    expect(world.exits).toEqual([130]);
    expect(await ended).toBe(130);
  });

  it('ends quietly when nobody reads the answer any more', async () => {
    const world = new TestCli({
      script: [{ type: 'text-delta', text: 'Hel' }, { type: 'hang' }],
    });
    const ended = world.run('demo');
    await expect.poll(() => world.stdout.text).toContain('Hel');
    world.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await ended).toBe(0);
    expect(world.stderr.text).toBe('');
    expect(world.provider).toMatchObject({ open: 0, closed: true });
  });

  it('tells when the output breaks in another way', async () => {
    const world = new TestCli({ script: [{ type: 'hang' }] });
    const ended = world.run('chat', 'Hi');
    await expect.poll(() => world.provider.open).toBe(1);
    world.stdout.destroy(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }));
    expect(await ended).toBe(74);
    expect(world.stderr.text).toContain('error: the output could not be written (ENOSPC)\n');
  });
});

describe('demo', () => {
  it('greets by default, tells what it does, and stops its upstream', async () => {
    const world = new TestCli();
    expect(await world.run('demo')).toBe(0);
    expect(world.stdout.text).toMatch(
      /^Asking fakegpt\/text-davinci-002-render-sha, emulated at http:\/\/127\.0\.0\.1:4000\n\n> Привет, как дела\?\n\nHello there\n\n# {2}provider .*\n1 {2}fakegpt .* succeeded\n$/,
    );
    expect(world.seen).toEqual([{ settings: { fakegpt: { baseUrl: 'http://127.0.0.1:4000' } } }]);
    expect(world.upstreams).toBe(0);
  });

  it('asks the words given', async () => {
    const world = new TestCli();
    await world.run('demo', 'Ping', 'pong');
    expect(world.provider.requests[0]?.messages).toEqual([{ role: 'user', content: 'Ping pong' }]);
  });

  it('tells deprecations after the attempts', async () => {
    const warnings = [{ code: 'UNDERSTUDY_DEP_X', message: 'old' }];
    const world = new TestCli({ terminal: true, warnings });
    await world.run('demo');
    expect(world.stderr.text).toBe('\nwarning[UNDERSTUDY_DEP_X]: old\n');
  });
});

describe('demo --fail', () => {
  it('has the lead fail and the understudy step in, and stops both upstreams', async () => {
    const world = new TestCli();
    expect(await world.run('demo', '--fail', 'Hi')).toBe(0);
    expect(world.stdout.text).toMatch(
      /^lead {8}is asked first and fails, .*\nunderstudy {2}is there to step in, .*\n\n> Hi\n\nHello there\n\n# .*\n1 {2}lead .* server-error → fallback\n2 {2}understudy .* succeeded\n$/,
    );
    expect(world.stderr.text).toBe('');
    expect(world.upstreams).toBe(0);
    expect(world.failingUpstreams).toBe(1);
  });
});

describe('emulate', () => {
  const file = { 'rules.json': '[{ "when": "Ping", "response": "Pong" }]' };
  const seen: LoggedRequest = {
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

  async function start(world: TestCli, ...words: readonly string[]) {
    const ended = world.run('emulate', ...words);
    await expect.poll(() => world.stdout.text).toContain('Ctrl-C ends it');
    return { ended };
  }

  it('starts a vendor with port, rules, faults and pace, and tells how to use it', async () => {
    const world = new TestCli({ files: file });
    const flags = ['--port', '4001', '--rules', 'rules.json', '--pace', '5'];
    const faults = ['--fault', 'rate-limit=2', '--fault', 'only-done'];
    const { ended } = await start(world, 'openai', ...flags, ...faults);
    expect(world.emulation).toMatchObject({
      vendor: 'openai',
      port: 4001,
      paceMs: 5,
      rules: [{ when: 'Ping', response: 'Pong' }],
      faults: ['rate-limit=2', 'only-done'],
    });
    expect(world.stdout.text).toContain('OpenAI, emulated at http://127.0.0.1:4001\n');
    expect(world.stdout.text).toContain('OPENAI_BASE_URL=http://127.0.0.1:4001/v1\n');
    world.signal('SIGINT');
    expect(await ended).toBe(0);
    expect(world.emulation).toBeUndefined();
    expect(world.stderr.text).toBe('');
  });

  it('has defaults, and tells how FakeGpt is asked', async () => {
    const world = new TestCli();
    const { ended } = await start(world, 'fakegpt');
    expect(world.emulation).toMatchObject({ port: 4000, paceMs: 20, rules: [], faults: [] });
    expect(world.stdout.text).toContain('understudy chat --base-url http://127.0.0.1:4000 "');
    world.signal('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('tells of each request in a line, without what could steer a terminal', async () => {
    const world = new TestCli();
    const { ended } = await start(world, 'openai');
    world.emulation?.onRequestEnd({ ...seen, path: '/\u001b[2J', status: 404 });
    expect(world.stdout.text.split('Requests so far:\n')[1]).toMatch(
      /^\d\d:\d\d:\d\d {2}404 {2}312 ms {2}GET \/\[2J\n$/u,
    );
    world.signal('SIGINT');
    await ended;
  });

  it('ends when nobody reads its lines any more, and fails where they can’t be written', async () => {
    for (const [code, exitCode] of [
      ['EPIPE', 0],
      ['ENOSPC', 74],
    ] as const) {
      const world = new TestCli();
      const { ended } = await start(world, 'openai');
      world.stdout.destroy(Object.assign(new Error(`write ${code}`), { code }));
      expect(await ended).toBe(exitCode);
      expect(world.emulation).toBeUndefined();
    }
  });

  it.each([
    [new RangeError('There is no fault "x".'), 64, 'error: There is no fault "x".\n'],
    [
      new Error('Port 4000 is already in use.', { cause: { syscall: 'listen' } }),
      69,
      'error: Port 4000 is already in use.\n  Choose one with --port.\n',
    ],
    [new Error('odd'), 70, 'error[internal]: odd\n'],
  ])('tells why it can’t start: %s', async (emulatorError, code, sentence) => {
    const world = new TestCli({ emulatorError });
    expect(await world.run('emulate', 'openai')).toBe(code);
    expect(world.stderr.text.startsWith(sentence)).toBe(true);
    expect(world.stdout.text).toBe('');
  });

  it.each([
    [{}, '--rules: expected a file, received nothing at "rules.json"'],
    [{ 'rules.json': '{' }, 'rules.json: expected JSON, received something else in line 1'],
    [{ 'rules.json': '[{}]' }, 'rules.json: [0].when: expected a text'],
    [
      { 'rules.json': Object.assign(new Error(), { code: 'EACCES' }) },
      'rules.json: expected a file that can be read, received EACCES',
    ],
  ])('refuses rules that are none %#', async (files, sentence) => {
    const world = new TestCli({ files });
    expect(await world.run('emulate', 'openai', '--rules', 'rules.json')).toBe(78);
    expect(world.stderr.text).toContain(`error[invalid-configuration]: ${sentence}`);
    expect(world.emulation).toBeUndefined();
  });
});

describe('providers', () => {
  it('prints a sheet for each, without escape codes in a pipe', async () => {
    const world = new TestCli();
    expect(await world.run('providers')).toBe(0);
    expect(world.stdout.text).toBe(`fakegpt  Scripted (fakegpt)
  lifecycle     active
  capabilities  text, tools, images, files, json
  models        text-davinci-002-render-sha, gpt-4
  credentials   –
  settings      baseUrl (required)

Ask one with: understudy chat --model fakegpt/text-davinci-002-render-sha "Hi"
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
      "option '--fallback <references>' argument 'a/x,,b/y' is invalid. Expected names with",
      'understudy chat',
    ],
    [['explain', 'a', 'b'], "too many arguments for 'explain'", 'understudy explain'],
    [['emulate'], "missing required argument 'vendor'", 'understudy emulate'],
    [
      ['emulate', 'opnai'],
      "command-argument value 'opnai' is invalid for argument 'vendor'. Allowed choices are openai,",
      'understudy emulate',
    ],
    [
      ['emulate', 'openai', '--port', '70000'],
      "option '--port <number>' argument '70000' is invalid. Expected a whole number from 0 to 65535",
      'understudy emulate',
    ],
    [
      ['emulate', 'openai', '--pace', '1e3'],
      "option '--pace <ms>' argument '1e3' is invalid. Expected a whole number from 0 to 60000.",
      'understudy emulate',
    ],
    [['providers', 'x'], "too many arguments for 'providers'", 'understudy providers'],
  ])('refuses %j', async (words, sentence, page) => {
    const world = new TestCli();
    expect(await world.run(...words)).toBe(64);
    expect(world.stdout.text).toBe('');
    expect(world.stderr.text.startsWith(`error: ${sentence}`)).toBe(true);
    expect(world.stderr.text).toContain(`\n  Run "${page}`);
  });

  it.each([
    [[]],
    [['--help']],
    [['help']],
    [['chat', '--help']],
    [['help', 'demo']],
    [['explain', '-h']],
    [['emulate', '--help']],
    [['providers', '--help']],
    [['models', '--help']],
    [['doctor', '--help']],
    [['completion', '--help']],
  ])('helps with %j within 80 columns, with examples', async (words) => {
    const world = new TestCli();
    expect(await world.run(...words)).toBe(0);
    expect(world.stderr.text).toBe('');
    expect(world.stdout.text).toMatch(/[^\n]\n\nExamples:\n/);
    expect(Math.max(...world.stdout.text.split('\n').map((line) => line.length))).toBeLessThan(81);
  });

  it('wraps what it tells on a terminal', async () => {
    const world = new TestCli({ terminal: true });
    expect(await world.run('chat', '--model', 'fakegpt/gtp-4', 'Hi')).toBe(78);
    const lines = world.stderr.text.split('\n');
    expect(lines[0]).toMatch(/^error\[model-not-found\]: --model: expected a model of "fakegpt"/);
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(81);
  });

  it('tells its version', async () => {
    const world = new TestCli();
    expect(await world.run('--version')).toBe(0);
    expect(world.stdout.text).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it('tells in JSON what it can’t parse, where JSON was asked for', async () => {
    for (const words of [['chat', '--jsonn', '--json'], ['doctor', '--json', 'x'], ['--json']]) {
      const world = new TestCli();
      expect(await world.run(...words)).toBe(64);
      expect(linesOf(world.stdout.text)).toMatchObject([{ type: 'error', code: 'usage' }]);
      expect(world.stderr.text).toBe('');
    }
    const world = new TestCli();
    expect(await world.run('explain', 'a', 'b', '--', '--json')).toBe(64);
    expect(world.stdout.text).toBe('');
  });

  it.each([[['--no-color', 'chat', 'Hi']], [['chat', 'Hi', '--no-color']], [['--no-color', 'x']]])(
    'has no colours with %j',
    async (words) => {
      const world = new TestCli();
      await world.run(...words);
      expect(world.colorsDisabled).toBe(true);
    },
  );

  it('asks for words that look like options after two dashes', async () => {
    const world = new TestCli();
    await world.run('chat', '--', '--help', 'me');
    expect(world.provider.requests[0]?.messages[0]?.content).toBe('--help me');
  });
});

describe('complete', () => {
  it.each([
    { words: ['mo'], looks: 0 },
    { words: ['models'], looks: 0 },
    { words: ['models', '--js'], looks: 0 },
    { words: ['chat', '--model', ''], looks: 0 },
    { words: ['chat', 'models', ''], looks: 0 },
    { words: ['models', ''], looks: 1 },
    { words: ['--no-color', 'models', '--json', 'f'], looks: 1 },
  ])('looks $looks times for installed providers at $words', async ({ words, looks }) => {
    const world = new TestCli();
    const folder = vi.spyOn(world, 'cwd');
    using _ = vi.spyOn(console, 'log').mockReturnValue();
    expect(await world.run('complete', '--', ...words)).toBe(0);
    expect(folder).toHaveBeenCalledTimes(looks);
  });
});
