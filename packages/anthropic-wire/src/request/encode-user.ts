import { hashUser } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

const maxLength = 256;

const emailAddress = /\S@\S+\.\S/;

/** Digits with the separators of a phone number. Digits alone can be any id. */
const phoneNumber = /^(?=.*[+() -])[\d+() .-]{7,}$/;

/**
 * Encodes the id of a user. The API rejects what identifies a person: "user_id appears to contain an email address.
 * Please send a uuid or hash value instead".
 */
export function encodeUser(user: string, warn: Warn): string {
  if (user.length > maxLength) {
    return hashUser(user, `the API accepts at most ${maxLength} characters`, warn);
  }
  if (!emailAddress.test(user) && !phoneNumber.test(user)) return user;
  return hashUser(user, 'the API rejects email addresses and phone numbers', warn);
}
