import type { TelemetryEvent } from '@understudy/core';

/** An event of a chat after its start. */
export type ChatProgress = Exclude<TelemetryEvent, { readonly type: 'breaker' | 'chat-start' }>;
