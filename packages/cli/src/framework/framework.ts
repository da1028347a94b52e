import type { ProviderRegistration, Understudy } from '@understudy/core';
import type { AnswerRule, EmulatedRequest } from '@understudy/emulator';

import type { Configuration } from '../configuration/configuration.ts';

/** A server that can be asked; whoever started it closes it. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
}

export interface UpstreamOptions {
  /** Whether every chat ends with a server error. */
  readonly failing?: boolean;
}

export const emulatedVendors = ['openai', 'fakegpt'] as const;

export type EmulatedVendor = (typeof emulatedVendors)[number];

/** What is told of a request that is over. */
export type EndedRequest = Pick<
  EmulatedRequest,
  'method' | 'path' | 'status' | 'fault' | 'closedByClient'
>;

/** How a vendor is emulated. */
export interface Emulation {
  readonly vendor: EmulatedVendor;
  /** 0 takes a free one. */
  readonly port: number;
  readonly rules: readonly AnswerRule[];
  /** A name each, with `=times` behind it where that is limited. */
  readonly faults: readonly string[];
  /** Between two pieces of an answer. */
  readonly paceMs: number;
  readonly onRequestEnd: (request: EndedRequest) => void;
}

/** A provider on offer. */
export type ProviderListing = Omit<ProviderRegistration, 'factory'>;

/** What the commands use of Understudy. */
export interface Framework {
  /** Over the providers on offer; what is missing in the settings fails when it is needed. */
  createUnderstudy(configuration: Configuration): Understudy;
  /** Over FakeGpt sites, their addresses by provider id, which are one chain in this order. */
  createCast(chain: string, sites: Readonly<Record<string, string>>): Understudy;
  /** Starts an emulated FakeGpt site that answers at a pace one can watch. */
  startUpstream(options?: UpstreamOptions): Promise<Upstream>;
  /**
   * Starts an emulated vendor.
   *
   * @throws a `RangeError` of one sentence for an unknown fault or a rule that the vendor can't play;
   * an `Error` of one sentence, caused by the system's own, where the port can't be opened
   */
  startEmulator(emulation: Emulation): Promise<Upstream>;
  /** What is on offer, in order of registration. */
  providers(): readonly ProviderListing[];
}
