import type { IncomingMessage } from 'node:http';

import type { JsonObject, JsonValue } from '@understudy/core';
import { isJsonObject } from '@understudy/provider-utils';

import { Rejection } from '../errors/rejection.ts';
import { requestTooSlow, unsupportedContentType } from '../errors/rejections.ts';

const maxLevels = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes that all bodies in transfer to one listener may have together. */
export class ByteBudget {
  readonly #maxBytes: number;
  #used = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  tryTake(bytes: number): boolean {
    if (this.#used + bytes > this.#maxBytes) return false;
    this.#used += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#used -= bytes;
  }
}

export interface BodyLimits {
  /** The size of one body in bytes. */
  readonly maxBodyBytes: number;
  /** Shared by all bodies in transfer. */
  readonly budget: ByteBudget;
  /** How long one body may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads the JSON object in the body of a request.
 *
 * @throws Rejection for a body that is not UTF-8 encoded JSON of the type `application/json`, is too large, is nested
 * deeper than 64 levels, has a field `__proto__`, is cut off, or does not arrive in time
 */
export async function readJsonBody(
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<JsonObject> {
  checkHeaders(request);
  const bytes = await readBytes(request, limits);
  return parseBody(bytes);
}

function checkHeaders({ headers }: IncomingMessage): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw unsupportedContentType();
  const encoding = headers['content-encoding'] ?? '';
  if (!['', 'identity'].includes(encoding.toLowerCase())) {
    const message =
      'expected a body without content-encoding; turn off the compression of requests in the client';
    throw new Rejection('unsupported-media-type', message);
  }
}

function readBytes(
  request: IncomingMessage,
  { maxBodyBytes, budget, timeoutMs }: BodyLimits,
): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBodyBytes) return Promise.reject(tooLarge(maxBodyBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      request.off('data', add).off('end', finish).off('close', cut).off('error', cut);
      budget.release(size);
      settle();
    };
    const add = (chunk: Buffer): void => {
      if (!budget.tryTake(chunk.length)) {
        const message = 'too many request bodies are in transfer';
        end(() => reject(new Rejection('gateway-full', message, { retryAfterMs: 1000 })));
        return;
      }
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBodyBytes) end(() => reject(tooLarge(maxBodyBytes)));
    };
    const finish = (): void => end(() => resolve(Buffer.concat(chunks, size)));
    const cut = (): void => {
      const message = 'the body ended before its declared length';
      end(() => reject(new Rejection('malformed-request', message)));
    };
    const timer = setTimeout(() => end(() => reject(requestTooSlow())), timeoutMs);
    request.on('data', add).on('end', finish).on('close', cut).on('error', cut);
  });
}

function tooLarge(maxBodyBytes: number): Rejection {
  return new Rejection('body-too-large', `expected a body of at most ${maxBodyBytes} bytes`);
}

function parseBody(bytes: Buffer): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Rejection('malformed-request', 'expected a body of valid JSON in UTF-8');
  }
  if (!isJsonObject(body)) {
    throw new Rejection('malformed-request', 'expected a JSON object as the body');
  }
  checkContainer(body, 1);
  return body;
}

type Container = JsonObject | readonly JsonValue[];

function checkContainer(container: Container, level: number): void {
  if (level > maxLevels) {
    throw new Rejection('malformed-request', `expected JSON of at most ${maxLevels} levels`);
  }
  if (!Array.isArray(container) && Object.hasOwn(container, '__proto__')) {
    throw new Rejection('malformed-request', 'expected JSON without a field "__proto__"');
  }
  for (const value of Object.values(container)) {
    if (isContainer(value)) checkContainer(value, level + 1);
  }
}

function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null;
}
