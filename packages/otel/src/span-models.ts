import { maskCredentials } from '@understudy/core/internal';

/** The longest name of a model in a span. */
const maxLength = 256;

/** Returns a model reference as spans contain it. One that can be a key, because a request names it by mistake, is `*`. */
export function toSpanModel(reference: string): string {
  return maskCredentials(reference.slice(0, maxLength));
}
