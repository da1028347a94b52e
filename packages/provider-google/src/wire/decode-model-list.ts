import { ProviderError } from '@understudy/core/provider';
import type { JsonValue, ModelInfo } from '@understudy/core/provider';
import { readArray, readNumber, readString } from '@understudy/provider-utils';

/** A page of `GET /models`. */
export interface DecodedModelList {
  readonly models: readonly ModelInfo[];
  /** The token of the next page. Undefined for the last page. */
  readonly nextPageToken: string | undefined;
}

/**
 * Decodes a page of the model list. Models that cannot chat and entries without a name are omitted.
 *
 * @throws ProviderError `malformed-response` if it is not a list of models
 */
export function decodeModelList(json: JsonValue): DecodedModelList {
  const listed = readArray(json, 'models');
  const nextPageToken = readString(json, 'nextPageToken') ?? '';
  if (!listed) {
    throw new ProviderError({
      code: 'malformed-response',
      message: 'model list request: expected a list of models, received none',
    });
  }
  return {
    models: listed.filter(canChat).flatMap(decodeModel),
    nextPageToken: nextPageToken === '' ? undefined : nextPageToken,
  };
}

function canChat(model: unknown): boolean {
  return readArray(model, 'supportedGenerationMethods')?.includes('generateContent') ?? true;
}

function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = (readString(model, 'name') ?? '').replace(/^models\//, '');
  const label = readString(model, 'displayName') ?? '';
  const contextTokens = readLimit(model, 'inputTokenLimit');
  const maxOutputTokens = readLimit(model, 'outputTokenLimit');
  if (id === '') return [];
  return [
    {
      id,
      ...(label !== '' && { label }),
      ...(contextTokens !== undefined && { contextTokens }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    },
  ];
}

function readLimit(model: unknown, name: string): number | undefined {
  const limit = readNumber(model, name);
  return limit !== undefined && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}
