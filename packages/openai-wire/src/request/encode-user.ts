import { createHash } from 'node:crypto';

import type { Warn } from '@understudy/provider-utils/internal';

/** The limit of OpenAI. That of other vendors is 128 characters. */
const maxLength = 64;

/** Encodes the id of a user. Claude Code sends one of 150 characters, which vendors of these formats reject. */
export function encodeUser(user: string | undefined, warn: Warn): string | undefined {
  if (user === undefined || user.length <= maxLength) return user;
  warn(`user replaced by its SHA-256: the API accepts at most ${maxLength} characters`);
  return createHash('sha256').update(user).digest('hex');
}
