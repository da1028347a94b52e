import { lowerCaseNames } from '@understudy/core/provider';
import type { HttpRequest, ModelsContext } from '@understudy/core/provider';

import type { MyVendorSettings } from './my-vendor-settings.ts';

/** A request to My Vendor. The caller's headers come along, but take no place of ours. */
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
