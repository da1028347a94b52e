import type { ConfigurationError } from '../errors/configuration-error.ts';
import type { ProviderRegistration } from '../provider/registration.ts';

/** A provider that a package declares in its package.json. Its code has not run. */
export interface DiscoveredProvider {
  /** The part before the slash in `provider/model`. */
  readonly id: string;
  /** The name under which the package is imported. */
  readonly packageName: string;
  /** Undefined if the package.json has no version. */
  readonly packageVersion: string | undefined;
  /** The folder of the package. */
  readonly folder: string;
  /**
   * Imports the package and registers the provider for `createUnderstudy({ providers: 'registered' })`.
   *
   * A second call returns the promise of the first.
   *
   * @throws ConfigurationError `invalid-configuration` if the import fails or the factory is not exported
   */
  load(): Promise<ProviderRegistration>;
}

/** A package that was skipped, and the reason. */
export interface DiscoveryProblem {
  readonly packageName: string;
  /** The folder of the package. */
  readonly folder: string;
  /** Its message names the file and the field. */
  readonly error: ConfigurationError;
}

/** The result of `discoverProviders`. */
export interface Discovery {
  /** The providers of the nearest project first. Every id is unique. */
  readonly providers: readonly DiscoveredProvider[];
  readonly problems: readonly DiscoveryProblem[];
}
