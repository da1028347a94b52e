import type { FinishReason } from '@understudy/core/provider';

/** Maps the server's reason for the end of a message. Returns undefined for an incomplete response. */
export function mapFinishReason(rawReason: string): FinishReason | undefined {
  switch (rawReason) {
    case 'stop':
      return 'stop';
    case 'max_tokens':
    case 'finished_partial_completion':
      return 'length';
    // Sent when a user of the website stops the response.
    case 'interrupted':
      return undefined;
    default:
      return 'other';
  }
}
