import { readVendorCases } from './vendor-case.ts';
import type { VendorCase } from './vendor-case.ts';

/** Larger streams are left out, because they are cut at each byte. */
const maxLength = 20_000;

export interface StreamCase {
  readonly vendorCase: VendorCase;
  readonly stream: string;
  /** Where the last three events start. */
  readonly start: number;
}

/**
 * Returns the cases whose response is an event stream, with the bytes of the stream. Equal streams are returned once.
 */
export function readStreamCases(): readonly StreamCase[] {
  const known = new Set<string>();
  return readVendorCases().flatMap((vendorCase) => {
    const { status, chunks = [] } = vendorCase.response;
    const texts = chunks.filter((chunk) => typeof chunk === 'string');
    const stream = texts.join('');
    const isStream = status === 200 && texts.length === chunks.length && stream.includes('data:');
    const key = stream + JSON.stringify([vendorCase.quirks, vendorCase.api]);
    if (!isStream || stream.length > maxLength || known.has(key)) return [];
    known.add(key);
    return [{ vendorCase, stream, start: stream.length - texts.slice(-3).join('').length }];
  });
}

const finishReason =
  /"(?:finish_reason|finishReason)":\s*"[^"]+"|response\.(?:completed|incomplete)/;

/** Whether a part of a stream contains what ends a response. */
export function hasEnd(stream: string): boolean {
  return finishReason.test(stream) || stream.includes('[DONE]');
}
