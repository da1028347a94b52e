import type { ModelInfo, ModelsContext } from '@understudy/core/provider';
import { decodeModelList } from '@understudy/openai-wire';

import type { Endpoint } from './endpoint.ts';
import { readJsonAnswer } from './read-json-response.ts';

/** What the vendor offers right now. */
export async function listModels(
  context: ModelsContext,
  endpoint: Endpoint,
): Promise<readonly ModelInfo[]> {
  const { http, clock } = context;
  const response = await http.request(
    endpoint.createRequest(
      { method: 'GET', url: endpoint.models, accept: 'application/json' },
      context,
    ),
  );
  const wanted = { what: 'the list of models', expected: 'JSON', endpoint, clock };
  return decodeModelList(await readJsonAnswer(response, wanted));
}
