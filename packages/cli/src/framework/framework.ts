import type { ProviderRegistration, Understudy } from '@understudy/core';

import type { Configuration } from '../configuration/configuration.ts';

/** A server that can be asked; whoever started it closes it. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
}

export interface UpstreamOptions {
  /** Whether every chat ends with a server error. */
  readonly failing?: boolean;
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
  /** What is on offer, in order of registration. */
  providers(): readonly ProviderListing[];
}
