import type { ModelInfo } from '@understudy/core';

import type { ModelsResult } from './fetch-models.ts';

/** A model, and who says that there is such a one. */
export interface MarkedModel extends ModelInfo {
  /** Whether the provider's package names it. */
  readonly declared: boolean;
  /** Whether the vendor offers it right now; undefined where that is not known. */
  readonly live: boolean | undefined;
}

/** The declared models in their order, then those that only the vendor knows. */
export function markModels(
  declared: readonly ModelInfo[],
  result: ModelsResult,
): readonly MarkedModel[] {
  const live = result.outcome === 'listed' ? result.models : undefined;
  const offered = new Map(live?.map((model) => [model.id, model]));
  const known = new Set(declared.map(({ id }) => id));
  return [
    ...declared.map((model) => ({
      ...model,
      ...offered.get(model.id),
      declared: true,
      live: live && offered.has(model.id),
    })),
    ...[...offered.values()]
      .filter(({ id }) => !known.has(id))
      .map((model) => ({ ...model, declared: false, live: true })),
  ];
}
