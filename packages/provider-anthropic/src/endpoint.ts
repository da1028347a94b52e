import { decodeErrorBody, toVendorError } from '@understudy/anthropic-wire';
import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';
import { adviseVersion, VendorEndpoint } from '@understudy/provider-utils/internal';
import type { EndpointFields } from '@understudy/provider-utils/internal';

import type { AnthropicSettings } from './anthropic-settings.ts';

const betaHeader = 'anthropic-beta';

/** The addresses, headers and credentials. Printing it shows no key. */
export class Endpoint extends VendorEndpoint {
  readonly messages: URL;
  readonly countTokens: URL;

  constructor(settings: AnthropicSettings) {
    super(settings, {
      keyHeader: 'x-api-key',
      headers: { 'anthropic-version': settings.apiVersion },
      decodeError,
      baseUrlAdvice: adviseVersion(settings.baseUrl, '/v1'),
      isApiError,
    });
    this.messages = this.urlOf('messages');
    this.countTokens = this.urlOf('messages/count_tokens');
  }

  /** Returns the address of a page of the model list. */
  modelsAfter(id: string | undefined): URL {
    const url = this.urlOf('models');
    url.searchParams.set('limit', '1000');
    if (id !== undefined) url.searchParams.set('after_id', id);
    return url;
  }

  /** Returns the fields of a request that needs features in beta. */
  fieldsFor(betas: readonly string[]): EndpointFields {
    const { fields } = this;
    const values = [fields.headers[betaHeader] ?? [], betas].flat();
    if (values.length === 0) return fields;
    return { ...fields, headers: { ...fields.headers, [betaHeader]: values.join(',') } };
  }
}

function isApiError(code: ErrorCode, error: VendorError): boolean {
  if (code === 'model-not-found') return /^model\b/.test(error.vendorMessage ?? '');
  return error.code !== undefined;
}

/** A proxy can send the message alone. */
function decodeError(body: JsonValue, now: number): VendorError | undefined {
  const message = readString(body, 'message');
  const error =
    decodeErrorBody(body, now) ??
    decodeErrorBody(message === undefined ? body : { error: message }, now);
  return error && toVendorError(error);
}
