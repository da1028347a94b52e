/** A chain that only the command line names. */
export interface FallbackChain {
  /** No name of a model, an alias or a chain: paths of errors are turned back into flags by it. */
  readonly name: string;
  readonly targets: readonly string[];
}

const alone = '--fallback';
const behindModel = '--model, --fallback';

/** The model, if one was named, and those who step in; undefined where nobody does. */
export function joinFallback(
  model: string | undefined,
  fallback: readonly string[],
): FallbackChain | undefined {
  if (fallback.length === 0) return undefined;
  return model === undefined
    ? { name: alone, targets: fallback }
    : { name: behindModel, targets: [model, ...fallback] };
}

/** The flag that a path inside such a chain was given by; undefined for other paths. */
export function flagOfTarget(path: string): '--model' | '--fallback' | undefined {
  const [, model, index] = /^chains\.(--model, )?--fallback\[(\d+)\]/.exec(path) ?? [];
  if (index === undefined) return undefined;
  return model !== undefined && index === '0' ? '--model' : '--fallback';
}
