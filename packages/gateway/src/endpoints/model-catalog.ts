import type { ModelInfo, ProviderDefinition, Understudy } from '@understudy/core';

import { mayUse } from '../guard/admission.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';

const cacheMs = 5 * 60_000;
/** Claude Code waits 3 s for the list. */
const maxWaitMs = 2000;

interface CachedList {
  readonly models: Promise<readonly ModelInfo[]>;
  readonly expiresAt: number;
}

/** The models that clients can name: chains and aliases, then the models of each provider. */
export class ModelCatalog {
  readonly #understudy: Understudy;
  readonly #names: readonly string[];
  readonly #listedProviders: readonly string[] | undefined;
  readonly #live = new Map<string, CachedList>();

  /**
   * @param names - the chains and aliases
   * @param listedProviders - the ids of the providers whose models are listed; undefined for all
   */
  constructor(
    understudy: Understudy,
    names: readonly string[],
    listedProviders: readonly string[] | undefined,
  ) {
    this.#understudy = understudy;
    this.#names = names;
    this.#listedProviders = listedProviders;
  }

  /**
   * Returns the models that a key may use. For a provider without `models`, the list of its vendor is requested, and
   * left out if it does not arrive within two seconds.
   */
  async list(key: GatewayKey): Promise<readonly ModelInfo[]> {
    const providers = this.#understudy
      .providers()
      .filter(({ id }) => this.#listedProviders?.includes(id) ?? true);
    const lists = await Promise.all(providers.map((definition) => this.#modelsOf(definition)));
    const named = this.#names.map((id) => ({ id }));
    return [...named, ...lists.flat()].filter(({ id }) => mayUse(key, id));
  }

  async #modelsOf(definition: ProviderDefinition): Promise<readonly ModelInfo[]> {
    const { id: provider, models } = definition;
    const known = models.length > 0 ? models : await this.#liveModels(provider);
    return known.map((model) => ({ ...model, id: `${provider}/${model.id}` }));
  }

  #liveModels(provider: string): Promise<readonly ModelInfo[]> {
    const cached = this.#live.get(provider);
    const now = performance.now();
    if (cached && cached.expiresAt > now) return waitAtMost(cached.models);
    const models = this.#understudy.models(provider).then((list) => list.models);
    this.#live.set(provider, { models, expiresAt: now + cacheMs });
    // A failure is not cached.
    models.catch(() => this.#live.delete(provider));
    return waitAtMost(models);
  }
}

/** Returns the list, or an empty one if it does not arrive in time or fails. */
function waitAtMost(models: Promise<readonly ModelInfo[]>): Promise<readonly ModelInfo[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), maxWaitMs);
    const settle = (list: readonly ModelInfo[]): void => {
      clearTimeout(timer);
      resolve(list);
    };
    models.then(settle, () => settle([]));
  });
}
