import type { ModelInfo } from '@understudy/core/provider';
import {
  isJsonObject,
  malformedResponse,
  readArray,
  readNumber,
  readString,
} from '@understudy/provider-utils';

/**
 * Decodes the response to `GET /models`. Returns the models in the vendor's order.
 *
 * Entries without an id are skipped.
 *
 * @throws ProviderError `malformed-response` if the JSON has no list of models
 */
export function decodeModelList(json: unknown): readonly ModelInfo[] {
  // Together sends an array without an object around it.
  const list = Array.isArray(json) ? json : readArray(json, 'data');
  if (list) return list.flatMap((model) => decodeModel(model, readString(model, 'id')));
  const others = readArray(json, 'models');
  if (others) return others.flatMap((model) => decodeModel(model, readAnyId(model)));
  // Servers in Go send an empty list as null. Errors can have `data: null` too.
  if (isJsonObject(json) && json.object === 'list' && json.data === null) return [];
  throw malformedResponse('a list of models', 'another value');
}

/** The lists of Gemini, Ollama and Cohere. */
function readAnyId(model: unknown): string | undefined {
  const ids = ['id', 'model', 'name'].map((name) => readString(model, name));
  return ids.find((id) => id !== undefined && id !== '');
}

/** OpenRouter and Together, Groq, vLLM, Mistral. */
const contextFields = ['context_length', 'context_window', 'max_model_len', 'max_context_length'];

function decodeModel(model: unknown, id: string | undefined): readonly ModelInfo[] {
  if (!isJsonObject(model) || id === undefined || id === '') return [];
  const label = readString(model, 'name') ?? readString(model, 'display_name');
  const contextTokens = contextFields
    .map((name) => readNumber(model, name))
    .find((count) => Number.isInteger(count) && (count ?? 0) > 0);
  return [
    {
      id,
      ...(label !== undefined && label !== id && { label }),
      ...(contextTokens !== undefined && { contextTokens }),
    },
  ];
}
