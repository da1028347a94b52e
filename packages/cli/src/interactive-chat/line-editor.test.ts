import { PassThrough } from 'node:stream';

import { expect, it, onTestFinished, vi } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { LineEditor } from './line-editor.ts';

function start() {
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: vi.fn<(raw: boolean) => void>(),
  });
  const output = new StringOutput('terminal');
  const onInterrupt = vi.fn<() => void>();
  const editor = new LineEditor({
    input: keyboard,
    output,
    prompt: '> ',
    complete: (line) => ['/model', '/reset'].filter((word) => word.startsWith(line)),
    onInterrupt,
  });
  onTestFinished(() => editor[Symbol.dispose]());
  return { keyboard, output, onInterrupt, editor, press: (keys: string) => keyboard.write(keys) };
}

it('reads one line at a time, independent of the chunks of the input', async () => {
  const { editor, press } = start();
  const first = editor.read();
  press('Привет');
  press(', Ann\rsecond\r');
  press('third\n');
  expect(await first).toBe('Привет, Ann');
  expect(await editor.read()).toBe('second');
  expect(await editor.read()).toBe('third');
});

it('keeps input that arrives between two reads, and shows it at the next read', async () => {
  const { editor, output, press } = start();
  const first = editor.read();
  press('one\r');
  await first;
  const before = output.text;
  press('tw');
  press('o');
  expect(output.text).toBe(before);
  const second = editor.read();
  press('\r');
  expect(await second).toBe('two');
  expect(output.text.slice(before.length)).toContain('two');
});

it('edits a line, recalls earlier lines and completes at Tab', async () => {
  const { editor, output, press } = start();
  const first = editor.read();
  press('helo\u001b[Dl\r');
  expect(await first).toBe('hello');
  const second = editor.read();
  press('\u001b[A!\r');
  expect(await second).toBe('hello!');
  const third = editor.read();
  press('/r');
  await expect.poll(() => output.text).toMatch(/\/r$/);
  press('\t');
  await expect.poll(() => output.text).toMatch(/eset/);
  press('\r');
  expect(await third).toBe('/reset');
});

it('skips blank lines', async () => {
  const { editor, press } = start();
  const line = editor.read();
  press('\r  \r\r\nHi\r');
  expect(await line).toBe('Hi');
});

it('calls onInterrupt at Ctrl-C between two reads and discards the input', async () => {
  const { editor, onInterrupt, press } = start();
  const first = editor.read();
  press('one\r');
  await first;
  press('two\rthr');
  press('ee\u0003fo');
  expect(onInterrupt).toHaveBeenCalledTimes(1);
  const next = editor.read();
  press('ur\r');
  expect(await next).toBe('four');
});

it('clears the line at Ctrl-C, and ends at Ctrl-C on an empty line', async () => {
  const { editor, onInterrupt, press, output } = start();
  const line = editor.read();
  press('one two\u001b[D\u0003three\r');
  expect(await line).toBe('three');
  const last = editor.read();
  press('\u0003');
  expect(await last).toBeUndefined();
  expect(onInterrupt).not.toHaveBeenCalled();
  expect(output.text.endsWith('\n')).toBe(true);
  expect(await editor.read()).toBeUndefined();
});

it.each([
  ['Ctrl-D', (keyboard: PassThrough) => keyboard.write('\u0004')],
  ['the end of the input', (keyboard: PassThrough) => keyboard.end()],
])('ends at %s', async (_name, end) => {
  const { editor, keyboard } = start();
  const line = editor.read();
  end(keyboard);
  expect(await line).toBeUndefined();
});

it('sets the raw mode and restores it when it is disposed', async () => {
  const { editor, keyboard } = start();
  expect(keyboard.setRawMode).toHaveBeenLastCalledWith(true);
  const line = editor.read();
  editor[Symbol.dispose]();
  expect(await line).toBeUndefined();
  expect(keyboard.setRawMode).toHaveBeenLastCalledWith(false);
  expect(keyboard.isPaused()).toBe(true);
});
