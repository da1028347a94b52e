import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

import { readOpenAiFault, startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';

import { backupText, primaryText, question } from './chain-fixture.ts';

/** The faults of the tables in docs/migration, by the description of their rows. */
const faults: Readonly<Record<string, string>> = {
  'HTTP 503': 'overloaded',
  'HTTP 429': 'rate-limit',
  'HTTP 401': 'invalid-key',
  'HTTP 404, unknown model': 'model-not-found',
  'HTTP 400, unsupported parameter': 'unsupported-parameter',
  'connection reset': 'reset-before-headers',
  'no response': 'stall-before-headers',
  'HTML page with status 200': 'html-page',
  'error in the stream, before the text': 'error-before-text',
  'stream without text': 'empty-response',
  'content filter, before the text': 'content-filter-before-text',
  'error in the stream, inside the text': 'error-after-text',
  'stream cut inside the text': 'truncated-stream',
  'connection closed inside the text': 'disconnect-after-text',
  'silence inside the text': 'stall-after-text',
};

/** How long a server may send nothing, in the options of each library. */
export const silenceMs = 300;
/** How long a call may take. */
const limitMs = 3000;

/** What the user of one streamed call sees. */
export interface StreamedCall {
  readonly text: string;
  readonly errors: number;
}

/** A library with two models. */
export interface FallbackLibrary {
  /** Streams the response to `question`. */
  readonly stream: (signal: AbortSignal) => Promise<StreamedCall>;
  readonly close?: () => Promise<void>;
}

export type CreateLibrary = (primary: OpenAiEmulator, backup: OpenAiEmulator) => FallbackLibrary;

/** Returns the row of each fault, with one cell for each library. */
export async function measureRows(libraries: readonly CreateLibrary[]): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const [description, fault] of Object.entries(faults)) {
    const cells = await Promise.all(libraries.map((create) => measure(create, fault)));
    rows.push(`|${[description, ...cells].join('|')}|`);
  }
  return rows;
}

/** Returns what the user sees, and the requests to both servers. */
async function measure(create: CreateLibrary, fault: string): Promise<string> {
  await using primary = await startOpenAiEmulator({
    rules: [{ when: question, response: primaryText }],
    faults: [readOpenAiFault(`${fault}=always`)],
  });
  await using backup = await startOpenAiEmulator({
    rules: [{ when: question, response: backupText }],
  });
  const { stream, close } = create(primary, backup);
  const controller = new AbortController();
  try {
    const call = await Promise.race([stream(controller.signal), setTimeout(limitMs)]);
    const requests = `${primary.requests.length} + ${backup.requests.length}`;
    return `${call ? describe(call) : 'no end within 3 s'} (${requests})`;
  } finally {
    controller.abort();
    await close?.();
  }
}

function describe({ text, errors }: StreamedCall): string {
  if (text === backupText) return 'backup';
  const end = errors === 0 ? 'no error' : 'error';
  if (text === '') return `no text, ${end}`;
  if (text.endsWith(backupText)) return `two texts joined, ${end}`;
  return primaryText.startsWith(text) ? `part of the text, ${end}` : `other text, ${end}`;
}

/** Returns the rows of the tables of a page of docs/migration, without the padding of the formatter. */
export function readRows(page: string): readonly string[] {
  const url = new URL(`../../../docs/migration/${page}`, import.meta.url);
  const rows = readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .join('|'),
  );
}
