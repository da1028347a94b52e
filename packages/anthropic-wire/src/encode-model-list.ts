import type { JsonObject, ModelInfo } from '@understudy/core/provider';

/** Encodes models as the body of a response to `GET /v1/models`, in one page. The time of release is not known. */
export function encodeModelList(models: readonly ModelInfo[]): JsonObject {
  return {
    data: models.map(encodeModel),
    has_more: false,
    first_id: models[0]?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  };
}

/** Encodes one model. */
export function encodeModel(model: ModelInfo): JsonObject {
  const { id, label = id, contextTokens = null, maxOutputTokens = null, state = 'active' } = model;
  return {
    type: 'model',
    id,
    display_name: label,
    created_at: '1970-01-01T00:00:00Z',
    max_input_tokens: contextTokens,
    max_tokens: maxOutputTokens,
    lifecycle: state,
    capabilities: encodeCapabilities(model),
  };
}

function encodeCapabilities({ capabilities }: ModelInfo): JsonObject | null {
  if (!capabilities) return null;
  const { images, files } = capabilities;
  return {
    ...(images !== undefined && { image_input: { supported: images } }),
    ...(files !== undefined && { pdf_input: { supported: files } }),
  };
}
