import { stripVTControlCharacters } from 'node:util';

import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TerminalOptions } from './start-command.ts';
import { startInTerminal } from './start-command.ts';

let vendor: OpenAiEmulator;

beforeEach(async () => {
  vendor = await startOpenAiEmulator({ chunkIntervalMs: 5 });
});

afterEach(() => vendor.close());

const up = '\u001b[A';
const interrupt = '\u0003';
const endOfInput = '\u0004';

/** Starts an interactive chat. `say` waits for the text on the screen after each line. */
function startChat(env: Readonly<Record<string, string>> = {}, options: TerminalOptions = {}) {
  const words = ['chat', '--model', 'openai/gpt-5-mini', '--base-url', vendor.baseUrl];
  const terminal = startInTerminal(words, env, options);
  return {
    ...terminal,
    async say(line: string, text: string): Promise<void> {
      terminal.press(`${line}\r`);
      await terminal.until(text);
    },
  };
}

/** Returns the lines of a screen without escape codes. */
function linesOf(screen: string): readonly string[] {
  return stripVTControlCharacters(screen).split(/\r*\n/);
}

interface SentBody {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

const sent = (): readonly SentBody[] => vendor.requests.map(({ body }) => body as SentBody);

it('sends the history and exits at /quit', async () => {
  const { until, say, press, exit } = startChat();
  await until('> ');
  await say('2+3', '2+3 = 5');
  await say('4+5', '4+5 = 9');
  await say('/model openai/gpt-5', 'Using openai/gpt-5.');
  await say('6+7', '6+7 = 13');
  press('/quit\r');
  const { code, screen } = await exit;
  expect(code).toBe(0);
  expect(sent().at(-1)?.model).toBe('gpt-5');
  expect(
    sent()
      .at(-1)
      ?.messages.map(({ content }) => content),
  ).toEqual(['2+3', '2+3 = 5', '4+5', '4+5 = 9', '6+7']);
  expect(linesOf(screen).slice(0, 2)).toEqual([
    'Using openai/gpt-5-mini. /help lists the commands, Ctrl-D exits.',
    '',
  ]);
});

it('cancels a response at Ctrl-C, and exits at Ctrl-C on an empty line', async () => {
  await vendor.close();
  vendor = await startOpenAiEmulator({ chunkIntervalMs: 500 });
  const { until, say, press, exit } = startChat();
  await until('> ');
  await say('one two three', 'You');
  press(interrupt);
  await until('Canceled and not added to the history');
  await expect.poll(() => vendor.requests[0]?.ending).toBe('client-aborted');
  press(up);
  await until('one two three\u001b[16G');
  press('!\r');
  await expect.poll(() => sent().length).toBe(2);
  expect(sent()[1]?.messages).toMatchObject([{ content: 'one two three!' }]);
  press(interrupt);
  await expect.poll(() => vendor.requests[1]?.ending).toBe('client-aborted');
  press('a draft');
  await until('a draft');
  press(interrupt);
  press(interrupt);
  const { code, screen } = await exit;
  expect(code).toBe(0);
  expect(screen).not.toMatch(/\n\s+at |Error/);
});

it('prints an error and continues with the next message', async () => {
  vendor.setFaults([{ kind: 'invalid-key', times: 1 }]);
  const { until, say, press, exit } = startChat();
  await until('> ');
  await say('2+3', 'error[authentication-failed]');
  await say('4+5', '4+5 = 9');
  press(endOfInput);
  expect(await exit).toMatchObject({ code: 0 });
  expect(
    sent()
      .at(-1)
      ?.messages.map(({ content }) => content),
  ).toEqual(['4+5']);
});

it('keeps input that is typed during a response', async () => {
  const { until, press, exit } = startChat({ CI: '1' });
  await until('> ');
  press('2+3\r4+5\r/quit\r');
  const { code, screen } = await exit;
  expect(code).toBe(0);
  expect(linesOf(screen).filter((line) => / = |^> .*\d/.test(line))).toEqual([
    expect.stringMatching(/> 2\+3$/),
    '2+3 = 5',
    expect.stringMatching(/> 4\+5$/),
    '4+5 = 9',
  ]);
});

it.each([
  ['without colors', { NO_COLOR: '1', CI: '1' }, 80],
  ['on a dumb terminal', { TERM: 'dumb' }, 80],
  ['in 30 columns', { NO_COLOR: '1', CI: '1' }, 30],
] as const)('prints plain lines %s', async (_name, env, columns) => {
  const { until, say, press, exit } = startChat(env, { columns });
  await until('> ');
  await say('2+3', '2+3 = 5');
  await say('/hlep', 'Did you mean');
  press(endOfInput);
  const { code, screen } = await exit;
  expect(code).toBe(0);
  // oxlint-disable-next-line no-control-regex
  expect(screen).not.toMatch(/\u001b\[\d+m/);
  const lines = linesOf(screen);
  expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(columns);
});

it('is not interactive with a prompt', async () => {
  const words = ['chat', '--model', 'openai/gpt-5-mini', '--base-url', vendor.baseUrl, '2+3'];
  const { exit } = startInTerminal(words);
  const { code, screen } = await exit;
  expect(code).toBe(0);
  expect(screen).not.toContain('/help');
});
