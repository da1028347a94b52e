import { isJsonObject, readArray, readNumber, readString } from '@understudy/core/provider';
import type { ModelInfo } from '@understudy/core/provider';

import { malformed } from './response/response-errors.ts';

/**
 * The models of `GET /models`, in the vendor's order; entries without an id are passed over.
 *
 * @throws ProviderError `malformed-response` for what is no list
 */
export function decodeModelList(json: unknown): readonly ModelInfo[] {
  // Together sends the bare list.
  const list = Array.isArray(json) ? json : readArray(json, 'data');
  if (!list) throw malformed('a list of models', 'something else');
  return list.flatMap(decodeModel);
}

/** Where vendors tell the window: OpenRouter and Together, Groq, vLLM, Mistral. */
const windowNames = ['context_length', 'context_window', 'max_model_len', 'max_context_length'];

function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = readString(model, 'id');
  if (!isJsonObject(model) || id === undefined || id === '') return [];
  const label = readString(model, 'name') ?? readString(model, 'display_name');
  const contextTokens = windowNames
    .map((name) => readNumber(model, name))
    .find((count) => count !== undefined && count > 0);
  return [
    {
      id,
      ...(label !== undefined && label !== id && { label }),
      ...(contextTokens !== undefined && { contextTokens }),
    },
  ];
}
