import type { Phase } from '../chat/attempt.ts';
import type { ErrorCode, ErrorRule } from '../errors/error-codes.ts';
import { errorRule } from '../errors/error-codes.ts';
import type { ChainPolicy } from '../registry/chain-policy.ts';

/** The table's row for an error, with what the chain says otherwise. The deadline can't be overridden. */
export function resolveErrorRule(
  code: ErrorCode,
  phase: Phase | undefined,
  on: ChainPolicy['errorRules'],
): ErrorRule {
  const rule = errorRule(code, phase);
  const override = phase === 'deadline' ? undefined : on[code];
  if (!override) return rule;
  return {
    ...rule,
    retry: override.retry ?? rule.retry,
    fallback: override.fallback ?? rule.fallback,
  };
}
