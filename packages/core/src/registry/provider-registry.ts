import type { Timeouts } from '../chat/chat-options.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isFirstWarning } from '../provider/catalog.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider } from '../provider/provider.ts';
import type { ChainDefaults } from './chain-policy.ts';
import { resolvePolicy } from './chain-policy.ts';
import type { ProviderInstances } from './provider-instances.ts';
import { definitionsOf, findProvider, resolveRoute } from './resolve-route.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';
import type { Resolution, RouteTable } from './route.ts';

export interface RegistrySettings {
  /** The options of chats whose chain does not set them. */
  readonly defaults: ChainDefaults;
  /** `warn` emits one warning per process and code, with `process.emitWarning`. */
  readonly deprecations: 'warn' | 'error';
  /** Ids of retired providers that may be used. */
  readonly allowRetired: readonly string[];
}

/** Some providers accept any model: beyond this number, resolved references are not cached. */
const maxResolutions = 1000;

/** The registered providers, and which of them may be used. */
export class ProviderRegistry {
  readonly #table: RouteTable;
  readonly #settings: RegistrySettings;
  readonly #instances: ProviderInstances;
  /** A cache: the table does not change. */
  readonly #resolutions = new Map<string, Resolution>();

  constructor(table: RouteTable, settings: RegistrySettings, instances: ProviderInstances) {
    this.#table = table;
    this.#settings = settings;
    this.#instances = instances;
  }

  /** The timeouts of the runtime. */
  get timeouts(): Timeouts {
    return this.#settings.defaults.timeouts;
  }

  /** Returns the definitions in order of registration, without those whose settings are incomplete. */
  list(): readonly ProviderDefinition[] {
    return definitionsOf(this.#table);
  }

  /**
   * Returns the definition of a provider.
   *
   * @throws ConfigurationError `provider-not-found`; the missing setting
   */
  find(id: string): ProviderDefinition {
    return findProvider(id, this.#table, 'provider');
  }

  /**
   * Resolves a model reference to routes and the options of the chat.
   *
   * @throws ConfigurationError `provider-not-found`, `model-not-found`, `invalid-configuration`
   */
  resolve(reference: string): Resolution {
    const known = this.#resolutions.get(reference);
    if (known) return known;
    const { routes, chain } = resolveRoute(reference, this.#table);
    const policy = resolvePolicy(chain, routes.length, this.#settings.defaults);
    const planned = routes.map((route) => ({
      ...route,
      timeouts: resolveTimeouts(policy.timeouts, route.timeouts),
    }));
    const resolution = { routes: planned, policy };
    if (this.#resolutions.size < maxResolutions) this.#resolutions.set(reference, resolution);
    return resolution;
  }

  /**
   * Returns the provider, which is created at its first use. Emits a warning if it is deprecated.
   *
   * @param createMs - limit for the creation
   * @throws ConfigurationError `provider-retired`, `provider-deprecated`
   */
  open(definition: ProviderDefinition, createMs: number): Provider | Promise<Provider> {
    this.#admit(definition);
    return this.#instances.get(definition, createMs);
  }

  /** Returns why a provider may not be used, or undefined if it may. */
  findRejection({ id, lifecycle }: ProviderDefinition): ConfigurationError | undefined {
    if (lifecycle.state === 'active') return undefined;
    const { deprecations, allowRetired } = this.#settings;
    const received = describe(id, lifecycle);
    if (lifecycle.state === 'retired' && !allowRetired.includes(id)) {
      const expected = 'a provider that is not retired';
      return new ConfigurationError({
        code: 'provider-retired',
        path: 'model',
        expected,
        received,
      });
    }
    if (deprecations === 'warn') return undefined;
    const expected = 'a provider that is not deprecated';
    return new ConfigurationError({
      code: 'provider-deprecated',
      path: 'model',
      expected,
      received,
    });
  }

  #admit(definition: ProviderDefinition): void {
    const rejection = this.findRejection(definition);
    if (rejection) throw rejection;
    const { id, lifecycle } = definition;
    if (lifecycle.state === 'active' || !isFirstWarning(lifecycle.code)) return;
    process.emitWarning(describe(id, lifecycle), {
      type: 'DeprecationWarning',
      code: lifecycle.code,
    });
  }
}

function describe(id: string, lifecycle: Exclude<Lifecycle, { readonly state: 'active' }>): string {
  const { state, since, reason, replacement } = lifecycle;
  const instead = replacement === undefined ? '' : ` Use "${replacement}" instead.`;
  return `the provider "${id}", ${state} since ${since}: ${reason}.${instead}`;
}
