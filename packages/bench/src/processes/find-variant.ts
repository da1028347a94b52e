import type { Variant } from '../harness/scenario.ts';
import { scenarios } from '../scenarios/scenarios.ts';

/** @throws if there is no such scenario or variant */
export function findVariant(scenarioName = '', variantName = ''): Variant {
  const scenario = scenarios.find(({ name }) => name === scenarioName);
  const variant = scenario?.variants.find(({ name }) => name === variantName);
  if (!variant) throw new Error(`unknown variant "${variantName}" of scenario "${scenarioName}"`);
  return variant;
}
