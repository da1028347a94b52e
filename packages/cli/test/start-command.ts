import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import * as pty from '@lydell/node-pty';

/** The executable of the package. */
export const bin: string = fileURLToPath(new URL('../bin/understudy.js', import.meta.url));

/** The result of a process. */
export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output that grows, with waiting for a part of it. */
class GrowingText {
  text = '';
  #start = 0;
  readonly #checks = new Set<() => void>();

  /** Makes `until` and `textSinceMark` ignore the output so far. */
  mark(): void {
    this.#start = this.text.length;
  }

  get textSinceMark(): string {
    return this.text.slice(this.#start);
  }

  add(text: string): void {
    this.text += text;
    for (const check of this.#checks) check();
  }

  until(part: string): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!this.textSinceMark.includes(part)) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }
}

export interface StartOptions {
  /** The content of stdin. @defaultValue empty */
  readonly piped?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Leaves out the variables of the test runner, such as `CI`. */
function createEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, TERM: 'xterm-256color', ...more };
}

/** Starts `understudy` with pipes. */
export function startInPipe(words: readonly string[], { piped, env, cwd }: StartOptions = {}) {
  const child = spawn(process.execPath, [bin, ...words], { env: createEnvironment(env), cwd });
  const stdout = new GrowingText();
  const stderr = new GrowingText();
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.add(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.add(text));
  child.stdin.on('error', () => {}).end(piped);
  const exit = new Promise<Exit>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout: stdout.text, stderr: stderr.text }));
  });
  return { child, exit, stdout, untilStdout: (part: string) => stdout.until(part) };
}

/** Runs `understudy` with pipes until it exits. */
export function runInPipe(words: readonly string[], options?: StartOptions): Promise<Exit> {
  return startInPipe(words, options).exit;
}

export interface TerminalOptions {
  readonly cwd?: string;
  /** @defaultValue 80 */
  readonly columns?: number;
}

/** Starts `understudy` in a pseudo-terminal. */
export function startInTerminal(
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
  options?: TerminalOptions,
) {
  return openTerminal(process.execPath, [bin, ...words], env, options);
}

/** Starts a program in a pseudo-terminal. */
export function openTerminal(
  program: string,
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
  { cwd, columns = 80 }: TerminalOptions = {},
) {
  const terminal = pty.spawn(program, [...words], {
    name: env?.['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows: 30,
    env: createEnvironment(env),
    ...(cwd !== undefined && { cwd }),
  });
  const screen = new GrowingText();
  terminal.onData((text) => screen.add(text));
  const exit = new Promise<{ readonly code: number; readonly screen: string }>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve({ code: exitCode, screen: screen.text }));
  });
  return {
    exit,
    screen,
    until: (part: string) => screen.until(part),
    press: (keys: string) => terminal.write(keys),
    kill: () => terminal.kill('SIGKILL'),
  };
}
