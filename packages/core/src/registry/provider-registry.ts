import { ConfigurationError } from '../errors/configuration-error.ts';
import type { TargetId } from '../health/target-health.ts';
import { claimWarning } from '../provider/catalog.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider } from '../provider/provider.ts';
import type { ChainDefaults, ChatPolicy } from './chain/chat-policy.ts';
import { resolvePolicy } from './chain/chat-policy.ts';
import { mergeErrorRules, mergeOptions } from './chain/merge-options.ts';
import type { Chain } from './chain/read-chain.ts';
import type { ProviderInstances } from './provider-instances.ts';
import {
  definitionsOf,
  findProvider,
  hasModel,
  resolveChain,
  resolveRoute,
  resolveTarget,
} from './route/resolve-route.ts';
import type { PlannedRoute, ResolvedName, Resolution, Route, RouteTable } from './route/route.ts';

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

  /** The options of chats whose chain does not set them. */
  get defaults(): ChainDefaults {
    return this.#settings.defaults;
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
   * Checks that a target can be used.
   *
   * @throws ConfigurationError `provider-not-found` or `model-not-found` with similar names
   */
  assertKnown({ provider, model }: TargetId, path: string): void {
    findProvider(provider, this.#table, `${path}.provider`);
    resolveTarget(provider, model, this.#table, `${path}.model`);
  }

  /**
   * Resolves a model reference or an inline chain to routes and the options of the chat.
   *
   * @throws ConfigurationError `provider-not-found`, `model-not-found`, `invalid-configuration`
   */
  resolve(model: string | Chain): Resolution {
    if (typeof model !== 'string') {
      return this.#plan(resolveChain(model, this.#table, 'model'), undefined);
    }
    const known = this.#resolutions.get(model);
    if (known) return known;
    const { chains, aliases } = this.#table;
    const name = chains.has(model) || aliases.has(model) ? model : undefined;
    const resolution = this.#plan(resolveRoute(model, this.#table), name);
    if (this.#resolutions.size < maxResolutions) this.#resolutions.set(model, resolution);
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

  #plan({ routes, nodes, chain, path }: ResolvedName, name: string | undefined): Resolution {
    const attempts = routes.reduce((sum, { retries = 0 }) => sum + 1 + retries, 0);
    const { defaults } = this.#settings;
    const policy = resolvePolicy(chain, attempts, defaults);
    const isNamed = name !== undefined;
    const isDefault = (chain?.maxAttempts ?? defaults.maxAttempts) === undefined;
    return {
      routes: routes.map((route) => planRoute(route, policy, isNamed)),
      nodes,
      name,
      policy,
      path,
      attempts: isDefault ? attempts : undefined,
    };
  }

  #admit(definition: ProviderDefinition): void {
    const rejection = this.findRejection(definition);
    if (rejection) throw rejection;
    const { id, lifecycle } = definition;
    if (lifecycle.state === 'active' || !claimWarning(lifecycle.code)) return;
    process.emitWarning(describe(id, lifecycle), {
      type: 'DeprecationWarning',
      code: lifecycle.code,
    });
  }
}

function planRoute(route: Route, policy: ChatPolicy, isNamed: boolean): PlannedRoute {
  return {
    ...route,
    timeouts: mergeOptions(policy.timeouts, route.timeouts),
    limits: mergeOptions(policy.limits, route.limits),
    errorRules: mergeErrorRules(policy.errorRules, route.errorRules),
    retries: route.retries ?? 0,
    maxWaitMs: route.maxWaitMs ?? 0,
    listed: isNamed || hasModel(route.definition, route.model),
  };
}

function describe(id: string, lifecycle: Exclude<Lifecycle, { readonly state: 'active' }>): string {
  const { state, since, reason, replacement } = lifecycle;
  const instead = replacement === undefined ? '' : ` Use "${replacement}" instead.`;
  return `the provider "${id}", ${state} since ${since}: ${reason}.${instead}`;
}
