import type { RetryPolicy, SizeLimits, Timeouts } from '../../chat/chat-options.ts';

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

/** The default of `retry`. */
export const defaultRetry: RetryPolicy = {
  maxRetries: 2,
  initialDelayMs: 250,
  maxDelayMs: 8000,
  maxWaitMs: 5000,
};
