import type { ModelInfo, ProviderCapabilities } from '@understudy/core/provider';
import {
  malformedResponse,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
} from '@understudy/provider-utils';

/** One page of the model list. */
export interface ModelPage {
  readonly models: readonly ModelInfo[];
  /** The id after which the next page starts. Undefined for the last page. */
  readonly nextAfter: string | undefined;
}

/**
 * Decodes the response to `GET /v1/models`. Returns the models in the vendor's order.
 *
 * Entries without an id are skipped.
 *
 * @throws ProviderError `malformed-response` if the JSON has no list of models
 */
export function decodeModelList(json: unknown): ModelPage {
  const list = readArray(json, 'data');
  if (!list) throw malformedResponse('a list of models', 'another value');
  const hasMore = readBoolean(json, 'has_more') === true;
  return {
    models: list.flatMap(decodeModel),
    nextAfter: hasMore ? readString(json, 'last_id') : undefined,
  };
}

const states = ['active', 'deprecated', 'retired'] as const;

function decodeModel(model: unknown): readonly ModelInfo[] {
  const id = readString(model, 'id');
  if (id === undefined || id === '') return [];
  const label = readString(model, 'display_name');
  const contextTokens = readCount(model, 'max_input_tokens');
  const maxOutputTokens = readCount(model, 'max_tokens');
  const state = states.find((each) => each === readString(model, 'lifecycle'));
  const capabilities = decodeCapabilities(readObject(model, 'capabilities'));
  return [
    {
      id,
      ...(label !== undefined && label !== id && { label }),
      ...(contextTokens !== undefined && { contextTokens }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(capabilities && { capabilities }),
      ...(state && { state }),
    },
  ];
}

function readCount(model: unknown, name: string): number | undefined {
  const count = readNumber(model, name);
  return count !== undefined && Number.isInteger(count) && count > 0 ? count : undefined;
}

/** Returns the capabilities that the model does not have. */
function decodeCapabilities(capabilities: unknown): Partial<ProviderCapabilities> | undefined {
  const lacks = (name: string): boolean =>
    readBoolean(readObject(capabilities, name), 'supported') === false;
  const images = lacks('image_input');
  const files = lacks('pdf_input');
  if (!images && !files) return undefined;
  return { ...(images && { images: false }), ...(files && { files: false }) };
}
