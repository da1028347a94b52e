import type { ExplainedTarget } from '@understudy/core';

import type { ModelsResult } from '../models/fetch-models.ts';
import type { Check } from './check.ts';

/** Whether the vendor has the model that a chain or an alias names. */
export function checkTarget(
  { provider, model }: Pick<ExplainedTarget, 'provider' | 'model'>,
  result: ModelsResult | undefined,
): Check {
  const name = `${provider}/${model}`;
  if (result?.outcome !== 'listed') {
    return { name, status: 'skipped', summary: `not judged: ${provider} has listed no models` };
  }
  return result.models.some(({ id }) => id === model)
    ? { name, status: 'ok', summary: 'listed by the vendor' }
    : { name, status: 'warning', summary: 'not among the models that the vendor lists' };
}
