import type { FinishReason } from '@understudy/core/provider';

/** Why My Vendor ended its answer, in our word. */
export function mapFinishReason(reason: string | undefined): FinishReason {
  switch (reason) {
    case 'stop':
      return 'stop';
    case 'length':
      return 'length';
    case 'filter':
      return 'content-filter';
    default:
      return 'other';
  }
}
