/** A chain that is defined by `--fallback`. */
export interface FallbackChain {
  /** Differs from every model, alias and chain of the configuration. */
  readonly name: string;
  readonly targets: readonly string[];
  /** The flag of each target. */
  readonly flags: readonly string[];
}

const flag = '--fallback';

/**
 * Creates the chain of a model and its fallback targets. Returns undefined without fallback targets.
 *
 * @param model - the first target; without it the chain starts with the first fallback target
 */
export function createFallbackChain(
  model: string | undefined,
  fallback: readonly string[],
  modelFlag: string,
): FallbackChain | undefined {
  if (fallback.length === 0) return undefined;
  const flags = fallback.map(() => flag);
  return model === undefined
    ? { name: flag, targets: fallback, flags }
    : { name: flag, targets: [model, ...fallback], flags: [modelFlag, ...flags] };
}
