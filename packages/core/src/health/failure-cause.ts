import type { ProviderError } from '../errors/provider-error.ts';

/** The error after which a target or a provider is not available, and when it occurred. */
export interface FailureCause {
  /** Without the text of the response, because other chats receive it. */
  readonly error: ProviderError;
  /** On the monotonic clock. */
  readonly at: number;
}
