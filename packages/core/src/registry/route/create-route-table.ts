import { ConfigurationError } from '../../errors/configuration-error.ts';
import { isConfigurationError } from '../../errors/is-error.ts';
import { invalidValue } from '../../input/readers.ts';
import { isFieldObject } from '../../input/records.ts';
import { formatSuggestion } from '../../input/similar-names.ts';
import { registeredProviders } from '../../provider/catalog.ts';
import { isProviderDefinition } from '../../provider/define-provider.ts';
import type { ProviderRegistration } from '../../provider/registration.ts';
import { quoteText } from '../../text/quote-text.ts';
import type { ChainDefinition } from '../chain/chain-definition.ts';
import { readChain } from '../chain/read-chain.ts';
import { resolveRoute } from './resolve-route.ts';
import type { RegistryEntry, ResolvedName, RouteTable } from './route.ts';

/** The options of `createUnderstudy` that contain names. */
export interface RouteTableOptions {
  readonly providers: readonly unknown[] | 'registered';
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly chains?: Readonly<Record<string, ChainDefinition>> | undefined;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/**
 * Returns the names of a runtime. Every name has one meaning, and every chain and alias ends at a provider.
 *
 * @throws ConfigurationError with the path of the value that is not valid
 */
export function createRouteTable(options: RouteTableOptions): RouteTable {
  const { providers, settings } = options;
  if (providers !== 'registered' && settings !== undefined) {
    const advice = 'pass the settings to the factory, for example openai({ apiKey })';
    throw invalidValue('settings', "no value, unless providers is 'registered'", settings, advice);
  }
  const chains = readRecordOf(options.chains, 'chains');
  const aliases = readRecordOf(options.aliases, 'aliases');
  const table: RouteTable = {
    providers:
      providers === 'registered'
        ? readCatalog(readRecordOf(settings, 'settings'))
        : readList(providers),
    chains: new Map(
      Object.entries(chains).map(([name, chain]) => [name, readChain(chain, `chains.${name}`)]),
    ),
    aliases: new Map(Object.entries(aliases)),
  };
  const known = new Map<string, ResolvedName>();
  for (const name of table.chains.keys()) assertChain(name, table, known);
  for (const [name, target] of table.aliases) assertAlias(name, target, table, known);
  return table;
}

function readRecordOf<Value>(
  value: Readonly<Record<string, Value>> | undefined,
  path: string,
): Readonly<Record<string, Value>> {
  if (value === undefined) return {};
  if (isFieldObject(value)) return value;
  throw invalidValue(path, 'an object', value);
}

function readList(providers: readonly unknown[]): ReadonlyMap<string, RegistryEntry> {
  const entries = new Map<string, RegistryEntry>();
  for (const [index, definition] of providers.entries()) {
    const path = `providers[${index}]`;
    if (!isProviderDefinition(definition)) {
      throw new ConfigurationError({
        path,
        expected: 'a definition made with defineProvider',
        received: definition === null ? 'null' : typeof definition,
        advice:
          typeof definition === 'function'
            ? 'call the factory, as in openai({ apiKey })'
            : undefined,
      });
    }
    if (entries.has(definition.id)) {
      throw new ConfigurationError({
        path,
        expected: 'a unique id',
        received: `"${definition.id}", which another provider has`,
        advice: 'change the id of one of them',
      });
    }
    entries.set(definition.id, { definition });
  }
  return entries;
}

/** If the settings of a provider are not valid, the error is thrown when the provider is used. */
function readCatalog(
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
      createEntry(
        registration,
        Object.hasOwn(settings, registration.id) ? settings[registration.id] : {},
      ),
    ]),
  );
}

function createEntry(
  { id, factory }: ProviderRegistration,
  settings: Readonly<Record<string, unknown>> = {},
): RegistryEntry {
  const path = `settings.${id}`;
  try {
    const definition: unknown = factory(settings);
    if (!isProviderDefinition(definition)) {
      const expected = 'a factory that returns a definition made with defineProvider';
      return { error: invalidValue(path, expected, definition) };
    }
    if (definition.id !== id)
      throw invalidValue('id', `"${id}", the id of its registration`, definition.id);
    return { definition };
  } catch (error) {
    if (isConfigurationError(error)) return { error: error.withPathPrefix(path) };
    // The message is left out, because settings contain keys.
    const name = error instanceof Error ? error.name : 'a value';
    const expected = 'settings that the factory accepts';
    const received = `${name} thrown by the factory`;
    return { error: new ConfigurationError({ path, expected, received }) };
  }
}

function assertChain(name: string, table: RouteTable, known: Map<string, ResolvedName>): void {
  const path = `chains.${name}`;
  if (name === '' || name.includes('/')) {
    throw new ConfigurationError({
      path,
      expected: 'a chain name without a slash',
      received: quoteText(name),
    });
  }
  assertUnique(name, path, table, [...table.aliases.keys()]);
  resolveRoute(name, table, path, known);
}

function assertAlias(
  name: string,
  target: unknown,
  table: RouteTable,
  known: Map<string, ResolvedName>,
): void {
  const path = `aliases.${name}`;
  if (name === '') throw invalidValue(path, 'a non-empty alias name', name);
  if (typeof target !== 'string') throw invalidValue(path, 'a model reference', target);
  assertUnique(name, path, table, [...table.chains.keys()]);
  resolveRoute(name, table, path, known);
}

/** With two meanings, the order of the lookup would decide where a prompt is sent. */
function assertUnique(
  name: string,
  path: string,
  table: RouteTable,
  others: readonly string[],
): void {
  const models: RouteTable = { ...table, chains: new Map(), aliases: new Map() };
  const meaning = others.includes(name)
    ? 'both a chain and an alias'
    : canResolve(name, models)
      ? 'also a model'
      : undefined;
  if (meaning === undefined) return;
  throw new ConfigurationError({
    path,
    expected: 'a unique name',
    received: `"${name}", which is ${meaning}`,
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
