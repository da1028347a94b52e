import { lowerCaseNames } from '@understudy/core/provider';
import type { HttpRequest, ModelsContext } from '@understudy/core/provider';

import type { AcmeSettings } from './acme-settings.ts';

/** A request to Acme. The caller's headers come along, but take no place of ours. */
export function createRequest(
  request: Pick<HttpRequest, 'method' | 'body'> & { readonly path: string },
  { headers, signal }: ModelsContext,
  { apiKey, baseUrl }: AcmeSettings,
): HttpRequest {
  const { method, body, path } = request;
  return {
    method,
    url: new URL(path, baseUrl),
    headers: {
      ...lowerCaseNames(headers),
      'acme-key': apiKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
    signal,
  };
}
