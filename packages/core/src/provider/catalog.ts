import type { ProviderDefinition, ProviderMetadata } from './provider-definition.ts';
import type { ModelInfo } from './provider.ts';

/** A setting of a provider's factory, by name. */
export interface SettingDefinition {
  readonly name: string;
  /** Whether the provider can't be asked without it where its vendor serves it. */
  readonly required: boolean;
}

/** A provider that a package has put on offer to the process. */
export interface ProviderRegistration extends ProviderMetadata {
  readonly id: string;
  readonly models: readonly ModelInfo[];
  readonly settings: readonly SettingDefinition[];
  /**
   * Makes a definition of settings from outside.
   *
   * @throws ConfigurationError at the path of the setting that is missing or wrong
   */
  readonly factory: (settings: Readonly<Record<string, unknown>>) => ProviderDefinition;
}

interface Catalog {
  readonly registrations: Map<string, ProviderRegistration>;
  /** What was on offer when an entry `./register` had run, by its URL: it runs once in a process. */
  readonly entries: Map<string, readonly ProviderRegistration[]>;
  readonly warnedCodes: Set<string>;
}

/** One for the process, also when two copies of this package are loaded. */
const key = Symbol.for('understudy.catalog/1');

function catalog(): Catalog {
  const known: Catalog | undefined = Reflect.get(globalThis, key);
  if (known) return known;
  const made: Catalog = {
    registrations: new Map(),
    entries: new Map(),
    warnedCodes: new Set(),
  };
  Reflect.set(globalThis, key, made);
  return made;
}

/** Puts a provider on offer; a second registration of the same id takes the place of the first. */
export function registerProvider(registration: ProviderRegistration): void {
  catalog().registrations.set(registration.id, registration);
}

/** What is on offer, in order of registration. */
export function registeredProviders(): readonly ProviderRegistration[] {
  return [...catalog().registrations.values()];
}

/**
 * Runs the entry at a URL, the first time only, since importing it again changes nothing; gives what
 * was on offer when it had run.
 */
export async function runEntryOnce(
  url: string,
  run: () => Promise<unknown>,
): Promise<readonly ProviderRegistration[]> {
  const { entries } = catalog();
  const known = entries.get(url);
  if (known) return known;
  await run();
  const offered = registeredProviders();
  entries.set(url, offered);
  return offered;
}

/** True the first time that a code is asked about in this process. */
export function isFirstWarning(code: string): boolean {
  const { warnedCodes } = catalog();
  if (warnedCodes.has(code)) return false;
  warnedCodes.add(code);
  return true;
}
