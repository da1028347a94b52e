import type { EmulatedResponse, ResponseRule } from './emulated-response.ts';
import { findResponse } from './find-response.ts';
import { respond } from './respond.ts';

/** Returns the text of the first matching rule, or the text of the built-in responder. */
export function chooseResponse(rules: readonly ResponseRule[], message: string): string {
  const response = findResponse(rules, message);
  return response === undefined ? respond(message.trim()) : readText(response);
}

/** @throws RangeError if a rule has a fixed response that is not plain text */
export function validateTextRules(rules: readonly ResponseRule[]): void {
  for (const { response } of rules) if (typeof response === 'object') readText(response);
}

function readText({ text, ...others }: EmulatedResponse): string {
  const unsupported = Object.entries(others).find(([, value]) => value !== undefined);
  if (unsupported !== undefined) {
    throw new RangeError(`rules: expected a response with text only, received "${unsupported[0]}"`);
  }
  if (text === undefined) {
    throw new RangeError('rules: expected a response with text, received none');
  }
  return text;
}
