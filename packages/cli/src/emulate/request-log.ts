import type { Output } from '../cli-ports.ts';
import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { formatRequest } from './format-request.ts';

/** A request that is still open after this time is printed before its end. */
const openAfterMs = 1000;

/** Prints one line per request at its end, and an additional line for a slow request. */
export class RequestLog implements Disposable {
  readonly #print: (line: string) => void;
  readonly #output: Output;
  readonly #timers = new Map<LoggedRequest, NodeJS.Timeout>();

  constructor(print: (line: string) => void, output: Output) {
    this.#print = print;
    this.#output = output;
  }

  begin(request: LoggedRequest): void {
    const printOpen = (): void => this.#print(formatRequest(request, this.#output));
    this.#timers.set(request, setTimeout(printOpen, openAfterMs));
  }

  end(request: LoggedRequest): void {
    this.#clearTimer(request);
    this.#print(formatRequest(request, this.#output));
  }

  [Symbol.dispose](): void {
    for (const request of this.#timers.keys()) this.#clearTimer(request);
  }

  #clearTimer(request: LoggedRequest): void {
    clearTimeout(this.#timers.get(request));
    this.#timers.delete(request);
  }
}
