import type { ErrorCode, HttpRequest, JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import type { VendorError, VendorRequest } from '@understudy/provider-utils';

import type { OllamaSettings } from './ollama-settings.ts';
import { decodeErrorBody } from './wire/decode-error-body.ts';

type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'advice'>;

/** The addresses, headers and credentials of a server. Printing it shows no key. */
export class Endpoint {
  readonly chat: URL;
  readonly tags: URL;
  readonly show: URL;
  readonly running: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: HttpRequest['headers'];

  constructor({ baseUrl, proxy, apiKey, headers }: OllamaSettings) {
    this.chat = new URL('api/chat', baseUrl);
    this.tags = new URL('api/tags', baseUrl);
    this.show = new URL('api/show', baseUrl);
    this.running = new URL('api/ps', baseUrl);
    this.#proxy = proxy;
    this.#headers = {
      'user-agent': 'understudy',
      ...(apiKey === undefined ? undefined : { authorization: `Bearer ${apiKey}` }),
      ...headers,
    };
  }

  /** The fields that all requests have. */
  get fields(): EndpointFields {
    return {
      headers: this.#headers,
      proxy: this.#proxy,
      decodeError,
      advice: (code, error) => this.#adviceFor(code, error),
    };
  }

  #adviceFor(code: ErrorCode, error: VendorError | undefined): string | undefined {
    switch (code) {
      case 'authentication-failed':
        return Object.hasOwn(this.#headers, 'authorization')
          ? undefined
          : 'set apiKey, or run "ollama signin" on the machine of the server';
      case 'model-not-found':
      case 'malformed-response':
        return error?.advice ?? 'check baseUrl: the address of the server, without /api and /v1';
      default:
        return undefined;
    }
  }
}

/** A proxy can send the message alone. */
function decodeError(body: JsonValue, now: number): VendorError | undefined {
  const message = readString(body, 'message');
  return decodeErrorBody(message === undefined ? body : { error: message }, now);
}
