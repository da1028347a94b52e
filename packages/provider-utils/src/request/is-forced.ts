import type { ChatRequest } from '@understudy/core/provider';

/** Whether the model must call a tool. */
export function isForced(choice: ChatRequest['toolChoice']): boolean {
  return choice === 'required' || typeof choice === 'object';
}
