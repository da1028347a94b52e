import type { Attempt } from '@understudy/core';
import type { RequestLogEntry } from '@understudy/gateway';
import type { ReloadResult } from '@understudy/gateway/config';

import type { Output } from '../cli-ports.ts';
import { formatJsonLine } from '../render/format-json-line.ts';

/** The log of `understudy serve`: one JSON object per line, without text of conversations and keys. */
export class ServeLog {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param setting - the setting with the address */
  listening(setting: string, url: string): void {
    this.#write('listening', { setting, url });
  }

  readonly request = (entry: RequestLogEntry): void => {
    const { requestId: id, key, path, model, status, error, stream, durationMs, usage } = entry;
    const attempt = findDecisiveAttempt(entry.attempts);
    this.#write('request', {
      id,
      key: key === '' ? undefined : key,
      path: path === '' ? undefined : path,
      // The client chooses it.
      model: model === '' ? undefined : model.slice(0, 200),
      target: attempt && `${attempt.provider}/${attempt.model}`,
      status,
      error,
      stream,
      durationMs,
      firstContentMs: attempt?.firstContentMs,
      inputTokens: usage?.inputTokens,
      outputTokens: usage?.outputTokens,
      attempts: entry.attempts.map(describeAttempt),
    });
  };

  reload(result: ReloadResult): void {
    this.#write('reload', result);
  }

  /** Reports that a signal was received. */
  stopping(openChats: number): void {
    this.#write('stopping', { openChats });
  }

  stopped(): void {
    this.#write('stopped', {});
  }

  #write(type: string, fields: object): void {
    if (!this.#output.writable) return;
    const time = new Date().toISOString();
    this.#output.write(`${formatJsonLine(type, { time, ...fields })}\n`);
  }
}

/** Returns the attempt that responded, else the last one that was not skipped. A hedged one can have started later. */
function findDecisiveAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  const tried = attempts.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'outpaced');
  return (
    tried.find(({ outcome }) => outcome === 'succeeded') ??
    tried.findLast(({ firstContentMs }) => firstContentMs !== undefined) ??
    tried.at(-1) ??
    attempts.at(-1)
  );
}

/** The messages of errors are left out: a vendor can put a part of the prompt into them. */
function describeAttempt(attempt: Attempt): object {
  const { provider, model, outcome, error, totalMs } = attempt;
  return { target: `${provider}/${model}`, outcome, error: error?.code, totalMs };
}
