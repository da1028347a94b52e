import { ConfigurationError } from '../../errors/configuration-error.ts';
import { findSimilarNames } from '../../input/similar-names.ts';
import type { ProviderDefinition } from '../../provider/provider-definition.ts';
import { maskCredentials } from '../../text/mask-credentials.ts';
import { quoteText } from '../../text/quote-text.ts';
import { mergeOptions } from '../chain/merge-options.ts';
import type { Chain } from '../chain/read-chain.ts';
import { joinTargets } from './join-targets.ts';
import { listReferences, orderReferences } from './order-references.ts';
import type { Reference } from './order-references.ts';
import type { ResolvedName, Route, RouteTable } from './route.ts';

/**
 * Returns the routes of a model reference.
 *
 * A reference is a chain, an alias, `provider/model` (split at the first slash), or a bare model name. A bare name
 * means the first active provider that has the model.
 *
 * @param known - the references that are resolved already. Those of this call are added
 * @throws ConfigurationError `provider-not-found` or `model-not-found` with similar names; `invalid-configuration` for
 * a circular reference, for a chain of more than 1,000 targets, or for invalid settings of the provider
 */
export function resolveRoute(
  reference: string,
  table: RouteTable,
  path: string = 'model',
  known: Map<string, ResolvedName> = new Map(),
): ResolvedName {
  for (const next of orderReferences({ name: reference, path }, table, known)) {
    known.set(next.name, resolveNext(next, table, known));
  }
  return known.get(reference) ?? resolveNext({ name: reference, path }, table, known);
}

/** Resolves a reference whose targets are known. */
function resolveNext(
  { name, path }: Reference,
  table: RouteTable,
  known: ReadonlyMap<string, ResolvedName>,
): ResolvedName {
  const chain = table.chains.get(name);
  if (chain) return joinTargets(chain, `chains.${name}`, known);
  const alias = table.aliases.get(name);
  const target = alias === undefined ? undefined : known.get(alias);
  if (target) return target;
  const slash = name.indexOf('/');
  const route =
    slash < 0
      ? resolveBare(name, table, path)
      : resolveTarget(name.slice(0, slash), name.slice(slash + 1), table, path);
  return { routes: [route], nodes: undefined, chain: undefined, path };
}

/** Returns the routes of a chain that has no name. */
export function resolveChain(chain: Chain, table: RouteTable, path: string): ResolvedName {
  const known = new Map<string, ResolvedName>();
  for (const reference of listReferences(chain, path)) {
    resolveRoute(reference.name, table, reference.path, known);
  }
  return joinTargets(chain, path, known);
}

/**
 * Returns the definition of a provider.
 *
 * @param suffix - the text after the id in the reference, for suggestions
 * @throws ConfigurationError `provider-not-found` with similar ids; `invalid-configuration` for invalid settings of the
 * provider
 */
export function findProvider(
  id: string,
  { providers }: RouteTable,
  path: string,
  suffix = '',
): ProviderDefinition {
  const entry = providers.get(id);
  if (!entry) {
    const ids = [...providers.keys()];
    const position = suffix === '' ? '' : ' before the slash';
    throw notFound('provider-not-found', {
      path,
      expected: `a registered provider${position} (${formatList(ids)})`,
      name: id,
      similar: findSimilarNames(id, ids).map((similar) => `${similar}${suffix}`),
    });
  }
  if ('error' in entry) throw entry.error;
  return entry.definition;
}

/**
 * Returns the route of a provider and its model.
 *
 * @throws ConfigurationError `provider-not-found` or `model-not-found` with similar names
 */
export function resolveTarget(id: string, model: string, table: RouteTable, path: string): Route {
  const definition = findProvider(id, table, path, `/${model}`);
  if (hasModel(definition, model) || (definition.allowUnknownModels && model !== '')) {
    return createRoute(definition, model);
  }
  const names = definition.models.map((known) => known.id);
  throw notFound('model-not-found', {
    path,
    expected: `a model of "${id}" (${formatList(names)})`,
    name: model,
    similar: findSimilarNames(model, names).map((name) => `${id}/${name}`),
  });
}

function resolveBare(model: string, table: RouteTable, path: string): Route {
  const owners = definitionsOf(table).filter((definition) => hasModel(definition, model));
  const active = owners.find(({ lifecycle }) => lifecycle.state === 'active');
  if (active) return createRoute(active, model);
  const names = namesOf(table);
  const inactive = owners.map(({ id }) => `${id}/${model}`);
  throw notFound('model-not-found', {
    path,
    expected: `a chain, an alias, provider/model, or a model of an active provider (${formatList(names)})`,
    name: model,
    similar: inactive.length > 0 ? inactive : findSimilarNames(model, names),
  });
}

function createRoute(definition: ProviderDefinition, model: string): Route {
  const known = definition.models.find(({ id }) => id === model);
  return {
    definition,
    model,
    contextTokens: known?.contextTokens,
    maxOutputTokens: known?.maxOutputTokens,
    capabilities: mergeOptions(definition.capabilities, known?.capabilities),
    parameters: {},
    timeouts: {},
    limits: {},
    maxConcurrent: undefined,
  };
}

/** Returns whether a definition lists a model. */
export function hasModel({ models }: ProviderDefinition, model: string): boolean {
  return models.some(({ id }) => id === model);
}

/** Returns the definitions of all providers with valid settings, in order of registration. */
export function definitionsOf({ providers }: RouteTable): readonly ProviderDefinition[] {
  return [...providers.values()].flatMap((entry) => ('error' in entry ? [] : [entry.definition]));
}

/** Returns all names except bare model names. */
function namesOf(table: RouteTable): readonly string[] {
  const models = definitionsOf(table).flatMap(({ id, models: known }) =>
    known.map((model) => `${id}/${model.id}`),
  );
  return [...table.chains.keys(), ...table.aliases.keys(), ...models];
}

function formatList(names: readonly string[]): string {
  if (names.length === 0) return 'none is available';
  const shown = names.slice(0, 8).map(maskCredentials).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

interface UnknownName {
  readonly path: string;
  readonly expected: string;
  readonly name: string;
  readonly similar: readonly string[];
}

function notFound(
  code: 'provider-not-found' | 'model-not-found',
  { path, expected, name, similar }: UnknownName,
): ConfigurationError {
  return new ConfigurationError({
    code,
    path,
    expected,
    received: quoteText(name),
    advice: similar.length > 0 ? `did you mean ${similar.map(quoteText).join(' or ')}?` : undefined,
  });
}
