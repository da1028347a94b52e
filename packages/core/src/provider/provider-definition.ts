import type { ModelInfo, Provider, ProviderPorts } from './provider.ts';

/** How a provider stands in its life. */
export type Lifecycle =
  | { readonly state: 'active' }
  | {
      /** `deprecated` works when it is named; `sunset` is refused unless it is allowed by id. */
      readonly state: 'deprecated' | 'retired';
      /** The day, as in `2024-02-05`. */
      readonly since: string;
      readonly reason: string;
      /** The id of the provider to move to. */
      readonly replacement?: string | undefined;
      /** Names the warning, for example `UNDERSTUDY_DEP_FAKEGPT`. */
      readonly code: string;
    };

/** What a provider can do; a request that needs more is refused before any call. */
export interface ProviderCapabilities {
  readonly tools: boolean;
  readonly images: boolean;
  readonly files: boolean;
  /** Answers in JSON, by schema or without. */
  readonly json: boolean;
}

/** The part of a definition that holds for every instance of a provider. */
export interface ProviderMetadata<Life extends Lifecycle = Lifecycle> {
  readonly label: string;
  /** Where the vendor is described. */
  readonly url?: string | undefined;
  readonly lifecycle: Life;
  readonly capabilities: ProviderCapabilities;
  /** Environment variables that hold its keys: for programs, never read here. */
  readonly credentialEnvVars: readonly string[];
}

/** A provider that is not made yet: what it is called, what it can do, and how it is made. */
export interface ProviderDefinition<
  Id extends string = string,
  Model extends string = string,
  Life extends Lifecycle = Lifecycle,
> extends ProviderMetadata<Life> {
  /** Stands before the slash in `provider/model`. */
  readonly id: Id;
  /** The version of this interface that the provider was written for. */
  readonly interfaceVersion: 1;
  readonly models: readonly ModelInfo<Model>[];
  /** True when the vendor also takes names that `models` does not list. @defaultValue false */
  readonly allowUnknownModels?: boolean | undefined;
  /** Called once, at the first use; after a failure, again at the next use. */
  create(ports: ProviderPorts): Provider | Promise<Provider>;
}
