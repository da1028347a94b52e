import type { ProviderRegistration, Understudy } from '@understudy/core';
import type { ResponseRule, EmulatedRequest } from '@understudy/emulator';

import type { Configuration } from '../configuration/configuration.ts';

/** A server that can be asked; whoever started it closes it. */
export interface DemoServer extends AsyncDisposable {
  readonly url: string;
}

export interface DemoServerOptions {
  /** Whether every chat ends with a server error. */
  readonly failing?: boolean;
}

export const emulatedVendors = ['openai', 'fakegpt'] as const;

export type EmulatedVendor = (typeof emulatedVendors)[number];

/** What is told of a request to an emulated vendor. */
export type LoggedRequest = Pick<
  EmulatedRequest,
  | 'method'
  | 'path'
  | 'model'
  | 'script'
  | 'fault'
  | 'status'
  | 'ending'
  | 'startedAtMs'
  | 'endedAtMs'
>;

/** Fault scripts as they stand in a file. */
export interface ScriptFile {
  readonly name: string;
  /** Parsed, and not checked yet. */
  readonly json: unknown;
}

/** How a vendor is emulated. */
export interface EmulatorOptions {
  readonly vendor: EmulatedVendor;
  /** 0 takes a free one. */
  readonly port: number;
  readonly rules: readonly ResponseRule[];
  /** The steps of a script: a name each, with `=times` or `=always` behind it. */
  readonly faults: readonly string[];
  /** Goes in place of the faults. */
  readonly script: ScriptFile | undefined;
  readonly seed: string | undefined;
  /** Between two pieces of an answer. */
  readonly paceMs: number;
  readonly onRequestStart: (request: LoggedRequest) => void;
  readonly onRequestEnd: (request: LoggedRequest) => void;
}

/** A vendor that is emulated. */
export interface Emulator extends DemoServer {
  /** The names of the scripts that requests may name in a header. */
  readonly scripts: readonly string[];
}

/** A provider on offer. */
export interface ProviderListing extends Omit<ProviderRegistration, 'factory'> {
  /** The installed package that it was found in; undefined where the command brings it. */
  readonly package?: string | undefined;
}

/** An installed package that is passed over. */
export interface PackageProblem {
  readonly package: string;
  /** One sentence. */
  readonly message: string;
}

/** What the commands use of Understudy. */
export interface UnderstudyPackages {
  /** Over the providers on offer; what is missing in the settings fails when it is needed. */
  createUnderstudy(configuration: Configuration): Understudy;
  /** Over FakeGpt sites, their addresses by provider id, which are one chain in this order. */
  createDemoChain(chain: string, sites: Readonly<Record<string, string>>): Understudy;
  /** Starts an emulated FakeGpt site that answers at a pace one can watch. */
  startDemoServer(options?: DemoServerOptions): Promise<DemoServer>;
  /**
   * Starts an emulated vendor.
   *
   * @throws a `RangeError` of one sentence for a script or a rule that the vendor can't play;
   * an `Error` of one sentence, caused by the system's own, where the port can't be opened
   */
  startEmulator(emulation: EmulatorOptions): Promise<Emulator>;
  /**
   * Puts the providers on offer that are installed for a folder; those that the command brings stay.
   * Resolves with the packages that could not be used, and never rejects because of one.
   */
  discover(folder: string): Promise<readonly PackageProblem[]>;
  /** What is on offer, in order of registration. */
  providers(): readonly ProviderListing[];
}
