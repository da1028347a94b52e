import { readInput } from '../input/readers.ts';
import { readRegistration } from './read-definition.ts';
import type { ProviderRegistration } from './registration.ts';

interface Catalog {
  readonly registrations: Map<string, ProviderRegistration>;
  /** The registered providers after the run of a `./register` entry, by the URL of the entry. */
  readonly entries: Map<string, readonly ProviderRegistration[]>;
  readonly warnedCodes: Set<string>;
}

/** Shared by all copies of this package in the process. */
const key = Symbol.for('understudy.catalog/1');

function catalog(): Catalog {
  const known: Catalog | undefined = Reflect.get(globalThis, key);
  if (known) return known;
  const created: Catalog = {
    registrations: new Map(),
    entries: new Map(),
    warnedCodes: new Set(),
  };
  Reflect.set(globalThis, key, created);
  return created;
}

/**
 * Registers a provider for the process. A later registration of the same id replaces the earlier one.
 *
 * Called by the `./register` entry of a provider package.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the field that is missing, unknown or not valid
 */
export function registerProvider(registration: ProviderRegistration): void {
  const checked = readInput(readRegistration, registration, 'registration');
  catalog().registrations.set(checked.id, checked);
}

/** Returns the registered providers, in order of registration. */
export function registeredProviders(): readonly ProviderRegistration[] {
  return [...catalog().registrations.values()];
}

/**
 * Runs the `./register` entry at a URL and returns the providers that are registered after the run.
 *
 * Runs an entry once per process, because a second import of the same module has no effect.
 */
export async function runEntryOnce(
  url: string,
  run: () => Promise<unknown>,
): Promise<readonly ProviderRegistration[]> {
  const { entries } = catalog();
  const known = entries.get(url);
  if (known) return known;
  await run();
  const registered = registeredProviders();
  entries.set(url, registered);
  return registered;
}

/** Returns true for the first call with a code in this process. */
export function claimWarning(code: string): boolean {
  const { warnedCodes } = catalog();
  if (warnedCodes.has(code)) return false;
  warnedCodes.add(code);
  return true;
}
