/** A chain that only the command line names. */
export interface FallbackChain {
  /** No name of a model, an alias or a chain of the file. */
  readonly name: string;
  readonly targets: readonly string[];
  /** Where each target was given. */
  readonly flags: readonly string[];
}

const flag = '--fallback';

/** The model, if one was named at `modelFlag`, and those who step in; undefined where nobody does. */
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
