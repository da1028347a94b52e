import type {
  GrowingList,
  ModelInfo,
  ProviderCapabilities,
  ProviderDefinition,
} from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';

/** The data that defines a vendor with an OpenAI-compatible API. */
export interface Vendor<Id extends string = string, Model extends string = string> {
  /** The part before the slash in a model reference, for example `groq` in `groq/openai/gpt-oss-120b`. */
  readonly id: Id;
  /** The name for people. */
  readonly label: string;
  /** The address of the vendor's documentation. */
  readonly url: string;
  /**
   * The address of the API. Most end with `/v1`. Paths such as `chat/completions` are appended.
   *
   * Write the parts that differ for each account in braces, for example `https://{resource}.example.com/v1`. The option
   * `baseUrl` is required then. `{model}` in the path is replaced by the model of the request.
   */
  readonly baseUrl: string;
  /**
   * The names of the environment variables that contain the key.
   *
   * This package does not read them. Programs such as the command line do.
   */
  readonly credentialEnvVars: readonly string[];
  /** Environment variables in which the vendor's own tools expect the address. @defaultValue none */
  readonly baseUrlEnvVars?: readonly string[] | undefined;
  /** The header for the key. In `authorization`, the key is a bearer token. @defaultValue 'authorization' */
  readonly apiKeyHeader?: 'authorization' | 'api-key' | undefined;
  /** Headers that the vendor requires, with names in lower case. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The known models. Other model names are accepted too. @defaultValue none */
  readonly models?: readonly ModelInfo<Model>[] | undefined;
  /**
   * Differences from OpenAI's wire format.
   *
   * @defaultValue `{ maxTokensField: 'max_tokens' }`, and `resultFiles: false` for a vendor without images
   */
  readonly quirks?: Quirks | undefined;
  /** Supported features. @defaultValue tools, images and JSON, but no files */
  readonly capabilities?: Partial<ProviderCapabilities> | undefined;
  /** The pages and reports that describe the differences from OpenAI. @defaultValue none */
  readonly sources?: readonly string[] | undefined;
}

/** An API for chats: chat completions, or OpenAI's Responses API. */
export type ApiName = 'chat-completions' | 'responses';

/** The options of a provider factory, for example of `openai()`. */
export interface VendorOptions<
  Id extends string = string,
  Address extends string | URL | undefined = string | URL | undefined,
> {
  /**
   * The part before the slash in a model reference. Use two ids for two keys or servers in one runtime.
   *
   * @defaultValue the id of the vendor
   */
  readonly id?: Id | undefined;
  /**
   * The key, in visible ASCII characters. Required at the vendor's own address, unless a header contains a key. `false`
   * means "no key". @defaultValue none: no header with a key is sent
   */
  readonly apiKey?: string | false | undefined;
  /**
   * The address of the API. Its path and query are kept. `{model}` in the path is replaced by the model of the request.
   * Credentials in it are invalid.
   *
   * @defaultValue the address of the vendor
   */
  readonly baseUrl?: Address;
  /**
   * Headers of every request. They replace the provider's own: with `authorization` or the vendor's header for the key,
   * `apiKey` is not sent. The headers of a call do not replace them.
   *
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The API for chats. OpenAI's models that reason keep their reasoning between turns, and call tools while they
   * reason, only with `responses`.
   *
   * @defaultValue 'chat-completions'
   */
  readonly api?: ApiName | undefined;
  /** Quirks that override those of the vendor one by one. @defaultValue none */
  readonly quirks?: Quirks | undefined;
  /** The proxy for all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

export interface ActiveLifecycle {
  readonly state: 'active';
}

/** The model names that editors complete. With an own `baseUrl`, none is known. Other names compile too. */
export type ModelAt<Address, Model extends string> = Address extends undefined
  ? GrowingList<Model>
  : string;

/** Creates the definition of a vendor, typed by its id and its known models. */
export interface VendorFactory<Id extends string, Model extends string> {
  /**
   * @throws ConfigurationError `invalid-configuration` with the path of the invalid option, for example
   * `apiKey`
   */
  <const CustomId extends string, Address extends string | URL | undefined = undefined>(
    options: VendorOptions<CustomId, Address> & { readonly id: CustomId },
  ): ProviderDefinition<CustomId, ModelAt<Address, Model>, ActiveLifecycle>;
  /**
   * @throws ConfigurationError `invalid-configuration` with the path of the invalid option, for example
   * `apiKey`
   */
  <Address extends string | URL | undefined = undefined>(
    options?: VendorOptions<Id, Address>,
  ): ProviderDefinition<Id, ModelAt<Address, Model>, ActiveLifecycle>;
}
