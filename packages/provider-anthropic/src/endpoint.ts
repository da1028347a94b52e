import { decodeErrorBody, toVendorError } from '@understudy/anthropic-wire';
import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import type { VendorError, VendorRequest } from '@understudy/provider-utils';

import type { AnthropicSettings } from './anthropic-settings.ts';

type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'advice'>;

const betaHeader = 'anthropic-beta';

/** The addresses, headers and credentials. Printing it shows no key. */
export class Endpoint {
  readonly messages: URL;
  readonly countTokens: URL;
  readonly #models: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #hasKey: boolean;

  constructor({ baseUrl, proxy, apiKey, apiVersion, headers }: AnthropicSettings) {
    this.messages = appendPath(baseUrl, 'messages');
    this.countTokens = appendPath(baseUrl, 'messages/count_tokens');
    this.#models = appendPath(baseUrl, 'models');
    this.#proxy = proxy;
    const hasOwnKey =
      Object.hasOwn(headers, 'authorization') || Object.hasOwn(headers, 'x-api-key');
    this.#hasKey = hasOwnKey || apiKey !== undefined;
    this.#headers = {
      // Firewalls of some vendors reject requests without a user agent.
      'user-agent': 'understudy',
      'anthropic-version': apiVersion,
      // If both are sent, the API ignores `authorization`.
      ...(apiKey === undefined || hasOwnKey ? undefined : { 'x-api-key': apiKey }),
      ...headers,
    };
  }

  /** Returns the address of a page of the model list. */
  modelsAfter(id: string | undefined): URL {
    const url = new URL(this.#models);
    url.searchParams.set('limit', '1000');
    if (id !== undefined) url.searchParams.set('after_id', id);
    return url;
  }

  /** Returns the fields of a request. */
  fieldsFor(betas: readonly string[] = []): EndpointFields {
    const values = [this.#headers[betaHeader] ?? [], betas].flat();
    return {
      headers: { ...this.#headers, ...(values.length > 0 && { [betaHeader]: values.join(',') }) },
      proxy: this.#proxy,
      decodeError,
      advice: (code, error) => this.#adviceFor(code, error),
    };
  }

  #adviceFor(code: ErrorCode, error: VendorError | undefined): string | undefined {
    if (code === 'authentication-failed' && !this.#hasKey) return 'apiKey is not set';
    if (code === 'malformed-response' && error?.code === undefined) return this.#baseUrlAdvice;
    if (code === 'model-not-found' && !/^model\b/.test(error?.vendorMessage ?? '')) {
      return `if the model name is correct, ${this.#baseUrlAdvice}`;
    }
    return undefined;
  }

  get #baseUrlAdvice(): string {
    return /\/v\d\w*\//.test(this.messages.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }
}

/** A proxy can send the message alone. */
function decodeError(body: JsonValue, now: number): VendorError | undefined {
  const message = readString(body, 'message');
  const error =
    decodeErrorBody(body, now) ??
    decodeErrorBody(message === undefined ? body : { error: message }, now);
  return error && toVendorError(error);
}

/** Appends a path to the path of the base URL and keeps its query. */
function appendPath(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname += path;
  return url;
}
