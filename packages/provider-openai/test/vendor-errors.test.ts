import { readdirSync, readFileSync } from 'node:fs';

import { errorRule, isProviderError } from '@understudy/core';
import type { ErrorCode, ErrorScope } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestServer } from './test-server.ts';

/** Error responses of a vendor and the expected errors. The README next to the files describes the fields. */
interface VendorErrors {
  readonly vendor: string;
  readonly cases: readonly VendorErrorCase[];
}

interface VendorErrorCase {
  readonly name: string;
  readonly source?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly expect: {
    readonly code: ErrorCode;
    readonly scope: ErrorScope;
    readonly retryAfterMs?: number;
    readonly retryAfterBetween?: readonly [number, number];
    readonly param?: string;
  };
}

const folder = new URL('vendor-errors/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): VendorErrors => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

function fillTimes(text: string): string {
  return text.replaceAll(/\{\{ms\+(\d+)\}\}/g, (_, ms) => String(Date.now() + Number(ms)));
}

function startServer({ status, headers, body }: VendorErrorCase): Promise<TestServer> {
  return TestServer.start(
    (_received, response) => {
      const filled = Object.entries(headers ?? {}).map(([name, value]) => [name, fillTimes(value)]);
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-request-id': 'req-1',
        ...Object.fromEntries(filled),
      });
      response.end(fillTimes(typeof body === 'string' ? body : JSON.stringify(body)));
    },
    { apiKey: 'test' },
  );
}

function isBetween(value?: number, shortest?: number, longest?: number): boolean {
  if (value === undefined || shortest === undefined || longest === undefined) {
    return value === shortest;
  }
  return value >= shortest && value <= longest;
}

it('covers at least 60 error responses of 25 vendors with their sources', () => {
  const sourced = files.filter(({ cases }) => cases.some(({ source }) => source !== undefined));
  expect(sourced.length).toBeGreaterThanOrEqual(25);
  const cases = sourced.flatMap((file) => file.cases.filter(({ source }) => source !== undefined));
  expect(cases.length).toBeGreaterThanOrEqual(60);
});

describe.each(files)('errors of $vendor', ({ cases }) => {
  it.each(cases)('$name', async (vendorError) => {
    const { code, scope, retryAfterMs, retryAfterBetween, param } = vendorError.expect;
    const [shortest, longest] = retryAfterBetween ?? [retryAfterMs, retryAfterMs];
    await using server = await startServer(vendorError);
    const { error } = await server.chat();
    expect(error).toMatchObject({ code, requestId: 'req-1' });
    expect(error).toHaveProperty('param', param);
    expect(error?.message.includes(`, parameter ${param}`)).toBe(param !== undefined);
    expect(isProviderError(error) && isBetween(error.retryAfterMs, shortest, longest)).toBe(true);
    expect(errorRule(code).scope).toBe(scope);
  });
});
