import { ConfigurationError } from '../errors/configuration-error.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import type { ProviderRegistration } from '../provider/catalog.ts';
import { registeredProviders } from '../provider/catalog.ts';
import { isProviderDefinition } from '../provider/define-provider.ts';
import { formatSuggestion } from '../provider/similar-names.ts';
import type { ChainDefinition } from './chain-definition.ts';
import { invalidValue } from './configuration-reader.ts';
import { readChain } from './read-chain.ts';
import { resolveRoute } from './resolve-route.ts';
import type { RegistryEntry, RouteTable } from './route.ts';

export interface RouteTableOptions {
  readonly providers: readonly unknown[] | 'registered';
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly chains?: Readonly<Record<string, ChainDefinition>> | undefined;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/**
 * All names of a runtime, checked: nothing is named twice, and every chain and alias ends at a
 * provider.
 *
 * @throws ConfigurationError with the path of what is wrong
 */
export function createRouteTable(options: RouteTableOptions): RouteTable {
  const { providers } = options;
  const chains = readRecordOf(options.chains, 'chains');
  const aliases = readRecordOf(options.aliases, 'aliases');
  const table: RouteTable = {
    providers:
      providers === 'registered'
        ? fromCatalog(readRecordOf(options.settings, 'settings'))
        : fromList(providers),
    chains: new Map(
      Object.entries(chains).map(([name, chain]) => [name, readChain(chain, `chains.${name}`)]),
    ),
    aliases: new Map(Object.entries(aliases)),
  };
  for (const name of table.chains.keys()) checkChain(name, table);
  for (const [name, target] of table.aliases) checkAlias(name, target, table);
  return table;
}

/** An object, or nothing: what else stands there is not ignored. */
function readRecordOf<Value>(
  value: Readonly<Record<string, Value>> | undefined,
  path: string,
): Readonly<Record<string, Value>> {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalidValue(path, 'an object', value);
}

function fromList(providers: readonly unknown[]): ReadonlyMap<string, RegistryEntry> {
  const entries = new Map<string, RegistryEntry>();
  for (const [index, definition] of providers.entries()) {
    const path = `providers[${index}]`;
    if (!isProviderDefinition(definition)) {
      throw new ConfigurationError({
        path,
        expected: 'a definition made with defineProvider',
        received: definition === null ? 'null' : typeof definition,
      });
    }
    if (entries.has(definition.id)) {
      throw new ConfigurationError({
        path,
        expected: 'an id of its own',
        received: `"${definition.id}" a second time`,
        advice: 'give one of the two another id',
      });
    }
    entries.set(definition.id, { definition });
  }
  return entries;
}

/** A provider whose settings lack something stays unmade until somebody names it. */
function fromCatalog(
  settings: NonNullable<RouteTableOptions['settings']>,
): ReadonlyMap<string, RegistryEntry> {
  const registrations = registeredProviders();
  const ids = registrations.map(({ id }) => id);
  for (const id of Object.keys(settings)) {
    if (ids.includes(id)) continue;
    throw new ConfigurationError({
      path: `settings.${id}`,
      expected: 'the id of a registered provider',
      received: `"${id}", which no import has registered`,
      advice: formatSuggestion(id, ids),
    });
  }
  return new Map(
    registrations.map((registration) => [
      registration.id,
      makeEntry(
        registration,
        Object.hasOwn(settings, registration.id) ? settings[registration.id] : {},
      ),
    ]),
  );
}

function makeEntry(
  { id, factory }: ProviderRegistration,
  settings: Readonly<Record<string, unknown>> = {},
): RegistryEntry {
  const path = `settings.${id}`;
  try {
    const definition: unknown = factory(settings);
    if (!isProviderDefinition(definition)) {
      const expected = 'its factory to give a definition made with defineProvider';
      return { error: invalidValue(path, expected, definition) };
    }
    if (definition.id !== id)
      throw invalidValue('id', `"${id}", by which it is registered`, definition.id);
    return { definition };
  } catch (error) {
    if (isConfigurationError(error)) return { error: error.withPathPrefix(path) };
    // Its message is not told: a factory is given keys.
    const received = `${error instanceof Error ? error.name : 'something else'} thrown`;
    return {
      error: new ConfigurationError({ path, expected: 'its factory to take these', received }),
    };
  }
}

function checkChain(name: string, table: RouteTable): void {
  const path = `chains.${name}`;
  if (name === '' || name.includes('/')) {
    throw new ConfigurationError({
      path,
      expected: 'the name of a chain without a slash',
      received: JSON.stringify(name),
    });
  }
  checkFree(name, path, table, [...table.aliases.keys()]);
  resolveRoute(name, table, path);
}

function checkAlias(name: string, target: unknown, table: RouteTable): void {
  const path = `aliases.${name}`;
  if (name === '' || typeof target !== 'string') {
    throw new ConfigurationError({
      path,
      expected: 'a name, and the reference that it stands for',
      received: name === '' ? 'an empty name' : typeof target,
    });
  }
  checkFree(name, path, table, [...table.chains.keys()]);
  resolveRoute(name, table, path);
}

/** Two meanings for one name would make the order of lookup decide where a prompt goes. */
function checkFree(name: string, path: string, table: RouteTable, others: readonly string[]): void {
  const bare: RouteTable = { ...table, chains: new Map(), aliases: new Map() };
  const taken = others.includes(name)
    ? 'a chain and an alias'
    : canResolve(name, bare)
      ? 'a model too'
      : undefined;
  if (taken === undefined) return;
  throw new ConfigurationError({
    path,
    expected: 'a name with one meaning',
    received: `"${name}", which is ${taken}`,
  });
}

function canResolve(name: string, table: RouteTable): boolean {
  try {
    resolveRoute(name, table);
    return true;
  } catch {
    return false;
  }
}
