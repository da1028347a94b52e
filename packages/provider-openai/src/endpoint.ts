import type { ErrorCode, HttpRequest } from '@understudy/core/provider';
import { classifyError } from '@understudy/provider-utils';
import type { VendorError, VendorRequest } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';

type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'advice'>;

/** The addresses, headers and credentials of a vendor. Printing it shows no key. */
export class Endpoint {
  readonly models: URL;
  readonly #chat: URL;
  readonly #hasModel: boolean;
  readonly #proxy: URL | undefined;
  readonly #headers: HttpRequest['headers'];
  readonly #keyHeaders: readonly string[];

  /** @param chatPath - the path of the API for chats below the base URL */
  constructor({ baseUrl, proxy, apiKey, apiKeyHeader, headers }: OpenAiSettings, chatPath: string) {
    this.#chat = appendPath(baseUrl, chatPath);
    this.#hasModel = this.#chat.pathname.includes(modelInPath);
    this.models = appendPath(removeModel(baseUrl), 'models');
    this.#proxy = proxy;
    this.#headers = {
      // Firewalls of some vendors reject requests without a user agent.
      'user-agent': 'understudy',
      ...(apiKey !== undefined && encodeKey(apiKey, apiKeyHeader)),
      ...headers,
    };
    this.#keyHeaders = ['authorization', apiKeyHeader];
  }

  /** Returns the address for chats with a model, or for a route below it. */
  chatUrlOf(model: string, route: string = ''): URL {
    if (route === '' && !this.#hasModel) return this.#chat;
    const url = appendPath(this.#chat, route);
    url.pathname = url.pathname.replaceAll(modelInPath, () => encodeURIComponent(model));
    return url;
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
    const hasKey = this.#keyHeaders.some((name) => Object.hasOwn(this.#headers, name));
    if (code === 'authentication-failed' && !hasKey) return 'apiKey is not set';
    const { vendorCode, vendorType } = error ?? {};
    const isVendorCode = classifyError({ vendorCode, vendorType }) === code;
    if (code === 'malformed-response' && !isVendorCode) return this.#baseUrlAdvice;
    if (code === 'model-not-found' && !isVendorCode) {
      return `if the model name is correct, ${this.#baseUrlAdvice}`;
    }
    return undefined;
  }

  get #baseUrlAdvice(): string {
    return /\/v\d\w*\//.test(this.models.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }
}

/** `{model}` in the path of a base URL, as `URL` writes it. Older addresses of Azure contain the model. */
const modelInPath = '%7Bmodel%7D';

/** Azure lists its models beside the deployments. */
function removeModel(baseUrl: URL): URL {
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/deployments\/%7Bmodel%7D\/?/, '');
  return url;
}

function encodeKey(apiKey: string, apiKeyHeader: string): HttpRequest['headers'] {
  return { [apiKeyHeader]: apiKeyHeader === 'authorization' ? `Bearer ${apiKey}` : apiKey };
}

/** Appends a path to the path of the base URL and keeps its query. */
function appendPath(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname += path;
  return url;
}
