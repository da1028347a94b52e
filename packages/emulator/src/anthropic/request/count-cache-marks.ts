import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';
import type { JsonRecord } from './read-field.ts';

const maxMarks = 4;

/**
 * Returns the number of cache marks of a request.
 *
 * @param ofContent - the number in messages and in `system`
 * @throws RequestError if there are too many
 */
export function countCacheMarks(body: JsonRecord, ofContent: number): number {
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  const count = ofContent + [body, ...tools].filter(hasMark).length;
  if (count <= maxMarks) return count;
  throw new RequestError(
    `A maximum of ${maxMarks} blocks with cache_control may be provided. Found ${count}.`,
  );
}

function hasMark(value: unknown): boolean {
  return isRecord(value) && isRecord(value['cache_control']);
}
