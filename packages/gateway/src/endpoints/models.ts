import type { IncomingHttpHeaders } from 'node:http';

import {
  encodeModel as encodeAnthropicModel,
  encodeModelList as encodeAnthropicList,
} from '@understudy/anthropic-wire';
import type { JsonObject, ModelInfo } from '@understudy/core';
import { encodeModel, encodeModelList } from '@understudy/openai-wire';

import { modelNotAllowed } from '../guard/model-not-allowed.ts';

/** Which part of the list Anthropic's clients request. */
export interface ModelPageQuery {
  readonly after_id?: string | undefined;
  readonly limit?: string | undefined;
}

/** Encodes a list of models in the form of the client's API. Clients of Anthropic send a version. */
export function encodeModels(
  models: readonly ModelInfo[],
  headers: IncomingHttpHeaders,
  query: ModelPageQuery,
): JsonObject {
  return isAnthropic(headers) ? encodePage(models, query) : encodeModelList(models);
}

/** Encodes one model. @throws Rejection `model-not-allowed` if it is not in the list */
export function encodeOneModel(
  models: readonly ModelInfo[],
  id: string,
  headers: IncomingHttpHeaders,
): JsonObject {
  const model = models.find((each) => each.id === id);
  if (!model) throw modelNotAllowed(id);
  return isAnthropic(headers) ? encodeAnthropicModel(model) : encodeModel(model);
}

function isAnthropic(headers: IncomingHttpHeaders): boolean {
  return headers['anthropic-version'] !== undefined;
}

function encodePage(models: readonly ModelInfo[], query: ModelPageQuery): JsonObject {
  const limit = Math.min(Math.max(Math.trunc(Number(query.limit ?? 20)) || 20, 1), 1000);
  const start = models.findIndex(({ id }) => id === query.after_id) + 1;
  const page = models.slice(start, start + limit);
  return { ...encodeAnthropicList(page), has_more: start + limit < models.length };
}
