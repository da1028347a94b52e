import { mayBeCredential } from './mask-credentials.ts';

/**
 * Returns at most 80 characters of a text in quotes for an error message, or a description if it can be a credential.
 */
export function quoteText(text: string): string {
  if (mayBeCredential(text)) return 'a string that can be a credential';
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
