import type { HttpRequest, ModelsContext } from '@understudy/core/provider';
import { lowerCaseNames } from '@understudy/provider-utils';

import type { MyVendorSettings } from './my-vendor-settings.ts';

/** Creates a request with the headers and the signal of the context. Headers of the provider take precedence. */
export function createRequest(
  request: Pick<HttpRequest, 'method' | 'body'> & { readonly path: string },
  { headers, signal }: ModelsContext,
  { apiKey, baseUrl }: MyVendorSettings,
): HttpRequest {
  const { method, body, path } = request;
  return {
    method,
    url: new URL(path, baseUrl),
    headers: {
      ...lowerCaseNames(headers),
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
    signal,
  };
}
