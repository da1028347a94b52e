import { RequestError } from '../../server/request-error.ts';
import { readOptional, readRecord, readText } from './read-field.ts';

const emailAddress = /\S@\S+\.\S/;

/** Checks `metadata`: the id of a user must not identify a person. @throws RequestError */
export function validateMetadata(value: unknown): void {
  const metadata = readOptional(value, 'metadata', readRecord);
  const id = readOptional(metadata?.['user_id'], 'metadata.user_id', readText) ?? '';
  if (id.length > 256) {
    throw new RequestError('metadata.user_id: String should have at most 256 characters');
  }
  if (!emailAddress.test(id)) return;
  throw new RequestError(
    'metadata.user_id: user_id appears to contain an email address. Please send a uuid or hash value instead.',
  );
}
