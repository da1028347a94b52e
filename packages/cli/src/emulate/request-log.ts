import type { Output } from '../cli-ports.ts';
import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { formatRequest } from './format-request.ts';

const patienceMs = 1000;

/** Tells of each request in a line when it is over, and in one before that when it takes its time. */
export class RequestLog implements Disposable {
  readonly #print: (line: string) => void;
  readonly #output: Output;
  readonly #timers = new Map<LoggedRequest, NodeJS.Timeout>();

  constructor(print: (line: string) => void, output: Output) {
    this.#print = print;
    this.#output = output;
  }

  begin(request: LoggedRequest): void {
    const tell = (): void => this.#print(formatRequest(request, this.#output));
    this.#timers.set(request, setTimeout(tell, patienceMs));
  }

  end(request: LoggedRequest): void {
    this.#forget(request);
    this.#print(formatRequest(request, this.#output));
  }

  [Symbol.dispose](): void {
    for (const request of this.#timers.keys()) this.#forget(request);
  }

  #forget(request: LoggedRequest): void {
    clearTimeout(this.#timers.get(request));
    this.#timers.delete(request);
  }
}
