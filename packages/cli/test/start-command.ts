import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import * as pty from '@lydell/node-pty';

/** The command as it is installed. */
export const bin: string = fileURLToPath(new URL('../bin/understudy.js', import.meta.url));

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Text that grows, and those who wait for something to stand in it. */
class GrowingText {
  text = '';
  readonly #waiting = new Set<() => void>();

  add(more: string): void {
    this.text += more;
    for (const check of this.#waiting) check();
  }

  until(part: string): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!this.text.includes(part)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

export interface StartOptions {
  /** What is piped in; nothing doctorContext an input that is empty. */
  readonly piped?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The working folder. */
  readonly cwd?: string;
}

/** The environment of a person, not of the runner that these tests may be in. */
function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, TERM: 'xterm-256color', ...more };
}

/** Starts `understudy` with pipes. */
export function startInPipe(words: readonly string[], { piped, env, cwd }: StartOptions = {}) {
  const child = spawn(process.execPath, [bin, ...words], { env: environment(env), cwd });
  const stdout = new GrowingText();
  const stderr = new GrowingText();
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.add(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.add(text));
  child.stdin.on('error', () => {}).end(piped);
  const ending = new Promise<Ending>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout: stdout.text, stderr: stderr.text }));
  });
  return { child, ending, untilStdout: (part: string) => stdout.until(part) };
}

/** Runs `understudy` with pipes to its end. */
export function runInPipe(words: readonly string[], options?: StartOptions): Promise<Ending> {
  return startInPipe(words, options).ending;
}

export interface TerminalOptions {
  /** The working folder. */
  readonly cwd?: string;
  /** @defaultValue 80 */
  readonly columns?: number;
}

/** Starts `understudy` in a terminal. */
export function startInTerminal(
  words: readonly string[],
  more?: Readonly<Record<string, string>>,
  options?: TerminalOptions,
) {
  return openTerminal(process.execPath, [bin, ...words], more, options);
}

/** Starts any program in a terminal. */
export function openTerminal(
  program: string,
  words: readonly string[],
  more?: Readonly<Record<string, string>>,
  { cwd, columns = 80 }: TerminalOptions = {},
) {
  const terminal = pty.spawn(program, [...words], {
    name: more?.['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows: 30,
    env: environment(more),
    ...(cwd !== undefined && { cwd }),
  });
  const screen = new GrowingText();
  terminal.onData((text) => screen.add(text));
  const ending = new Promise<{ readonly code: number; readonly screen: string }>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve({ code: exitCode, screen: screen.text }));
  });
  return {
    ending,
    until: (part: string) => screen.until(part),
    press: (keys: string) => terminal.write(keys),
    kill: () => terminal.kill('SIGKILL'),
  };
}
