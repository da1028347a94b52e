import type { FinishReason } from '@understudy/core/provider';

/** Why the site ended a message, in our word; undefined for an answer that it broke off. */
export function mapFinishReason(rawReason: string): FinishReason | undefined {
  switch (rawReason) {
    case 'stop':
      return 'stop';
    case 'max_tokens':
    case 'finished_partial_completion':
      return 'length';
    // Said when somebody pressed stop; nobody here did, so the answer is not whole.
    case 'interrupted':
      return undefined;
    default:
      return 'other';
  }
}
