import type { Variant } from '../harness/scenario.ts';
import { scenarios } from '../scenarios/scenarios.ts';

/** The variant that a process was started for, by the names in its arguments. */
export function findVariant(scenarioName = '', variantName = ''): Variant {
  const scenario = scenarios.find(({ name }) => name === scenarioName);
  const variant = scenario?.variants.find(({ name }) => name === variantName);
  if (!variant) throw new Error(`there is no scenario ${scenarioName} with ${variantName}`);
  return variant;
}
