import { stripVTControlCharacters } from 'node:util';

import { expect, it } from 'vitest';

import { runInPipe, startInPipe, startInTerminal } from './start-command.ts';

it('prints the prompt, the response and the attempts as plain text to a pipe', async () => {
  const { code, stdout, stderr } = await runInPipe(['demo', 'What is', '2+2*3?']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Using openai\/gpt-5-mini, emulated at http:\/\/127\.0\.0\.1:\d+\n\n> What is 2\+2\*3\?\n\n2\+2\*3 = 8\n\n# {2}provider {2}model .*outcome\n1 {2}openai +gpt-5-mini +[\d.]+ m?s +[\d.]+ m?s +succeeded\n$/,
  );
  expect(stderr).toBe('');
});

it('streams the response, and keeps the received text at SIGINT', async () => {
  const { exit, untilStdout, child } = startInPipe(['demo', 'one two three four five six']);
  await untilStdout('You said');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await exit;
  expect(code).toBe(130);
  expect(stdout).toMatch(/\n\nYou said.*\n\n# {2}provider.*\n.* aborted\n$/);
  expect(stdout).not.toContain('a real response');
  expect(stderr).toBe('');
});

it('shows a spinner on a terminal until the first text of the default prompt', async () => {
  const { exit } = startInTerminal(['demo']);
  const { code, screen } = await exit;
  expect(code).toBe(0);
  expect(stripVTControlCharacters(screen)).toContain('\r\n> Hello! How are you?\r\n');
  const [before, after = ''] = screen.split('\u001b[?25h');
  expect(before).toContain('⠋\u001b[39m Waiting for openai/gpt-5-mini');
  expect(before).not.toContain('I am an');
  expect(after.startsWith('\u001b[1G\u001b[0KHello!')).toBe(true);
  expect(after).not.toContain('Waiting');
});

it('prints a fallback to a pipe', async () => {
  const { code, stdout, stderr } = await runInPipe(['demo', '--fail', '2+2']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^openai .*:\d+\nfakegpt .*:\d+\n\n> 2\+2\n\n2\+2 = 4\n\n# .*\n1 {2}openai +gpt-5-mini .* server-error → fallback\n2 {2}fakegpt +text-.* succeeded\n$/,
  );
  expect(stderr).toBe('');
});

it('prints a timeline on a terminal, within 80 columns and without colors with NO_COLOR', async () => {
  const { exit } = startInTerminal(['demo', '--fail', '2+2'], { NO_COLOR: '1' });
  const { code, screen } = await exit;
  expect(code).toBe(0);
  // oxlint-disable-next-line no-control-regex
  expect(screen).not.toMatch(/\u001b\[\d+m/);
  const [, afterSpinner = ''] = screen.split('\u001b[?25h');
  const lines = stripVTControlCharacters(afterSpinner).split('\r\n');
  expect(lines).toContainEqual(
    expect.stringMatching(/^1 {2}openai\/gpt-5-mini +─*× .* server-error → fallback$/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^2 {2}fakegpt\/text-\S+… +─+━+ +\d.* succeeded$/),
  );
  expect(screen).not.toContain('warning[');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('keeps the received text and prints the attempt at Ctrl-C during the response', async () => {
  const { exit, until, press } = startInTerminal(['demo']);
  await until('I am an');
  press('\u0003');
  const { code, screen } = await exit;
  expect(code).toBe(130);
  const text = stripVTControlCharacters(screen);
  expect(text).toMatch(/I am an.*\r\n\r\n# {2}target.*\r\n.* aborted\r\n$/);
  expect(text).not.toMatch(/\n\s+at |Error/);
});

it('shows the cursor again at Ctrl-C during the spinner', async () => {
  const { exit, until, press } = startInTerminal(['demo']);
  await until('Waiting for');
  press('\u0003');
  const { code, screen } = await exit;
  expect(code).toBe(130);
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
  expect(stripVTControlCharacters(screen)).toContain('aborted');
});

it('exits with 0 when the reader closes the pipe', async () => {
  const { exit, untilStdout, child } = startInPipe(['demo']);
  await untilStdout('I am an');
  child.stdout.destroy();
  const { code, stderr } = await exit;
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
