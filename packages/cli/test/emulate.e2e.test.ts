import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { startOpenAiEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runInPipe, startInPipe, startInTerminal } from './start-command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-'));
});

afterEach(() => rm(folder, { recursive: true }));

function sendChat(url: string, content: string, script?: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(script !== undefined && { 'x-emulator-script': script }),
    },
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content }] }),
  });
}

describe('understudy emulate openai', () => {
  it('applies rules and faults, prints each request and stops at Ctrl-C', async () => {
    const rules = [
      { when: 'Ping', response: 'Pong' },
      { when: { pattern: 'weather' }, response: { toolCalls: [{ name: 'look' }] } },
    ];
    await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
    const words = ['emulate', 'openai', '--port', '0', '--rules', 'rules.json'];
    const faults = ['--fault', 'rate-limit', '--fault', 'models-empty'];
    const { child, exit, untilStdout } = startInPipe([...words, ...faults], { cwd: folder });
    const url = await readUrl(child.stdout, untilStdout);
    expect((await sendChat(url, 'Ping')).status).toBe(429);
    expect(await (await sendChat(url, 'Ping')).json()).toMatchObject({
      choices: [{ message: { content: 'Pong' } }],
    });
    expect(await (await sendChat(url, 'The weather?')).json()).toMatchObject({
      choices: [{ finish_reason: 'tool_calls' }],
    });
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [] });
    await untilStdout('models-empty');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await exit;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [startupMessage, log] = stdout.split('Requests:\n');
    expect(startupMessage).toBe(`OpenAI, emulated at ${url}

  Set these variables for your app. Any key is accepted.
    OPENAI_BASE_URL=${url}/v1
    OPENAI_API_KEY=any

  Or send a prompt from another terminal:
    understudy chat --model openai/gpt-5 --base-url ${url}/v1 Hi

Press Ctrl-C to stop. `);
    expect(withoutTimes(log)).toEqual([
      'hh:mm:ss  429  POST /v1/chat/completions  rate-limit  any',
      'hh:mm:ss  200  POST /v1/chat/completions  any',
      'hh:mm:ss  200  POST /v1/chat/completions  any',
      'hh:mm:ss  200  GET /v1/models  models-empty',
    ]);
  });

  it('applies the script of a file that a request selects', async () => {
    const script = {
      faults: ['overloaded', { kind: 'disconnect-after-text', afterEvents: 2 }],
      scripts: { limited: ['none', { kind: 'rate-limit-retry-after', seconds: 2 }] },
      seed: 7,
    };
    await writeFile(join(folder, 'faults.json'), JSON.stringify(script));
    const words = ['emulate', 'openai', '--port', '0', '--script', 'faults.json'];
    const { child, exit, untilStdout } = startInPipe(words, { cwd: folder });
    const url = await readUrl(child.stdout, untilStdout);
    const statuses = [];
    for (const name of [undefined, 'limited', 'limited']) {
      statuses.push((await sendChat(url, 'Ping', name)).status);
    }
    expect(statuses).toEqual([503, 200, 429]);
    await untilStdout('rate-limit-retry-after');
    child.kill('SIGINT');
    const { code, stdout } = await exit;
    expect(code).toBe(0);
    expect(stdout).toContain(
      '\n\n  Requests select a script with a header:\n    x-emulator-script: limited\n\n',
    );
    expect(withoutTimes(stdout.split('Requests:\n')[1])).toEqual([
      'hh:mm:ss  503  POST /v1/chat/completions  overloaded  any',
      'hh:mm:ss  200  POST /v1/chat/completions  script limited  any',
      'hh:mm:ss  429  POST /v1/chat/completions  rate-limit-retry-after  script limited  any',
    ]);
  });

  it('prints a slow request as open, and stops during a response', async () => {
    const words = ['emulate', 'openai', '--port', '0', '--fault', 'stall-after-headers'];
    const { child, exit, untilStdout } = startInPipe(words);
    const response = await sendChat(await readUrl(child.stdout, untilStdout), 'Hi');
    await untilStdout('stall-after-headers  open');
    child.kill('SIGTERM');
    await expect(response.text()).rejects.toThrow('terminated');
    const { code, stdout } = await exit;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n\S+ {2}200 {7}… {2}POST \/v1\/chat\/completions {2}stall-after-headers {2}open {2}any\n\S+ {2}200 .* {2}stall-after-headers {2}server-closed {2}any\n$/u,
    );
  });

  it.each([['SIGINT'], ['SIGTERM']] as const)('stops at two %s in a row', async (name) => {
    const { child, exit, untilStdout } = startInPipe(['emulate', 'openai', '--port', '0']);
    const url = await readUrl(child.stdout, untilStdout);
    child.kill(name);
    child.kill(name);
    const { code, stderr } = await exit;
    // The second signal ends the process immediately (null while the process has no handler), unless the first did.
    expect([0, name === 'SIGINT' ? 130 : 143, null]).toContain(code);
    expect(stderr).toBe('');
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('stops at Ctrl-C in a terminal, within 80 columns', async () => {
    const words = ['emulate', 'openai', '--port', '0'];
    const { exit, until, press } = startInTerminal(words, {}, { cwd: folder });
    await until('Requests:');
    press('\u0003');
    const { code, screen } = await exit;
    expect(code).toBe(0);
    const lines = stripVTControlCharacters(screen).split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('reports a port that is in use', async () => {
    await using other = await startOpenAiEmulator();
    const port = new URL(other.url).port;
    const { code, stdout, stderr } = await runInPipe(['emulate', 'openai', '--port', port]);
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `^error: Port ${port} is already in use: .*\\.\n {2}Choose another port with --port\\.\n$`,
      ),
    );
  });
});

describe('understudy emulate fakegpt', () => {
  it('responds to understudy chat', async () => {
    const { child, exit, untilStdout } = startInPipe(['emulate', 'fakegpt', '--port', '0']);
    const url = await readUrl(child.stdout, untilStdout);
    const { code, stdout } = await runInPipe([
      'chat',
      '--model',
      'fakegpt/text-davinci-002-render-sha',
      '--base-url',
      url,
      '2+3',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2+3 = 5\n' });
    await untilStdout('POST /api/conversation');
    child.kill('SIGTERM');
    expect((await exit).code).toBe(0);
  });
});

/** Waits for the startup message and returns the URL in it. */
async function readUrl(
  stdout: NodeJS.ReadableStream,
  untilStdout: (part: string) => Promise<void>,
): Promise<string> {
  let text = '';
  stdout.on('data', (more: string) => (text += more));
  await untilStdout('Requests:');
  return /http:\S+/u.exec(text)?.[0] ?? '';
}

/** Returns the lines of the log without times and durations. */
function withoutTimes(log = ''): readonly string[] {
  const lines = log.trimEnd().split('\n');
  return lines.map((line) =>
    line.replace(/^\d\d:\d\d:\d\d/u, 'hh:mm:ss').replace(/ {2,}[\d.]+ m?s(?= {2})/u, ''),
  );
}
