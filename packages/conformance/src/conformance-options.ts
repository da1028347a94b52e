import type { ProviderDefinition } from '@understudy/core';

import type { ClauseId, Requirement } from './clause-id.ts';
import type { TestServer, WireFormat } from './wire-format.ts';

/** The two functions of a test runner: vitest's, node:test's, or others of this form. */
export interface TestRunner {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly it: (name: string, run: () => Promise<void>) => unknown;
}

/** A provider, and what the suite has to know of it. */
export interface ConformanceOptions {
  /** Stands in the names of the tests and in the matrix. */
  readonly name: string;
  /** The `package.json` that the provider is published with. */
  readonly packageUrl: URL;
  /** The provider as an app would make it; called anew for each clause. */
  readonly provider: (place: TestServer) => ProviderDefinition;
  /** One of its models. */
  readonly model: string;
  /** Every key, token and cookie that `provider` and `stage.prelude` give it; empty where there is none. */
  readonly secrets: readonly string[];
  /** How the vendor's bytes look. Left out by a provider without a network, which asks its `cue`. */
  readonly wireFormat?: WireFormat | undefined;
  /** Clauses that do not hold, by id or by what they need, each with the reason in a sentence. */
  readonly skip?: Readonly<Partial<Record<ClauseId | Requirement, string>>> | undefined;
  /** How long a clause may take before it counts as failed. @defaultValue 4500 */
  readonly timeoutMs?: number | undefined;
  /** The file that is to hold the result, as JSON; written when the last clause has run. @defaultValue none */
  readonly report?: URL | undefined;
}
