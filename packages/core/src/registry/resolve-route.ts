import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import { findSimilarNames } from '../provider/similar-names.ts';
import type { TargetDefinition } from './chain-definition.ts';
import type { Chain } from './read-chain.ts';
import type { ResolvedName, Route, RouteTable } from './route.ts';

/**
 * What a reference means: a chain, an alias, `provider/model` (split at the first slash), or the bare
 * name of a model, which means the first active provider that has it.
 *
 * @throws ConfigurationError `provider-not-found` or `model-not-found` with the nearest names;
 * `invalid-configuration` where chains or aliases go in a circle, or the provider's settings lack
 * something
 */
export function resolveRoute(reference: string, table: RouteTable, path = 'model'): ResolvedName {
  return resolve(reference, table, path, []);
}

function resolve(
  reference: string,
  table: RouteTable,
  path: string,
  within: readonly string[],
): ResolvedName {
  if (within.includes(reference)) throw circle(path, [...within, reference]);
  const inside = [...within, reference];
  const chain = table.chains.get(reference);
  if (chain) {
    const routes = chain.targets.flatMap((target, index) => {
      const inner = resolve(target.target, table, `chains.${reference}[${index}]`, inside);
      return inner.routes.map((route) => refine(route, inner.chain, target));
    });
    return { routes, chain };
  }
  const alias = table.aliases.get(reference);
  if (alias !== undefined) return resolve(alias, table, `aliases.${reference}`, inside);
  const slash = reference.indexOf('/');
  const route =
    slash < 0
      ? resolveBare(reference, table, path)
      : resolveFull(reference.slice(0, slash), reference.slice(slash + 1), table, path);
  return { routes: [route], chain: undefined };
}

/** What is set further out goes before what is set further in. */
function refine(route: Route, inner: Chain | undefined, target: TargetDefinition): Route {
  return {
    ...route,
    parameters: { ...route.parameters, ...target.parameters },
    timeouts: { ...inner?.timeouts, ...route.timeouts, ...target.timeouts },
    maxConcurrent: target.maxConcurrent ?? route.maxConcurrent,
  };
}

/**
 * The provider of an id; `rest` is what stands behind the id where it was written.
 *
 * @throws ConfigurationError `provider-not-found` with the nearest ids; what its settings lack
 */
export function findProvider(
  id: string,
  { providers }: RouteTable,
  path: string,
  rest = '',
): ProviderDefinition {
  const entry = providers.get(id);
  if (!entry) {
    const ids = [...providers.keys()];
    const where = rest === '' ? '' : ' before the slash';
    throw notFound('provider-not-found', {
      path,
      expected: `a registered provider${where} (${list(ids)})`,
      name: id,
      near: findSimilarNames(id, ids).map((near) => `${near}${rest}`),
    });
  }
  if ('error' in entry) throw entry.error;
  return entry.definition;
}

function resolveFull(id: string, model: string, table: RouteTable, path: string): Route {
  const definition = findProvider(id, table, path, `/${model}`);
  if (offers(definition, model) || (definition.allowUnknownModels === true && model !== '')) {
    return routeTo(definition, model);
  }
  const names = definition.models.map((known) => known.id);
  throw notFound('model-not-found', {
    path,
    expected: `a model of "${id}" (${list(names)})`,
    name: model,
    near: findSimilarNames(model, names).map((name) => `${id}/${name}`),
  });
}

function resolveBare(model: string, table: RouteTable, path: string): Route {
  const owners = definitionsOf(table).filter((definition) => offers(definition, model));
  const active = owners.find(({ lifecycle }) => lifecycle.state === 'active');
  if (active) return routeTo(active, model);
  const names = namesOf(table);
  const near = owners.map(({ id }) => `${id}/${model}`);
  throw notFound('model-not-found', {
    path,
    expected: `a chain, an alias, provider/model, or a model of an active provider (${list(names)})`,
    name: model,
    near: near.length > 0 ? near : findSimilarNames(model, names),
  });
}

function routeTo(definition: ProviderDefinition, model: string): Route {
  const known = definition.models.find(({ id }) => id === model);
  return { definition, model, contextTokens: known?.contextTokens };
}

function offers({ models }: ProviderDefinition, model: string): boolean {
  return models.some(({ id }) => id === model);
}

/** Those that could be made, in order of registration. */
export function definitionsOf({ providers }: RouteTable): readonly ProviderDefinition[] {
  return [...providers.values()].flatMap((entry) => ('error' in entry ? [] : [entry.definition]));
}

/** Everything that can be asked for. */
function namesOf(table: RouteTable): readonly string[] {
  const models = definitionsOf(table).flatMap(({ id, models: known }) =>
    known.map((model) => `${id}/${model.id}`),
  );
  return [...table.chains.keys(), ...table.aliases.keys(), ...models];
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none is registered';
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

interface Miss {
  readonly path: string;
  readonly expected: string;
  readonly name: string;
  readonly near: readonly string[];
}

function notFound(
  code: 'provider-not-found' | 'model-not-found',
  { path, expected, name, near }: Miss,
): ConfigurationError {
  return new ConfigurationError({
    code,
    path,
    expected,
    received: quote(name),
    advice: near.length > 0 ? `did you mean ${near.map(quote).join(' or ')}?` : undefined,
  });
}

function quote(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function circle(path: string, names: readonly string[]): ConfigurationError {
  return new ConfigurationError({
    path,
    expected: 'names that end at a provider',
    received: `a circle: ${names.join(' → ')}`,
  });
}
