import type { JsonObject, ModelInfo } from '@understudy/core/provider';

/** Models as the body of `GET /models`; when they were made is not known, and told as 0. */
export function encodeModelList(models: readonly ModelInfo[]): JsonObject {
  return { object: 'list', data: models.map(encodeModel) };
}

function encodeModel({ id, label, contextTokens }: ModelInfo): JsonObject {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: 'understudy',
    ...(label !== undefined && { name: label }),
    ...(contextTokens !== undefined && { context_length: contextTokens }),
  };
}
