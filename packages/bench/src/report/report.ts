/** The rows of a table to which one limit applies. */
export interface LimitResult {
  /** For example `CPU per chunk × hand-written at most 1.4`. */
  readonly limit: string;
  readonly rows: readonly LimitedRow[];
}

interface LimitedRow {
  /** The variant and the contestant. */
  readonly name: string;
  /** With its spread, for example `1.38 (1.21–1.55)`. */
  readonly value: string;
  readonly isMet: boolean;
}

/** What is reported about a scenario. */
export interface Report {
  readonly name: string;
  readonly title: string;
  /** Tables and paragraphs in Markdown. */
  readonly blocks: readonly string[];
  readonly limits: readonly LimitResult[];
}

/** Renders a report as a section in Markdown. */
export function renderReport({ name, title, blocks }: Report): string {
  return [`## ${name}`, title, ...blocks].join('\n\n');
}
