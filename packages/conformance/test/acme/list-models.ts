import type { Http, ModelInfo, ProviderCallContext } from '@understudy/core/provider';
import {
  mediaType,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readErrorBody,
  readString,
  readText,
  toResponseError,
} from '@understudy/provider-utils';
import type { ResponseErrorDecoder } from '@understudy/provider-utils';

import type { AcmeSettings } from './acme-settings.ts';
import { fetchHttp } from './fetch-http.ts';

const errorDecoder: ResponseErrorDecoder = {
  operation: 'models',
  expected: 'JSON',
  decodeError(body) {
    const error = readObject(body, 'error');
    return { vendorCode: readString(error, 'code'), vendorType: readString(error, 'type') };
  },
};

/** Returns the models of the vendor. */
export async function listModels(
  context: ProviderCallContext,
  { baseUrl, apiKey, fault }: AcmeSettings,
): Promise<readonly ModelInfo[]> {
  const http: Http = fault === 'uses-global-fetch' ? fetchHttp : context.http;
  const response = await http.request({
    method: 'GET',
    url: new URL(`${baseUrl}/models`),
    headers: {
      ...(fault !== 'model-list-drops-caller-headers' && context.headers),
      authorization: `Bearer ${apiKey}`,
    },
    signal: fault === 'model-list-ignores-signal' ? new AbortController().signal : context.signal,
  });
  if (fault === 'lists-fixed-models') return [{ id: 'acme-1' }];
  if (response.status !== 200 || mediaType(response.headers) !== 'application/json') {
    if (fault === 'empty-list-on-error') return [];
    const body = await readErrorBody(response, context);
    throw toResponseError(response, body, errorDecoder, context.clock);
  }
  const isIgnored = fault === 'ignores-size-limits-of-lists';
  const bytes = isIgnored ? 8_388_608 : context.limits.maxJsonBytes;
  const maxJsonBytes = fault === 'unbounded-model-list' ? Infinity : bytes;
  const models = readArray(parseJson(await readText(response, { maxJsonBytes })), 'data') ?? [];
  return models.flatMap((model) => {
    const id = readString(model, 'id');
    if (id === undefined) return [];
    if (fault === 'adds-facts-of-other-models') {
      return [{ id, contextTokens: 8192, capabilities: { images: false } }];
    }
    return [{ id, ...(fault !== 'drops-model-facts' && readFacts(model)) }];
  });
}

function readFacts(model: unknown): Omit<ModelInfo, 'id'> {
  const contextTokens = readNumber(model, 'context_length');
  const images = readBoolean(model, 'vision');
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(images !== undefined && { capabilities: { images } }),
  };
}
