import type { ModelInfo } from '@understudy/core';

import type { ModelsResult } from './fetch-models.ts';

export interface MarkedModel extends ModelInfo {
  /** Whether the package of the provider lists the model. */
  readonly declared: boolean;
  /** Whether the vendor lists the model; undefined if that is unknown. */
  readonly live: boolean | undefined;
}

/** Merges the declared models with those of the vendor. Declared models are first, in their order. */
export function markModels(
  declared: readonly ModelInfo[],
  result: ModelsResult,
): readonly MarkedModel[] {
  const live = result.outcome === 'listed' ? result.models : undefined;
  const liveById = new Map(live?.map((model) => [model.id, model]));
  const declaredIds = new Set(declared.map(({ id }) => id));
  return [
    ...declared.map((model) => ({
      ...model,
      ...liveById.get(model.id),
      declared: true,
      live: live && liveById.has(model.id),
    })),
    ...[...liveById.values()]
      .filter(({ id }) => !declaredIds.has(id))
      .map((model) => ({ ...model, declared: false, live: true })),
  ];
}
