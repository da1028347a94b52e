import type { ConfigurationError } from '../errors/configuration-error.ts';
import type { ProviderRegistration } from '../provider/catalog.ts';

/** A provider that a package states in its package.json; none of its code has run. */
export interface DiscoveredProvider {
  /** Stands before the slash in `provider/model`. */
  readonly id: string;
  /** The name by which the package is imported. */
  readonly packageName: string;
  /** Undefined where its package.json tells none. */
  readonly packageVersion: string | undefined;
  /** Where the package is. */
  readonly folder: string;
  /**
   * Imports the package, and puts the provider on offer to the process: from then on
   * `createUnderstudy({ providers: 'registered' })` knows it. A second call waits for the first.
   *
   * @throws ConfigurationError for code that can't be imported, and for an export that is missing
   */
  load(): Promise<ProviderRegistration>;
}

/** A package that is passed over, and what was expected of it. */
export interface DiscoveryProblem {
  readonly packageName: string;
  /** Where the package is. */
  readonly folder: string;
  /** Its message says in one sentence what was expected where, and what was found. */
  readonly error: ConfigurationError;
}

/** What a folder's packages have to offer. */
export interface Discovery {
  /** Nearest first, each id once. */
  readonly providers: readonly DiscoveredProvider[];
  readonly problems: readonly DiscoveryProblem[];
}
