import { stripCredentials } from '../failure/strip-credentials.ts';

/** One line for a program to read: an object with its type first. */
export function formatJsonLine(type: string, fields: object): string {
  return stripCredentials(JSON.stringify({ type, ...fields }));
}
