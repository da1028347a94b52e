import type { ErrorCode } from '@understudy/core/provider';
import type { VendorError } from '@understudy/provider-utils';
import { adviseVersion, VendorEndpoint } from '@understudy/provider-utils/internal';

import type { GoogleSettings } from './google-settings.ts';
import { decodeErrorBody } from './wire/decode-error-body.ts';

/** The method of a model, for example `generateContent`. */
type Method = 'streamGenerateContent' | 'countTokens';

/** The addresses, headers and credentials. Printing it shows no key. */
export class Endpoint extends VendorEndpoint {
  constructor(settings: GoogleSettings) {
    super(settings, {
      keyHeader: 'x-goog-api-key',
      decodeError: decodeErrorBody,
      baseUrlAdvice: adviseVersion(settings.baseUrl, '/v1beta'),
      isApiError,
    });
  }

  /** Returns the address of a method of a model. */
  methodOf(model: string, method: Method): URL {
    const path = toModelPath(model).split('/').map(encodeURIComponent).join('/');
    const url = this.urlOf(`${path}:${method}`);
    // Without it, a stream is one JSON array.
    if (method === 'streamGenerateContent') url.searchParams.set('alt', 'sse');
    return url;
  }

  /** Returns the address of a page of the model list. */
  modelsPage(token: string | undefined): URL {
    const url = this.urlOf('models');
    url.searchParams.set('pageSize', '1000');
    if (token !== undefined) url.searchParams.set('pageToken', token);
    return url;
  }
}

/** The API names the model. Another server does not know the path. */
function isApiError(code: ErrorCode, { vendorType }: VendorError): boolean {
  return code === 'model-not-found' && vendorType === 'NOT_FOUND';
}

/** Returns the resource name of a model, for example `models/gemini-3.8-flash` or `tunedModels/mine`. */
export function toModelPath(model: string): string {
  return model.includes('/') ? model : `models/${model}`;
}
