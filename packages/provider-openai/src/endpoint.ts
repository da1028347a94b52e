import type { ErrorCode } from '@understudy/core/provider';
import { classifyError } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';
import { adviseVersion, VendorEndpoint } from '@understudy/provider-utils/internal';

import { decodeError } from './decode-error.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';

/** The addresses, headers and credentials of a vendor. Printing it shows no key. */
export class Endpoint extends VendorEndpoint {
  readonly models: URL;
  readonly #chat: URL;
  readonly #hasModel: boolean;

  /** @param chatPath - the path of the API for chats below the base URL */
  constructor(settings: OpenAiSettings, chatPath: string) {
    super(settings, {
      keyHeader: settings.apiKeyHeader,
      decodeError,
      baseUrlAdvice: adviseVersion(settings.baseUrl, '/v1'),
      isApiError,
    });
    this.#chat = this.urlOf(chatPath);
    this.#hasModel = this.#chat.pathname.includes(modelInPath);
    this.models = removeModel(this.urlOf('models'));
  }

  /** Returns the address for chats with a model, or for a route below it. */
  chatUrlOf(model: string, route: string = ''): URL {
    if (route === '' && !this.#hasModel) return this.#chat;
    const url = new URL(this.#chat);
    url.pathname += route;
    url.pathname = url.pathname.replaceAll(modelInPath, () => encodeURIComponent(model));
    return url;
  }
}

function isApiError(code: ErrorCode, { vendorCode, vendorType }: VendorError): boolean {
  return classifyError({ vendorCode, vendorType }) === code;
}

/** `{model}` in the path of a base URL, as `URL` writes it. Older addresses of Azure contain the model. */
const modelInPath = '%7Bmodel%7D';

/** Azure lists its models beside the deployments. */
function removeModel(url: URL): URL {
  const removed = new URL(url);
  removed.pathname = url.pathname.replace(/deployments\/%7Bmodel%7D\/?/, '');
  return removed;
}
