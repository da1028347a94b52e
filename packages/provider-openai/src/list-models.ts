import type { ModelInfo, ProviderCallContext } from '@understudy/core/provider';
import { decodeModelList } from '@understudy/openai-wire';
import { sendRequest } from '@understudy/provider-utils';

import type { Endpoint } from './endpoint.ts';

/** Returns the models that the vendor offers now. */
export async function listModels(
  endpoint: Endpoint,
  context: ProviderCallContext,
): Promise<readonly ModelInfo[]> {
  const { json } = await sendRequest(context, {
    ...endpoint.fields,
    method: 'GET',
    url: endpoint.models,
    expect: 'json',
    operation: 'model list request',
  });
  return decodeModelList(json);
}
