import { hashUser } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

/** The limit of OpenAI. That of other vendors is 128 characters. */
const maxLength = 64;

/** Encodes the id of a user. Claude Code sends one of 150 characters, which vendors of these formats reject. */
export function encodeUser(user: string | undefined, warn: Warn): string | undefined {
  if (user === undefined || user.length <= maxLength) return user;
  return hashUser(user, `the API accepts at most ${maxLength} characters`, warn);
}
