import type { ProviderDefinition } from '@understudy/core';

import type { ClauseId, Requirement } from '../clause-id.ts';
import type { TestServer, WireFormat } from '../wire-format.ts';

/** The functions of a test runner, such as those of vitest or `node:test`. */
export interface TestRunner {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly it: (name: string, run: () => Promise<void>) => unknown;
}

/** The provider under test. */
export interface ConformanceOptions {
  /** Name of the provider in the names of the tests and in the report. */
  readonly name: string;
  /** The `package.json` of the published provider. */
  readonly packageUrl: URL;
  /** Returns a new provider definition that sends its requests to `server.baseUrl`. Called for each clause. */
  readonly provider: (server: TestServer) => ProviderDefinition;
  /** The id of one of the provider's models. */
  readonly model: string;
  /** All keys, tokens and cookies that the provider uses in the tests. The suite checks that none of them leaks. */
  readonly secrets: readonly string[];
  /** The vendor's wire format. @defaultValue none, for a provider without a network */
  readonly wireFormat?: WireFormat | undefined;
  /**
   * Clauses and requirements that do not apply to the provider, each with the reason in a sentence.
   * @defaultValue none
   */
  readonly skip?: Readonly<Partial<Record<ClauseId | Requirement, string>>> | undefined;
  /** Time limit of a clause. It must be less than the limit of the test runner. @defaultValue 4500 */
  readonly timeoutMs?: number | undefined;
  /** JSON file for the result. Written after the last clause, if it has changed. @defaultValue none */
  readonly report?: URL | undefined;
}
