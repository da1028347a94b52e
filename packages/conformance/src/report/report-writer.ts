import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { ConformanceOptions } from '../options/conformance-options.ts';
import type { ClauseOutcome, ConformanceReport } from './clause-outcome.ts';

/** Collects outcomes. Writes the report when each clause has one. */
export class ReportWriter {
  readonly #options: ConformanceOptions;
  readonly #clauseIds: readonly string[];
  readonly #outcomes = new Map<string, ClauseOutcome>();

  constructor(options: ConformanceOptions, clauseIds: readonly string[]) {
    this.#options = options;
    this.#clauseIds = clauseIds;
  }

  async add(outcome: ClauseOutcome): Promise<void> {
    this.#outcomes.set(outcome.clause, outcome);
    const { report, name } = this.#options;
    if (!report || this.#outcomes.size < this.#clauseIds.length) return;
    const outcomes = this.#clauseIds.flatMap((id) => this.#outcomes.get(id) ?? []);
    await writeReport(report, { provider: name, outcomes });
  }
}

/** Writes the file atomically, and only if it has changed. */
async function writeReport(url: URL, report: ConformanceReport): Promise<void> {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  const before = await readFile(url, 'utf8').catch(() => undefined);
  if (before === text) return;
  const file = fileURLToPath(url);
  await mkdir(new URL('.', url), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
