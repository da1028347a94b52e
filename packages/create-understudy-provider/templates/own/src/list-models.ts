import { ProviderError } from '@understudy/core/provider';
import type { ModelInfo, ModelsContext } from '@understudy/core/provider';
import { readArray, readJson, readNumber, readString } from '@understudy/provider-utils';

import { createRequest } from './create-request.ts';
import { assertResponse } from './decode-error.ts';
import type { MyVendorSettings } from './my-vendor-settings.ts';

/** Returns the models that My Vendor offers now. */
export async function listModels(
  context: ModelsContext,
  settings: MyVendorSettings,
): Promise<readonly ModelInfo[]> {
  const request = createRequest({ method: 'GET', path: 'models' }, context, settings);
  const response = await context.http.request(request);
  const expectation = { operation: 'the model list', type: 'application/json' };
  await assertResponse(response, expectation, context.clock);
  const models = readArray(await readJson(response), 'models');
  if (models) return models.flatMap(decodeModel);
  const message = 'the model list: expected a field "models", received none';
  throw new ProviderError({ code: 'malformed-response', message });
}

/** Returns an empty array for a model without an id. */
function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = readString(model, 'id');
  if (id === undefined) return [];
  const label = readString(model, 'name');
  return [{ id, label, contextTokens: readNumber(model, 'contextTokens') }];
}
