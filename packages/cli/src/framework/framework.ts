import type { ModelInfo, ProviderRegistration, Understudy } from '@understudy/core';

/** Keyed by provider id; what is undefined counts as not set. */
export type ProviderSettings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A server that can be asked; whoever started it closes it. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
}

/** A provider on offer, with the models that it names. */
export interface ProviderListing extends Omit<ProviderRegistration, 'factory'> {
  readonly models: readonly ModelInfo[];
}

/** What the commands use of Understudy. */
export interface Framework {
  /** Over the providers on offer; what is missing in the settings fails when it is needed. */
  createUnderstudy(settings: ProviderSettings): Understudy;
  /** Starts an emulated FakeGpt site that answers at a pace one can watch. */
  startUpstream(): Promise<Upstream>;
  /** What is on offer, in order of registration. */
  providers(): readonly ProviderListing[];
}
