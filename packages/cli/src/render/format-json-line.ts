import { stripCredentials } from '../failure/strip-credentials.ts';

/** Formats a JSON object in one line, with its type first and without credentials in URLs. */
export function formatJsonLine(type: string, fields: object): string {
  return stripCredentials(JSON.stringify({ type, ...fields }));
}
