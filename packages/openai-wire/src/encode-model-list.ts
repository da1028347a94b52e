import type { JsonObject, ModelInfo } from '@understudy/core/provider';

/** Models as the body of `GET /models`. */
export function encodeModelList(models: readonly ModelInfo[]): JsonObject {
  return { object: 'list', data: models.map(({ id }) => ({ id, object: 'model' })) };
}
