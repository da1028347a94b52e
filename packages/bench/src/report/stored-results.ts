import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { renderResults } from './render-results.ts';
import type { StoredResult } from './render-results.ts';

const folder = new URL('../../results/', import.meta.url);
const page = new URL('../../RESULTS.md', import.meta.url);

/** Stores the result of a scenario, and renders the page of all stored results. */
export function saveResult(result: StoredResult, scenarioNames: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${result.report.name}.json`, folder);
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(page, renderResults(readResults(scenarioNames)));
}

/** Returns the stored results in the order of the scenarios. */
export function readResults(scenarioNames: readonly string[]): readonly StoredResult[] {
  const files = new Set(readdirSync(folder));
  return scenarioNames
    .filter((name) => files.has(`${name}.json`))
    .map((name): StoredResult => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
}

export function readPage(): string {
  return readFileSync(page, 'utf8');
}
