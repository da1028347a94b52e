import { once } from 'node:events';

import type { Output } from '../cli-ports.ts';
import { printable } from './printable.ts';
import { terminalWidth } from './wrap/terminal-width.ts';
import { WordWrapper } from './wrap/word-wrapper.ts';

/** Stdout and stderr are the same destination if both are the terminal. */
type Destination = Output | 'terminal';

/**
 * Writes a streamed response and separate blocks to stdout and stderr, with one empty line between
 * them. If both outputs are the terminal, the empty lines take both into account.
 */
export class Screen {
  readonly #stdout: Output;
  readonly #signal: AbortSignal;
  /** The last output of each destination. */
  readonly #positions = new Map<Destination, 'after-text' | 'after-gap'>();
  #lineIsOpen = false;
  readonly #wrapper: WordWrapper;

  constructor(stdout: Output, signal: AbortSignal) {
    this.#stdout = stdout;
    this.#signal = signal;
    this.#wrapper = new WordWrapper(() => terminalWidth(stdout));
  }

  /** Writes an empty line if there was output before the response. */
  beginResponse(): void {
    this.#writeGap(this.#stdout);
  }

  /** Appends text to the response, wrapped to the width of a terminal. Waits until stdout accepts more. */
  async stream(text: string): Promise<void> {
    if (text === '') return;
    this.#positions.set(destinationOf(this.#stdout), 'after-text');
    this.#lineIsOpen = !text.endsWith('\n');
    const isTerminal = this.#stdout.isTTY === true;
    await this.#write(isTerminal ? this.#wrapper.push(printable(text)) : text);
  }

  /** Writes one line of JSON to stdout. */
  writeJsonLine(text: string): Promise<void> {
    return this.#write(`${text}\n`);
  }

  /** Ends the last line of the response. */
  endResponse(): void {
    const rest = this.#wrapper.flush();
    if (this.#stdout.writable && rest !== '') this.#stdout.write(rest);
    if (this.#lineIsOpen && this.#stdout.writable) this.#stdout.write('\n');
    this.#lineIsOpen = false;
  }

  /** Writes an empty line before a prompt. The typed line counts as output. */
  beginPrompt(): void {
    this.endResponse();
    this.#writeGap(this.#stdout);
    this.#positions.set(destinationOf(this.#stdout), 'after-text');
  }

  /** Writes a block with an empty line before it. */
  writeBlock(output: Output, text: string): void {
    this.endResponse();
    if (!output.writable) return;
    this.#writeGap(output);
    output.write(`${text}\n`);
    this.#positions.set(destinationOf(output), 'after-text');
  }

  /** Writes a line without an empty line before it. */
  writeLine(output: Output, text: string): void {
    if (!output.writable) return;
    output.write(`${text}\n`);
    this.#positions.set(destinationOf(output), 'after-text');
  }

  #writeGap(output: Output): void {
    const destination = destinationOf(output);
    if (this.#positions.get(destination) === 'after-text') output.write('\n');
    this.#positions.set(destination, 'after-gap');
  }

  async #write(text: string): Promise<void> {
    if (!this.#stdout.write(text)) await once(this.#stdout, 'drain', { signal: this.#signal });
  }
}

function destinationOf(output: Output): Destination {
  return output.isTTY === true ? 'terminal' : output;
}
