import type { FinishReason } from '@understudy/core/provider';

/** Maps Acme's finish reason. Unknown reasons are `other`. */
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
