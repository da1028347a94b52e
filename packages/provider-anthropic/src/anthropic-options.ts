import type { ApiVersion } from '@understudy/anthropic-wire';
import type { GrowingList, ProviderDefinition } from '@understudy/core/provider';

import type { AnthropicModel } from './anthropic-models.ts';

/** The options of `anthropic()`. */
export interface AnthropicOptions<Id extends string = string> {
  /**
   * The part before the slash in a model reference. Use two ids for two keys or servers in one runtime.
   *
   * @defaultValue 'anthropic'
   */
  readonly id?: Id | undefined;
  /**
   * The key, in visible ASCII characters. It is sent as `x-api-key`. Required at Anthropic's own address, unless a
   * header contains a key. `false` means "no key".
   * @defaultValue none
   */
  readonly apiKey?: string | false | undefined;
  /**
   * The address of the API, with `/v1`. Its path and query are kept. Credentials in it are invalid.
   *
   * @defaultValue 'https://api.anthropic.com/v1'
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * The version of the API, which is sent as `anthropic-version`. `2026-10-21` accepts no sampling settings.
   *
   * @defaultValue '2023-06-01'
   */
  readonly apiVersion?: ApiVersion | undefined;
  /**
   * Headers of every request. They replace the provider's own: with `authorization` or `x-api-key`, `apiKey` is not
   * sent. Values of `anthropic-beta` are added to those of a request. The headers of a call do not replace them.
   *
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether the server ends a stream with `message_stop`. If false, a stream that ends after its stop reason is
   * complete. Some proxies do not send the event.
   *
   * @defaultValue true
   */
  readonly messageStop?: boolean | undefined;
  /** The proxy for all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

export interface ActiveLifecycle {
  readonly state: 'active';
}

/** What `anthropic()` returns. */
export type AnthropicDefinition<Id extends string> = ProviderDefinition<
  Id,
  GrowingList<AnthropicModel>,
  ActiveLifecycle
>;
