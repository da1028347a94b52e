import type { FinishReason } from '@understudy/core';

const names: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_call',
  'content-filter': 'content_filter',
  other: 'other',
};

/** Returns the name of a finish reason in the semantic conventions. */
export function toFinishReason(reason: FinishReason): string {
  return names[reason];
}
