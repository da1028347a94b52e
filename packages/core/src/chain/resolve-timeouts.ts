import type { Timeouts } from '../chat/chat-options.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ConfigurationErrorCode } from '../errors/configuration-error.ts';

/** What holds where nobody says otherwise. */
export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  headersMs: 60_000,
  firstContentMs: 120_000,
  idleMs: 60_000,
  totalMs: 600_000,
};

/**
 * Limits over limits: what is not set stays.
 *
 * @throws ConfigurationError for a limit that is no positive number, or whose name is unknown
 */
export function resolveTimeouts(
  base: Timeouts,
  changes: Partial<Timeouts> | undefined,
  code: ConfigurationErrorCode = 'invalid-request',
): Timeouts {
  if (changes === undefined) return base;
  for (const [name, value] of Object.entries(changes)) {
    const path = `timeouts.${name}`;
    if (!Object.hasOwn(defaultTimeouts, name)) {
      const expected = `one of ${Object.keys(defaultTimeouts).join(', ')}`;
      throw new ConfigurationError({ code, path, expected, found: JSON.stringify(name) });
    }
    if (value !== undefined) checkDuration(value, path, code);
  }
  const set = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(set) };
}

/**
 * Refuses what is no time to wait.
 *
 * @throws ConfigurationError
 */
export function checkDuration(value: unknown, path: string, code: ConfigurationErrorCode): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ConfigurationError({
    code,
    path,
    expected: 'a number of milliseconds above 0',
    found: typeof value === 'number' ? String(value) : typeof value,
  });
}
