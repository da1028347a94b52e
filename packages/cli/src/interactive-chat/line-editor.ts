import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { PassThrough } from 'node:stream';

import type { Input, Output } from '../cli-ports.ts';

/** The character of Ctrl-C in raw mode. */
const interruptKey = '\u0003';

export interface LineEditorOptions {
  readonly input: Input;
  readonly output: Output;
  readonly prompt: string;
  /** Returns the completions of a line. Called when Tab is pressed. */
  readonly complete: (line: string) => readonly string[];
  /** Called when Ctrl-C is pressed while no line is being read. */
  readonly onInterrupt: () => void;
}

/**
 * Reads lines from a terminal with editing keys, a history and completion.
 *
 * Input that arrives while no line is being read is kept for the next line. Ctrl-C discards it. The
 * owner disposes the editor.
 */
export class LineEditor implements Disposable {
  readonly #options: LineEditorOptions;
  readonly #interface: Interface;
  /** Passes the input to readline one line at a time. */
  readonly #keys: PassThrough;
  /** Input that was not passed to readline yet. */
  #buffer = '';
  #resolveRead: ((line: string | undefined) => void) | undefined;
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
    this.#interface.on('line', this.#onLine);
    this.#interface.on('SIGINT', this.#onPromptInterrupt);
    this.#interface.on('close', this.#onEnd);
    input.setEncoding('utf8');
    input.on('data', this.#onInput);
    input.on('end', this.#onEnd);
  }

  /**
   * Reads the next line that is not blank. Resolves with undefined at the end of the input, after
   * Ctrl-D, or after Ctrl-C on an empty line.
   */
  read(): Promise<string | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#resolveRead = resolve;
    this.#interface.prompt();
    this.#passLine();
    return promise;
  }

  [Symbol.dispose](): void {
    const { input } = this.#options;
    input.off('data', this.#onInput);
    input.off('end', this.#onEnd);
    input.pause();
    this.#interface.close();
  }

  readonly #onInput = (keys: string): void => {
    if (this.#resolveRead) {
      this.#buffer += keys;
      this.#passLine();
      return;
    }
    const [beforeInterrupt = '', ...afterInterrupts] = keys.split(interruptKey);
    this.#buffer += beforeInterrupt;
    for (const afterInterrupt of afterInterrupts) {
      this.#buffer = afterInterrupt;
      this.#options.onInterrupt();
    }
  };

  /** Passes only one line, because a response may be printed before the next line is read. */
  #passLine(): void {
    const [line = this.#buffer] = /^.*?(?:\r\n?|\n)/s.exec(this.#buffer) ?? [];
    this.#buffer = this.#buffer.slice(line.length);
    this.#keys.write(line);
  }

  readonly #onLine = (line: string): void => {
    if (!this.#resolveRead) {
      // The keys of this line were passed before the end of the previous line was processed.
      this.#buffer = `${line}\r${this.#buffer}`;
    } else if (line.trim() === '') {
      this.#interface.prompt();
      this.#passLine();
    } else this.#finishRead(line);
  };

  readonly #onPromptInterrupt = (): void => {
    if (this.#interface.line === '') {
      this.#interface.close();
      return;
    }
    // Ctrl-E moves the cursor to the end of the line, Ctrl-U deletes everything before it.
    this.#interface.write(null, { ctrl: true, name: 'e' });
    this.#interface.write(null, { ctrl: true, name: 'u' });
  };

  readonly #onEnd = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    // Ends the line of the prompt, so that later output starts on a new line.
    if (this.#resolveRead) this.#options.output.write('\n');
    this.#finishRead(undefined);
  };

  #finishRead(line: string | undefined): void {
    const resolve = this.#resolveRead;
    this.#resolveRead = undefined;
    resolve?.(line);
  }
}
