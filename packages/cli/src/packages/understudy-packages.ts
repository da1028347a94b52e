import type { PortOptions, ProviderRegistration, Understudy } from '@understudy/core';
import type { ResponseRule, EmulatedRequest } from '@understudy/emulator';

import type { Configuration } from '../configuration/configuration.ts';

/** An emulated server of the demo. The caller closes it. */
export interface DemoServer extends AsyncDisposable {
  readonly url: string;
}

/** The addresses of the emulators of the demo. */
export interface DemoUrls {
  readonly openai: string;
  readonly fakegpt?: string;
}

export interface DemoServerOptions {
  /** Whether every chat fails with a server error. @defaultValue false */
  readonly failing?: boolean;
}

export const emulatedVendors = [
  'openai',
  'responses',
  'anthropic',
  'google',
  'ollama',
  'fakegpt',
] as const;

export type EmulatedVendor = (typeof emulatedVendors)[number];

/** The fields of a request that the log of an emulator shows. */
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

/** The content of a file with fault scripts. */
export interface ScriptFile {
  readonly name: string;
  /** Parsed JSON. The emulator validates it. */
  readonly json: unknown;
}

export interface EmulatorOptions {
  readonly vendor: EmulatedVendor;
  /** 0 selects a free port. */
  readonly port: number;
  readonly rules: readonly ResponseRule[];
  /** Faults in order, each as `name`, `name=times` or `name=always`. */
  readonly faults: readonly string[];
  /** Replaces `faults`. */
  readonly script: ScriptFile | undefined;
  readonly seed: string | undefined;
  /** Delay between two chunks of a response. */
  readonly paceMs: number;
  readonly onRequestStart: (request: LoggedRequest) => void;
  readonly onRequestEnd: (request: LoggedRequest) => void;
}

/** An emulated server of a vendor. The caller closes it. */
export interface Emulator extends AsyncDisposable {
  readonly url: string;
  /** The names of the scripts that requests can select with a header. */
  readonly scripts: readonly string[];
  /**
   * Replaces the faults of the next requests.
   *
   * @param fault - `name`, `name=times` or `name=always`; undefined for none
   */
  setFault(fault: string | undefined): void;
}

/** A registered provider. */
export interface ProviderListing extends Omit<ProviderRegistration, 'factory'> {
  /** The installed package of the provider; undefined if the command includes the provider. */
  readonly package?: string | undefined;
}

/** An installed package that is skipped because it is not valid. */
export interface PackageProblem {
  readonly package: string;
  readonly message: string;
}

/** What the commands use of the Understudy packages. */
export interface UnderstudyPackages {
  /**
   * Creates a runtime with all registered providers. A missing setting fails on first use, a missing key if
   * `requiresKeys` is set.
   */
  createUnderstudy(
    configuration: Configuration,
    ports?: PortOptions,
    options?: { readonly requiresKeys: boolean },
  ): Understudy;
  /** Creates a runtime with one chain: OpenAI first, and FakeGpt as its backup if it has a server. */
  createDemoChain(chain: string, urls: DemoUrls): Understudy;
  /** Starts an emulator that streams slowly enough to watch. */
  startDemoServer(vendor: keyof DemoUrls, options?: DemoServerOptions): Promise<DemoServer>;
  /**
   * Starts an emulator.
   *
   * @throws RangeError for a script or a rule that is not valid; Error, with the system error as its
   * cause, if the port cannot be opened
   */
  startEmulator(options: EmulatorOptions): Promise<Emulator>;
  /** Returns the names of the faults of an emulator. */
  faultNames(vendor: EmulatedVendor): readonly string[];
  /**
   * Registers the providers that are installed for a folder. Providers that the command includes
   * are not replaced. Resolves with the packages that are skipped, and does not reject because of
   * one.
   */
  discoverProviders(folder: string): Promise<readonly PackageProblem[]>;
  /** Returns the registered providers in order of registration. */
  providers(): readonly ProviderListing[];
}
