import {
  ProviderError,
  readArray,
  readJson,
  readNumber,
  readString,
} from '@understudy/core/provider';
import type { ModelInfo, ModelsContext } from '@understudy/core/provider';

import { createRequest } from './create-request.ts';
import { assertAnswered } from './decode-error.ts';
import type { MyVendorSettings } from './my-vendor-settings.ts';

/** What My Vendor offers right now. */
export async function listModels(
  context: ModelsContext,
  settings: MyVendorSettings,
): Promise<readonly ModelInfo[]> {
  const request = createRequest({ method: 'GET', path: 'models' }, context, settings);
  const response = await context.http.request(request);
  const wanted = { what: 'the list of models', type: 'application/json' };
  await assertAnswered(response, wanted, context.clock);
  const models = readArray(await readJson(response), 'models');
  if (models) return models.flatMap(decodeModel);
  const message = 'the list of models: expected a field "models", and there is none';
  throw new ProviderError({ code: 'malformed-response', message });
}

/** None, where My Vendor tells no id. */
function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = readString(model, 'id');
  if (id === undefined) return [];
  const label = readString(model, 'name');
  return [{ id, label, contextTokens: readNumber(model, 'contextTokens') }];
}
