import type { ModelInfo, Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import type { MissingSetting } from '../configuration/missing-setting.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';

/** What became of asking a vendor which models it has. */
export type ModelsResult =
  | { readonly outcome: 'listed'; readonly models: readonly ModelInfo[]; readonly tookMs: number }
  /** Its provider knows no way to ask. */
  | { readonly outcome: 'unlisted' }
  /** Nobody was asked: a variable or a setting is missing. */
  | { readonly outcome: 'not-asked'; readonly missing: MissingSetting }
  | { readonly outcome: 'failed'; readonly error: unknown; readonly tookMs: number };

export interface FetchModelsServices {
  readonly understudy: Understudy;
  readonly settings: Configuration['settings'];
  readonly ports: Pick<CliPorts, 'now'>;
  readonly signal: AbortSignal;
}

/** Asks a vendor which models it has, where nothing is missing for that; it never rejects. */
export async function fetchModels(
  listing: ProviderListing,
  { understudy, settings, ports, signal }: FetchModelsServices,
): Promise<ModelsResult> {
  const missing = findMissingSetting(listing, settings);
  if (missing) return { outcome: 'not-asked', missing };
  const start = ports.now();
  try {
    const models = await understudy.models(listing.id, { signal });
    return models === declaredModels(understudy, listing.id)
      ? { outcome: 'unlisted' }
      : { outcome: 'listed', models, tookMs: ports.now() - start };
  } catch (error) {
    return { outcome: 'failed', error, tookMs: ports.now() - start };
  }
}

function declaredModels(understudy: Understudy, id: string): readonly ModelInfo[] | undefined {
  return understudy.providers().find((definition) => definition.id === id)?.models;
}
