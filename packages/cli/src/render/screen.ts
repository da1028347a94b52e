import { once } from 'node:events';

import type { Output } from '../cli-ports.ts';
import { printable } from './printable.ts';

/** A terminal, or one output that goes elsewhere. */
type Page = Output | 'terminal';

/**
 * What is seen of both outputs: an answer that grows, and blocks with an empty line between. Two
 * outputs on one terminal are one page; two pipes are two.
 */
export class Screen {
  readonly #stdout: Output;
  readonly #signal: AbortSignal;
  /** Where each page that was written to stands. */
  readonly #pages = new Map<Page, 'after-text' | 'after-gap'>();
  #lineIsOpen = false;

  constructor(stdout: Output, signal: AbortSignal) {
    this.#stdout = stdout;
    this.#signal = signal;
  }

  /** Leaves an empty line, if anything stands before it: here the answer will begin. */
  beginResponse(): void {
    this.#leaveGap(this.#stdout);
  }

  /** Adds to the answer, no faster than it is read. */
  async stream(text: string): Promise<void> {
    if (text === '') return;
    this.#pages.set(pageOf(this.#stdout), 'after-text');
    this.#lineIsOpen = !text.endsWith('\n');
    await this.#write(this.#stdout.isTTY === true ? printable(text) : text);
  }

  /** Adds one line for a program to read. */
  line(text: string): Promise<void> {
    return this.#write(`${text}\n`);
  }

  /** Ends the last line of the answer. */
  endResponse(): void {
    if (this.#lineIsOpen && this.#stdout.writable) this.#stdout.write('\n');
    this.#lineIsOpen = false;
  }

  /** Leaves an empty line; what a person types from here on counts as text. */
  beginPrompt(): void {
    this.endResponse();
    this.#leaveGap(this.#stdout);
    this.#pages.set(pageOf(this.#stdout), 'after-text');
  }

  /** Prints a block of its own. */
  block(output: Output, text: string): void {
    this.endResponse();
    if (!output.writable) return;
    this.#leaveGap(output);
    output.write(`${text}\n`);
    this.#pages.set(pageOf(output), 'after-text');
  }

  /** Prints a line right below what stands there. */
  report(output: Output, text: string): void {
    if (!output.writable) return;
    output.write(`${text}\n`);
    this.#pages.set(pageOf(output), 'after-text');
  }

  #leaveGap(output: Output): void {
    const page = pageOf(output);
    if (this.#pages.get(page) === 'after-text') output.write('\n');
    this.#pages.set(page, 'after-gap');
  }

  async #write(text: string): Promise<void> {
    if (!this.#stdout.write(text)) await once(this.#stdout, 'drain', { signal: this.#signal });
  }
}

function pageOf(output: Output): Page {
  return output.isTTY === true ? 'terminal' : output;
}
