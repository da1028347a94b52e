import type {
  ModelInfo,
  ProviderCapabilities,
  ProviderDefinition,
} from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';

/** What differs between two vendors that speak the same dialect: data, no code. */
export interface Vendor<Id extends string = string, Model extends string = string> {
  /** Stands before the slash in `groq/openai/gpt-oss-120b`. */
  readonly id: Id;
  readonly label: string;
  /** Where the vendor is described. */
  readonly url: string;
  /** Where its API is; most end with `/v1`. Paths such as `chat/completions` are added to it. */
  readonly baseUrl: string;
  /** Names of environment variables that hold its key: for programs, never read here. */
  readonly credentialEnvVars: readonly string[];
  /** Those known by name; any other is accepted too. @defaultValue none */
  readonly models?: readonly ModelInfo<Model>[] | undefined;
  /** @defaultValue as OpenAI, but with `maxTokensField: 'max_tokens'`, which all but OpenAI know */
  readonly quirks?: Quirks | undefined;
  /** Where it can do less. @defaultValue tools, images and JSON; no files */
  readonly capabilities?: Partial<ProviderCapabilities> | undefined;
}

/** What the factory of a vendor takes. */
export interface VendorOptions<
  Id extends string = string,
  Address extends string | URL | undefined = string | URL | undefined,
> {
  /** Stands before the slash, for two keys or two servers in one runtime. @defaultValue the vendor's */
  readonly id?: Id | undefined;
  /** Sent as a bearer token; visible ASCII. Without it no `authorization` is sent. */
  readonly apiKey?: string | undefined;
  /** Where the API is; a path and a query are kept, credentials are refused. @defaultValue the vendor's */
  readonly baseUrl?: Address;
  /**
   * Sent with every request, in place of our own of the same name: an `authorization` here goes
   * before `apiKey`. A call's own headers never take the place of these.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Over those of the vendor, one by one. */
  readonly quirks?: Quirks | undefined;
  /** For all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

export interface ActiveLifecycle {
  readonly state: 'active';
}

/** The names that compile: a server of one's own has models that nobody here knows. */
export type ModelAt<Address, Model extends string> = Address extends undefined ? Model : string;

/** Makes a definition of a vendor, typed by its id and by the models known by name. */
export interface VendorFactory<Id extends string, Model extends string> {
  /** @throws ConfigurationError at the path of the option that is wrong, as in `apiKey` */
  <const Given extends string, Address extends string | URL | undefined = undefined>(
    options: VendorOptions<Given, Address> & { readonly id: Given },
  ): ProviderDefinition<Given, ModelAt<Address, Model>, ActiveLifecycle>;
  /** @throws ConfigurationError at the path of the option that is wrong, as in `apiKey` */
  <Address extends string | URL | undefined = undefined>(
    options?: VendorOptions<Id, Address>,
  ): ProviderDefinition<Id, ModelAt<Address, Model>, ActiveLifecycle>;
}
