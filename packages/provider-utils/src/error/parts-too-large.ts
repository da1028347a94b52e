import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';

/**
 * Creates the error for parts of a response that exceed `limits.maxResponseBytes`.
 *
 * @param parts - a plural, for example `tool call arguments`
 */
export function partsTooLarge(parts: string, maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `${parts} exceed ${formatBytes(maxBytes)} (limits.maxResponseBytes)`,
  });
}
