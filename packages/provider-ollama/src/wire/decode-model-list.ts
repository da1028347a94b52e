import type { JsonValue, ModelInfo } from '@understudy/core/provider';
import { ProviderError } from '@understudy/core/provider';
import { readArray, readString } from '@understudy/provider-utils';

import { decodeModelDetails } from './decode-model-details.ts';
import type { ModelDetails } from './decode-model-details.ts';

/** A model of `GET /api/tags`. */
export interface ListedModel {
  readonly id: string;
  /** What the list itself contains. Older servers list no capabilities. */
  readonly details: ModelDetails;
}

/**
 * Decodes the response of `GET /api/tags`. Entries without a name are left out.
 *
 * @throws ProviderError `malformed-response` if it is not a list of models
 */
export function decodeModelList(json: JsonValue): readonly ListedModel[] {
  const models = readArray(json, 'models');
  if (!models) {
    throw new ProviderError({
      code: 'malformed-response',
      message: 'model list request: expected a list of models, received none',
    });
  }
  return models.flatMap((model) => {
    const id = readString(model, 'model') ?? readString(model, 'name') ?? '';
    return id === '' ? [] : [{ id, details: decodeModelDetails(model) }];
  });
}

/** Returns the facts about a model, or undefined if it cannot chat, for example an embedding model. */
export function toModelInfo(id: string, details: ModelDetails): ModelInfo | undefined {
  const { capabilities, contextTokens } = details;
  if (capabilities && !capabilities.has('completion')) return undefined;
  return {
    id,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(capabilities && {
      capabilities: { tools: capabilities.has('tools'), images: capabilities.has('vision') },
    }),
  };
}
