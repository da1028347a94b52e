import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { startOpenAiEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runInPipe, startInPipe, startInTerminal } from './started-command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-'));
});

afterEach(() => rm(folder, { recursive: true }));

function ask(url: string, content: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content }] }),
  });
}

describe('understudy emulate openai', () => {
  it('answers by the rules, plays the faults, tells of each request, ends at Ctrl-C', async () => {
    const rules = [
      { when: 'Ping', answer: 'Pong' },
      { when: { pattern: 'weather' }, answer: { toolCalls: [{ name: 'look' }] } },
    ];
    await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
    const words = ['emulate', 'openai', '--port', '0', '--rules', 'rules.json'];
    const faults = ['--fault', 'rate-limit=1', '--fault', 'models-empty'];
    const { child, ending, untilStdout } = startInPipe([...words, ...faults], { cwd: folder });
    const url = await readUrl(child.stdout, untilStdout);
    expect((await ask(url, 'Ping')).status).toBe(429);
    expect(await (await ask(url, 'Ping')).json()).toMatchObject({
      choices: [{ message: { content: 'Pong' } }],
    });
    expect(await (await ask(url, 'The weather?')).json()).toMatchObject({
      choices: [{ finish_reason: 'tool_calls' }],
    });
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [] });
    await untilStdout('models-empty');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ending;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`OpenAI, emulated at ${url}

  Any client takes it in place of the vendor, with any key:
    OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=any

  Ask it from another terminal:
    understudy chat --model openai/gpt-5 --base-url ${url}/v1 Hi

Ctrl-C ends it. Requests so far:
POST /v1/chat/completions  429  rate-limit
POST /v1/chat/completions  200
POST /v1/chat/completions  200
GET /v1/models  200  models-empty
`);
  });

  it('ends while an answer is under way', async () => {
    const words = ['emulate', 'openai', '--port', '0', '--fault', 'stall-after-headers'];
    const { child, ending, untilStdout } = startInPipe(words);
    const response = await ask(await readUrl(child.stdout, untilStdout), 'Hi');
    child.kill('SIGTERM');
    await expect(response.text()).rejects.toThrow('terminated');
    const { code, stdout } = await ending;
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nPOST \/v1\/chat\/completions {2}200 {2}stall-after-headers\n$/);
  });

  it('ends at Ctrl-C in a terminal, within 80 columns', async () => {
    const words = ['emulate', 'openai', '--port', '0'];
    const { ending, until, press } = startInTerminal(words, {}, folder);
    await until('Requests so far');
    press('\u0003');
    const { code, screen } = await ending;
    expect(code).toBe(0);
    const lines = stripVTControlCharacters(screen).split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says in one sentence that the port is taken', async () => {
    await using other = await startOpenAiEmulator();
    const port = new URL(other.url).port;
    const { code, stdout, stderr } = await runInPipe(['emulate', 'openai', '--port', port]);
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^error: Port ${port} is already in use: .*\\.\n {2}Choose one with --port\\.\n$`),
    );
  });

  it.each([
    [
      ['openai', '--fault', 'rate-limits'],
      'There is no fault "rate-limits": did you mean "rate-limit"',
    ],
    [['fakegpt', '--fault', 'quota-exhausted'], 'There is no fault "quota-exhausted": '],
    [['openai', '--fault', 'rate-limit=x'], 'The fault "rate-limit=x" needs a whole number'],
  ])('refuses %j', async (words, sentence) => {
    const { code, stdout, stderr } = await runInPipe(['emulate', ...words, '--port', '0']);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr.startsWith(`error: ${sentence}`)).toBe(true);
  });

  it('refuses a rule that FakeGpt can’t play', async () => {
    await writeFile(join(folder, 'rules.json'), '[{"when":"a","answer":{"refusal":"No."}}]');
    const words = ['emulate', 'fakegpt', '--port', '0', '--rules', 'rules.json'];
    const { code, stderr } = await runInPipe(words, { cwd: folder });
    expect(code).toBe(64);
    expect(stderr).toContain(
      'error: This protocol has text only: a rule can\'t answer with "refusal"',
    );
  });
});

describe('understudy emulate fakegpt', () => {
  it('is asked by understudy chat', async () => {
    const { child, ending, untilStdout } = startInPipe(['emulate', 'fakegpt', '--port', '0']);
    const url = await readUrl(child.stdout, untilStdout);
    const { code, stdout } = await runInPipe(['chat', '--base-url', url, '2+3']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    await untilStdout('POST /api/conversation  200\n');
    child.kill('SIGTERM');
    expect((await ending).code).toBe(0);
  });
});

/** The address that the command prints first. */
async function readUrl(
  stdout: NodeJS.ReadableStream,
  untilStdout: (part: string) => Promise<void>,
): Promise<string> {
  let text = '';
  stdout.on('data', (more: string) => (text += more));
  await untilStdout('Requests so far');
  return /http:\S+/u.exec(text)?.[0] ?? '';
}
