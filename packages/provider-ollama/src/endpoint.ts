import type { JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';
import { VendorEndpoint } from '@understudy/provider-utils/internal';

import type { OllamaSettings } from './ollama-settings.ts';
import { decodeErrorBody } from './wire/decode-error-body.ts';

/** The addresses, headers and credentials of a server. Printing it shows no key. */
export class Endpoint extends VendorEndpoint {
  readonly chat: URL;
  readonly tags: URL;
  readonly show: URL;
  readonly running: URL;

  constructor(settings: OllamaSettings) {
    super(settings, {
      keyHeader: 'authorization',
      decodeError,
      missingKeyAdvice: 'set apiKey, or run "ollama signin" on the machine of the server',
      baseUrlAdvice: 'check baseUrl: the address of the server, without /api and /v1',
      isApiError: (_code, { advice }) => advice !== undefined,
    });
    this.chat = this.urlOf('api/chat');
    this.tags = this.urlOf('api/tags');
    this.show = this.urlOf('api/show');
    this.running = this.urlOf('api/ps');
  }
}

/** A proxy can send the message alone. */
function decodeError(body: JsonValue, now: number): VendorError | undefined {
  const message = readString(body, 'message');
  return decodeErrorBody(message === undefined ? body : { error: message }, now);
}
