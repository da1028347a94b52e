import type { ExplainedTarget } from '@understudy/core';

import type { ModelsResult } from '../models/fetch-models.ts';
import type { Check } from './check.ts';

/** Checks whether the vendor lists the model of a target. */
export function checkTarget(
  { provider, model }: Pick<ExplainedTarget, 'provider' | 'model'>,
  result: ModelsResult | undefined,
): Check {
  const name = `${provider}/${model}`;
  if (result?.outcome !== 'listed') {
    return { name, status: 'skipped', summary: `not checked: no model list of ${provider}` };
  }
  return result.models.some(({ id }) => id === model)
    ? { name, status: 'ok', summary: 'listed by the vendor' }
    : { name, status: 'warning', summary: 'not listed by the vendor' };
}
