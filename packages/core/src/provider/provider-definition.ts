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

/** The features of a provider. A target that lacks a feature of the request is skipped. */
export interface ProviderCapabilities {
  readonly tools: boolean;
  readonly images: boolean;
  readonly files: boolean;
  /** Responses in JSON, with or without a schema. */
  readonly json: boolean;
}

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
}

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
  /** Whether `provider/model` accepts names that `models` does not list. @defaultValue false */
  readonly allowUnknownModels?: boolean | undefined;
  /** Creates the provider. Called once, at the first use. After a failure, it is called again at the next use. */
  create(ports: ProviderPorts): Provider | Promise<Provider>;
}
