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

/** A conversation in which a person waits for what is on the screen before each line. */
function converse(env: Readonly<Record<string, string>> = {}, options: TerminalOptions = {}) {
  const words = ['chat', '--model', 'openai/gpt-5-mini', '--base-url', vendor.baseUrl];
  const terminal = startInTerminal(words, env, options);
  return {
    ...terminal,
    async say(line: string, answer: string): Promise<void> {
      terminal.press(`${line}\r`);
      await terminal.until(answer);
    },
  };
}

/** The lines on a screen, without what moves the cursor or paints. */
function linesOf(screen: string): readonly string[] {
  return stripVTControlCharacters(screen).split(/\r*\n/);
}

interface SentBody {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

const sent = (): readonly SentBody[] => vendor.requests.map(({ body }) => body as SentBody);

it('carries questions and answers of both sides, and ends at /quit', async () => {
  const { until, say, press, ending } = converse();
  await until('> ');
  await say('2+3', '2+3 = 5');
  await say('4+5', '4+5 = 9');
  await say('/model openai/gpt-5', 'Talking to openai/gpt-5.');
  await say('6+7', '6+7 = 13');
  press('/quit\r');
  const { code, screen } = await ending;
  expect(code).toBe(0);
  expect(sent().at(-1)?.model).toBe('gpt-5');
  expect(
    sent()
      .at(-1)
      ?.messages.map(({ content }) => content),
  ).toEqual(['2+3', '2+3 = 5', '4+5', '4+5 = 9', '6+7']);
  expect(linesOf(screen).slice(0, 2)).toEqual([
    'Talking to openai/gpt-5-mini. /help lists what there is, Ctrl-D leaves.',
    '',
  ]);
});

it('cancels an answer at Ctrl-C, goes on, and leaves at Ctrl-C on an empty line', async () => {
  await vendor.close();
  vendor = await startOpenAiEmulator({ chunkIntervalMs: 500 });
  const { until, say, press, ending } = converse();
  await until('> ');
  await say('one two three', 'You');
  press(interrupt);
  await until('Cancelled and forgotten');
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
  const { code, screen } = await ending;
  expect(code).toBe(0);
  expect(screen).not.toMatch(/\n\s+at |Error/);
});

it('tells a failure, and answers the next question', async () => {
  vendor.setFaults([{ kind: 'invalid-key', times: 1 }]);
  const { until, say, press, ending } = converse();
  await until('> ');
  await say('2+3', 'error[authentication-failed]');
  await say('4+5', '4+5 = 9');
  press(endOfInput);
  expect(await ending).toMatchObject({ code: 0 });
  expect(
    sent()
      .at(-1)
      ?.messages.map(({ content }) => content),
  ).toEqual(['4+5']);
});

it('keeps what is typed while an answer comes', async () => {
  const { until, press, ending } = converse({ CI: '1' });
  await until('> ');
  press('2+3\r4+5\r/quit\r');
  const { code, screen } = await ending;
  expect(code).toBe(0);
  expect(linesOf(screen).filter((line) => / = |^> .*\d/.test(line))).toEqual([
    expect.stringMatching(/> 2\+3$/),
    '2+3 = 5',
    expect.stringMatching(/> 4\+5$/),
    '4+5 = 9',
  ]);
});

it.each([
  ['without colours', { NO_COLOR: '1', CI: '1' }, 80],
  ['on a dumb terminal', { TERM: 'dumb' }, 80],
  ['in 30 columns', { NO_COLOR: '1', CI: '1' }, 30],
] as const)('is plain lines %s', async (_name, env, columns) => {
  const { until, say, press, ending } = converse(env, { columns });
  await until('> ');
  await say('2+3', '2+3 = 5');
  await say('/hlep', 'Did you mean');
  press(endOfInput);
  const { code, screen } = await ending;
  expect(code).toBe(0);
  // oxlint-disable-next-line no-control-regex
  expect(screen).not.toMatch(/\u001b\[\d+m/);
  const lines = linesOf(screen);
  expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(columns);
});

it('is one question where one is given', async () => {
  const words = ['chat', '--model', 'openai/gpt-5-mini', '--base-url', vendor.baseUrl, '2+3'];
  const { ending } = startInTerminal(words);
  const { code, screen } = await ending;
  expect(code).toBe(0);
  expect(screen).not.toContain('Talking to');
});
