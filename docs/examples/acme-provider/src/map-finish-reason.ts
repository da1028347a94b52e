import type { FinishReason } from '@understudy/core/provider';

/** Why Acme ended its answer, in our word. */
export function mapFinishReason(because: string | undefined): FinishReason {
  switch (because) {
    case 'complete':
      return 'stop';
    case 'longest':
      return 'length';
    case 'manners':
      return 'content-filter';
    default:
      return 'other';
  }
}
