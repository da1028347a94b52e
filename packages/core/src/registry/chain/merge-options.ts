import type { ErrorRuleOverride, ErrorRuleOverrides } from './chain-definition.ts';

/** Returns the options with all changes applied. Later changes take precedence; undefined values are ignored. */
export function mergeOptions<Options extends object>(
  base: Options,
  ...changes: readonly (Partial<Options> | undefined)[]
): Options {
  const set = changes.flatMap((change) => Object.entries(change ?? {}));
  return { ...base, ...Object.fromEntries(set.filter(([, value]) => value !== undefined)) };
}

/** Returns the rules of both, by error code and field. Those of `changes` take precedence. */
export function mergeErrorRules(
  base: ErrorRuleOverrides = {},
  changes: ErrorRuleOverrides = {},
): ErrorRuleOverrides {
  const merged = new Map<string, ErrorRuleOverride>();
  for (const [code, rule] of [...Object.entries(base), ...Object.entries(changes)]) {
    merged.set(code, { ...merged.get(code), ...rule });
  }
  return Object.fromEntries(merged);
}
