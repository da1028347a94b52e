import type { ModelInfo, Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import type { MissingSetting } from '../configuration/missing-setting.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';

/** The result of a call of `models()`. */
export type ModelsResult =
  | {
      readonly outcome: 'listed';
      readonly models: readonly ModelInfo[];
      readonly latencyMs: number;
    }
  /** The provider does not implement `models()`. */
  | { readonly outcome: 'unlisted' }
  /** No request was sent, because a required setting is missing. */
  | { readonly outcome: 'not-requested'; readonly missing: MissingSetting }
  | { readonly outcome: 'failed'; readonly error: unknown; readonly latencyMs: number };

export interface FetchModelsServices {
  readonly understudy: Understudy;
  readonly settings: Configuration['settings'];
  readonly ports: Pick<CliPorts, 'now'>;
  readonly signal: AbortSignal;
}

/** Requests the model list of a provider. Never rejects. */
export async function fetchModels(
  listing: ProviderListing,
  { understudy, settings, ports, signal }: FetchModelsServices,
): Promise<ModelsResult> {
  const missing = findMissingSetting(listing, settings);
  if (missing) return { outcome: 'not-requested', missing };
  const start = ports.now();
  try {
    const { models, source } = await understudy.models(listing.id, { signal });
    return source === 'static'
      ? { outcome: 'unlisted' }
      : { outcome: 'listed', models, latencyMs: ports.now() - start };
  } catch (error) {
    return { outcome: 'failed', error, latencyMs: ports.now() - start };
  }
}
