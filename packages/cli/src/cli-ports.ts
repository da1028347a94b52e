import type { Readable, Writable } from 'node:stream';

import type { UnderstudyPackages } from './packages/understudy-packages.ts';

/** Where a question may be piped in, or is typed. */
export type Input = Readable & {
  readonly isTTY?: boolean;
  /** Of a terminal: whether every key is passed on, Ctrl-C too, and none is shown. */
  setRawMode?(raw: boolean): unknown;
};

/** A terminal, a pipe or a file. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The signals that end an answer. */
export type CliSignal = 'SIGINT' | 'SIGTERM';

/** How the outside interrupts the command. */
export interface Signals {
  /** Calls back at each signal, until the function returned is called. */
  listen(listener: (name: CliSignal) => void): () => void;
}

/** What can be read of the disk. */
export interface Files {
  /** The text of a file; a relative path begins in the working folder. Rejects with a system error. */
  read(path: string): Promise<string>;
}

/** A warning of the process. */
export interface CapturedWarning {
  readonly message: string;
  /** For example `UNDERSTUDY_DEP_FAKEGPT`. */
  readonly code: string | undefined;
}

/** What the process warns of. */
export interface Warnings {
  /**
   * Keeps warnings from being printed in the middle of an answer. The function returned ends that:
   * it gives back the deprecations of providers and has all others printed as Node prints them.
   */
  hold(): () => Promise<readonly CapturedWarning[]>;
}

/** What ends an attempt to connect. */
export interface ConnectLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** All that the command needs of the world. */
export interface CliPorts {
  /** A function, because touching the process's own opens it. */
  stdin(): Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  cwd(): string;
  readonly files: Files;
  readonly signals: Signals;
  readonly warnings: Warnings;
  /**
   * Opens a connection to where an address points, and closes it; nothing is sent.
   *
   * @throws ProviderError `connection-failed`, `timeout`; the reason of the signal
   */
  connect(address: URL, limits: ConnectLimits): Promise<void>;
  /** Milliseconds that only grow. */
  now(): number;
  /** Of Node, as in `v24.0.0`. */
  readonly nodeVersion: string;
  /** Whatever is printed from here on has no colours, as with `NO_COLOR`. */
  disableColors(): void;
  /** Ends the process at once. */
  exit(code: number): void;
  /** Loaded when a command runs: help and usage errors do without. */
  packages(): Promise<UnderstudyPackages>;
}
