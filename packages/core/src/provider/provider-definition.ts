import type { ProviderCapabilities } from './provider-capabilities.ts';
import type { ModelInfo, Provider, ProviderPorts } from './provider.ts';

/** Whether a provider is still supported. */
export type Lifecycle =
  | { readonly state: 'active' }
  | {
      /**
       * A `deprecated` provider works and causes one warning per process. A `retired` provider is rejected unless
       * `allowRetired` contains its id. Bare model names are looked up in active providers only.
       */
      readonly state: 'deprecated' | 'retired';
      /** The date of the change, for example `2024-02-05`. */
      readonly since: string;
      readonly reason: string;
      /** The id of the provider to use instead. */
      readonly replacement?: string | undefined;
      /** The code of the warning, for example `UNDERSTUDY_DEP_FAKEGPT`. */
      readonly code: string;
    };

/** The fields of a definition that are known without settings. */
export interface ProviderMetadata<Life extends Lifecycle = Lifecycle> {
  /** A name for people. */
  readonly label: string;
  /** A web page about the vendor. */
  readonly url?: string | undefined;
  readonly lifecycle: Life;
  readonly capabilities: ProviderCapabilities;
  /**
   * Environment variables in which the API key is usually stored. Understudy does not read them; command-line
   * programs can.
   */
  readonly credentialEnvVars: readonly string[];
  /** The wire format of the vendor's API. It is a key of `providerOptions` besides the provider id. */
  readonly wireFormat?: WireFormat | undefined;
  /**
   * Which models accept a signature: only the model that created it, or every model of the provider.
   *
   * @defaultValue 'model'
   */
  readonly signatureScope?: 'model' | 'provider' | undefined;
}

/** A wire format that several vendors have in common. */
export type WireFormat = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

/** Describes a provider and creates it. Returned by the factory of a provider package, such as `openai()`. */
export interface ProviderDefinition<
  Id extends string = string,
  Model extends string = string,
  Life extends Lifecycle = Lifecycle,
> extends ProviderMetadata<Life> {
  /** The part before the slash in `provider/model`. */
  readonly id: Id;
  /** The version of the provider interface for which the provider was written. */
  readonly interfaceVersion: 1;
  /** The known models. */
  readonly models: readonly ModelInfo<Model>[];
  /** Whether `provider/model` accepts names that `models` does not list. */
  readonly allowUnknownModels: boolean;
  /** Creates the provider. Called once, at the first use. After a failure, it is called again at the next use. */
  create(ports: ProviderPorts): Provider | Promise<Provider>;
}

/** What `defineProvider` receives. Every field but `id`, `models` and `create` has a default. */
export interface ProviderDefinitionInput<
  Id extends string,
  Model extends string,
  Life extends Lifecycle,
> {
  readonly id: Id;
  readonly models: readonly ModelInfo<Model>[];
  create(ports: ProviderPorts): Provider | Promise<Provider>;
  /** @defaultValue the id */
  readonly label?: string | undefined;
  readonly url?: string | undefined;
  /** @defaultValue 1 */
  readonly interfaceVersion?: 1 | undefined;
  /** @defaultValue `{ state: 'active' }` */
  readonly lifecycle?: Life | undefined;
  /** The supported features. @defaultValue none */
  readonly capabilities?: Partial<ProviderCapabilities> | undefined;
  /** @defaultValue none */
  readonly credentialEnvVars?: readonly string[] | undefined;
  /** @defaultValue false */
  readonly allowUnknownModels?: boolean | undefined;
  readonly wireFormat?: WireFormat | undefined;
  /** @defaultValue 'model' */
  readonly signatureScope?: 'model' | 'provider' | undefined;
}
