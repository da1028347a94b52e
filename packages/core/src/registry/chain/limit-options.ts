import type { SizeLimits, Timeouts } from '../../chat/chat-options.ts';
import type { ErrorRuleOverride, ErrorRuleOverrides } from './chain-definition.ts';

/** The default of `timeouts`. */
export const defaultTimeouts: Timeouts = {
  createMs: 30_000,
  connectMs: 10_000,
  headersMs: 60_000,
  firstContentMs: 120_000,
  progressMs: 300_000,
  idleMs: 60_000,
  usageGraceMs: 1000,
  totalMs: 600_000,
};

/** The default of `limits`. */
export const defaultLimits: SizeLimits = {
  maxEventBytes: 33_554_432,
  maxErrorBytes: 65_536,
  maxJsonBytes: 33_554_432,
  maxResponseBytes: 67_108_864,
};

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
