import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { PassThrough } from 'node:stream';

import type { Input, Output } from '../cli-ports.ts';

/** What Ctrl-C sends where the terminal passes every key on. */
const interrupt = '\u0003';

export interface LineEditorOptions {
  readonly input: Input;
  readonly output: Output;
  readonly prompt: string;
  /** What the beginning of a line may become; asked when Tab is pressed. */
  readonly complete: (line: string) => readonly string[];
  /** Called at Ctrl-C while no line is read. */
  readonly onInterrupt: () => void;
}

/**
 * Lines typed on a terminal, edited as in a shell, with earlier ones at the arrow keys. What is typed
 * while nobody reads is kept for the next line, and dropped at Ctrl-C. Whoever makes it disposes it.
 */
export class LineEditor implements Disposable {
  readonly #options: LineEditorOptions;
  readonly #interface: Interface;
  /** What the keyboard sends, up to the end of one line. */
  readonly #keys: PassThrough;
  #held = '';
  #waiting: ((line: string | undefined) => void) | undefined;
  #closed = false;

  constructor(options: LineEditorOptions) {
    const { input, output, prompt, complete } = options;
    this.#options = options;
    this.#keys = Object.assign(new PassThrough(), {
      setRawMode: (raw: boolean) => input.setRawMode?.(raw),
    });
    this.#interface = createInterface({
      input: this.#keys,
      output,
      prompt,
      terminal: true,
      removeHistoryDuplicates: true,
      completer: (line: string): [string[], string] => [[...complete(line)], line],
    });
    this.#interface.on('line', this.#finish);
    this.#interface.on('SIGINT', this.#leaveLine);
    this.#interface.on('close', this.#end);
    input.setEncoding('utf8');
    input.on('data', this.#take);
    input.on('end', this.#end);
  }

  /**
   * The next line that is not blank; undefined when there is none to come, after Ctrl-D, or Ctrl-C on
   * an empty line.
   */
  read(): Promise<string | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#waiting = resolve;
    this.#interface.prompt();
    this.#feed();
    return promise;
  }

  [Symbol.dispose](): void {
    const { input } = this.#options;
    input.off('data', this.#take);
    input.off('end', this.#end);
    input.pause();
    this.#interface.close();
  }

  readonly #take = (keys: string): void => {
    if (this.#waiting) {
      this.#held += keys;
      this.#feed();
      return;
    }
    const [before = '', ...after] = keys.split(interrupt);
    this.#held += before;
    for (const behind of after) {
      this.#held = behind;
      this.#options.onInterrupt();
    }
  };

  /** One line goes on, and what stands behind it waits: an answer comes in between. */
  #feed(): void {
    const [line = this.#held] = /^.*?(?:\r\n?|\n)/s.exec(this.#held) ?? [];
    this.#held = this.#held.slice(line.length);
    this.#keys.write(line);
  }

  readonly #finish = (line: string): void => {
    if (!this.#waiting) {
      // Its keys came before the end of the last line was seen.
      this.#held = `${line}\r${this.#held}`;
    } else if (line.trim() === '') {
      this.#interface.prompt();
      this.#feed();
    } else this.#settle(line);
  };

  readonly #leaveLine = (): void => {
    if (this.#interface.line === '') {
      this.#interface.close();
      return;
    }
    this.#interface.write(null, { ctrl: true, name: 'e' });
    this.#interface.write(null, { ctrl: true, name: 'u' });
  };

  readonly #end = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    // The prompt has a line of its own, and what is printed next begins below it.
    if (this.#waiting) this.#options.output.write('\n');
    this.#settle(undefined);
  };

  #settle(line: string | undefined): void {
    const resolve = this.#waiting;
    this.#waiting = undefined;
    resolve?.(line);
  }
}
