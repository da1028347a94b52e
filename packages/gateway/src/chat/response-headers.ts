import type { Attempt } from '@understudy/core';

/** The target that responds. */
export interface Responder {
  readonly provider: string;
  readonly model: string;
}

/** Returns the headers that name the target that responds, if it is known. */
export function createResponseHeaders(
  responder: Responder | undefined,
  attempts: readonly Attempt[],
  warnings: number,
): Readonly<Record<string, string>> {
  return {
    ...(responder && {
      'x-understudy-provider': toHeaderValue(responder.provider),
      'x-understudy-model': toHeaderValue(responder.model),
    }),
    'x-understudy-attempts': String(attempts.length),
    'x-understudy-warnings': String(warnings),
  };
}

/** Names can contain characters that a header cannot, and half of a surrogate pair, which has no encoding. */
function toHeaderValue(text: string): string {
  return /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
