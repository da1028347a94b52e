import type { ProviderDefinition, ProviderMetadata } from './provider-definition.ts';
import type { ModelInfo } from './provider.ts';

/** A setting of a provider's factory. */
export interface SettingDefinition {
  readonly name: string;
  /** Whether the provider needs the setting. */
  readonly required: boolean;
  /** Whether the value is confidential, such as a key. Programs must not print it. @defaultValue false */
  readonly secret?: boolean | undefined;
  /**
   * Environment variables in which the setting is usually stored, for example `OLLAMA_HOST`. Understudy does not read
   * them; command-line programs can. The variables of the key are in `credentialEnvVars`.
   *
   * @defaultValue none
   */
  readonly envVars?: readonly string[] | undefined;
  /**
   * Path that the vendor's own tools append to an address in `envVars`, for example `/v1`. Programs append it, unless
   * the address ends with a version.
   *
   * @defaultValue none
   */
  readonly envPath?: string | undefined;
}

/** A provider that a package has registered for `createUnderstudy({ providers: 'registered' })`. */
export interface ProviderRegistration extends ProviderMetadata {
  readonly id: string;
  readonly models: readonly ModelInfo[];
  readonly settings: readonly SettingDefinition[];
  /**
   * Creates a definition from settings, for example from a configuration file.
   *
   * @throws ConfigurationError with the path of the setting that is missing or not valid
   */
  readonly factory: (settings: Readonly<Record<string, unknown>>) => ProviderDefinition;
}
