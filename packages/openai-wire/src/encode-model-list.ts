import type { JsonObject, ModelInfo } from '@understudy/core/provider';

/** Encodes models as the body of a response to `GET /models`. `created` is 0, because it is not known. */
export function encodeModelList(models: readonly ModelInfo[]): JsonObject {
  return { object: 'list', data: models.map(encodeModel) };
}

/** Encodes one model. */
export function encodeModel({ id, label, contextTokens }: ModelInfo): JsonObject {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: 'understudy',
    ...(label !== undefined && { name: label }),
    ...(contextTokens !== undefined && { context_length: contextTokens }),
  };
}
