import { RequestError } from '../../server/request-error.ts';

/** A response that is sent with several requests, and the position of one of them. */
export interface Continuation {
  readonly index: number;
  readonly count: number;
}

const prefix = 'Continuation.';

export function createContinuationToken({ index, count }: Continuation): string {
  return Buffer.from(`${prefix}${index}.${count}`).toString('base64');
}

/** @throws RequestError if the token was not created by the emulator */
export function readContinuation(token: string): Continuation {
  const decoded = Buffer.from(token, 'base64').toString('utf8');
  const [, index, count] = /^Continuation\.(\d+)\.(\d+)$/u.exec(decoded) ?? [];
  if (index === undefined) throw new RequestError('The continuation token is not valid.');
  return { index: Number(index), count: Number(count) };
}

/** Returns the slice of a text that belongs to a request. */
export function sliceText(text: string, { index, count }: Continuation): string {
  const cut = (position: number): number => Math.ceil((text.length * position) / count);
  return text.slice(cut(index), cut(index + 1));
}
