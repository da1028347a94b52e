import { readdirSync, readFileSync } from 'node:fs';

import { createUnderstudy } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import { ReplayHttp } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';

/** Error responses of a vendor and their expected codes. The bodies have the vendor's format and our text. */
interface VendorErrors {
  readonly vendor: string;
  readonly cases: readonly {
    readonly name: string;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly expect: { readonly code: ErrorCode; readonly retryAfterMs?: number };
  }[];
}

const folder = new URL('errors/', import.meta.url);
const files = readdirSync(folder).map((name): VendorErrors => {
  const read: VendorErrors = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  return read;
});

it('covers the errors of at least eight vendors', () => {
  expect(files.length).toBeGreaterThanOrEqual(8);
  expect(files.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(40);
});

describe.each(files)('errors of $vendor', ({ cases }) => {
  it.each(cases)('$name', async ({ status, headers, body, expect: expected }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const http = new ReplayHttp([
      {
        status,
        headers: { 'content-type': 'application/json', 'x-request-id': 'req-1', ...headers },
        body: text,
      },
    ]);
    await using understudy = createUnderstudy({
      providers: [openai({ apiKey: 'sk-test' })],
      retry: { maxRetries: 0 },
      ports: { http },
    });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const response = understudy.chat({ model: 'openai/gpt-5-mini', messages }).response();
    const error: unknown = await response.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expected.code, requestId: 'req-1' });
    expect(error).toHaveProperty('retryAfterMs', expected.retryAfterMs);
  });
});
