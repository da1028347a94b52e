import type { Readable, Writable } from 'node:stream';

import type { UnderstudyPackages } from './packages/understudy-packages.ts';

/** Standard input: a terminal, a pipe or a file. */
export type Input = Readable & {
  readonly isTTY?: boolean;
  /** Turns the raw mode of a terminal on or off: keys arrive unprocessed and are not echoed. */
  setRawMode?(raw: boolean): unknown;
};

/** Standard output or standard error: a terminal, a pipe or a file. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The signals that interrupt a command. */
export type CliSignal = 'SIGINT' | 'SIGTERM';

export interface Signals {
  /** Calls the listener at each signal until the returned function is called. */
  listen(listener: (name: CliSignal) => void): () => void;
  /** Calls the listener at each SIGHUP until the returned function is called. */
  listenToReload(listener: () => void): () => void;
}

export interface Files {
  /**
   * Reads a text file. A relative path is resolved against the working folder.
   *
   * @throws the system error
   */
  read(path: string): Promise<string>;
}

/** A deprecation warning of a provider. */
export interface CapturedWarning {
  readonly message: string;
  /** For example `UNDERSTUDY_DEP_FAKEGPT`. */
  readonly code: string | undefined;
}

export interface Warnings {
  /**
   * Holds back the warnings of the process until the returned function is called, so that they do
   * not appear inside a response. The returned function resolves with the deprecation warnings of
   * providers and prints all others in the format of Node.js. The last capture receives the warnings.
   */
  capture(): () => Promise<readonly CapturedWarning[]>;
}

export interface ConnectOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What the command needs from the process, the file system and the network. */
export interface CliPorts {
  /** A function, because the first access to `process.stdin` opens it. */
  stdin(): Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns the working folder. */
  cwd(): string;
  readonly files: Files;
  readonly signals: Signals;
  readonly warnings: Warnings;
  /**
   * Opens a TCP connection to the host and port of a URL and closes it. Sends nothing.
   *
   * @throws ProviderError `connection-failed` or `timeout`; the reason of the signal
   */
  connect(url: URL, options: ConnectOptions): Promise<void>;
  /** Returns a monotonic time in milliseconds. */
  now(): number;
  /** The version of Node.js, for example `v24.0.0`. */
  readonly nodeVersion: string;
  /** Disables colors for all later output, like `NO_COLOR`. */
  disableColors(): void;
  /** Ends the process immediately. */
  exit(code: number): void;
  /** Loads the packages. Called when a command runs, so that help and usage errors stay fast. */
  packages(): Promise<UnderstudyPackages>;
}
