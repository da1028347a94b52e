import {
  mediaType,
  parseJson,
  createResponseError,
  readArray,
  readObject,
  readErrorBody,
  readString,
  readText,
  maxJsonBodyBytes,
} from '@understudy/core/provider';
import type { Http, ModelInfo, ModelsContext } from '@understudy/core/provider';

import type { AcmeSettings } from './acme-settings.ts';
import { fetchHttp } from './fetch-http.ts';

/** What the vendor offers now. */
export async function listModels(
  context: ModelsContext,
  { baseUrl, apiKey, fault }: AcmeSettings,
): Promise<readonly ModelInfo[]> {
  const http: Http = fault === 'uses-fetch' ? fetchHttp : context.http;
  const response = await http.request({
    method: 'GET',
    url: new URL(`${baseUrl}/models`),
    headers: {
      ...(fault !== 'lists-without-the-callers-headers' && context.headers),
      authorization: `Bearer ${apiKey}`,
    },
    signal: fault === 'lists-on-when-left' ? new AbortController().signal : context.signal,
  });
  if (fault === 'lists-what-it-knew') return [{ id: 'acme-1' }];
  if (response.status !== 200 || mediaType(response.headers) !== 'application/json') {
    if (fault === 'lists-nothing-when-refused') return [];
    const error = readObject(parseJson(await readErrorBody(response)), 'error');
    const told = { vendorCode: readString(error, 'code'), vendorType: readString(error, 'type') };
    throw createResponseError(
      response,
      { operation: 'the list of models', ...told },
      context.clock,
    );
  }
  const most = fault === 'lists-without-bounds' ? Infinity : maxJsonBodyBytes;
  const models = readArray(parseJson(await readText(response, most)), 'data') ?? [];
  return models.flatMap((model) => {
    const id = readString(model, 'id');
    return id === undefined ? [] : [{ id }];
  });
}
