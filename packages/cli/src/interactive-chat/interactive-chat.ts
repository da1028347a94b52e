import { modelRef } from '@understudy/core';
import type { Message, Understudy } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { assertKeys } from '../configuration/assert-keys.ts';
import type { Setup } from '../configuration/setup.ts';
import { toFailure } from '../failure/to-failure.ts';
import { Interruption } from '../interruption.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { showAttempts, showResponse } from '../render/chat/show-chat.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { showFailure } from '../render/show-failure.ts';
import { wrapWords } from '../render/wrap/wrap-words.ts';
import { formatInteractiveHelp } from './interactive-help.ts';
import { LineEditor } from './line-editor.ts';
import { completeLine, readSlashCommand } from './slash-command.ts';
import type { SlashCommand } from './slash-command.ts';

export interface InteractiveChatServices {
  readonly understudy: Understudy;
  readonly setup: Setup;
  readonly listings: readonly ProviderListing[];
}

/**
 * A chat on a terminal. Each message is sent with the history, which contains only messages with a
 * complete response.
 */
export class InteractiveChat {
  readonly #services: InteractiveChatServices;
  readonly #systemMessages: readonly Message[];
  readonly #context: CommandContext;
  #history: readonly Message[];
  #model: string;
  /** The name of the model in the output. */
  #label: string;
  /** Cancels the current response. */
  #cancellation: AbortController | undefined;

  constructor(
    services: InteractiveChatServices,
    systemMessages: readonly Message[],
    context: CommandContext,
  ) {
    this.#services = services;
    this.#systemMessages = systemMessages;
    this.#context = context;
    this.#history = systemMessages;
    this.#model = services.setup.model;
    this.#label = services.setup.label;
  }

  /**
   * Reads and sends messages until the user exits.
   *
   * @throws ConfigurationError for the initial model; the reason of the signal
   */
  async run(): Promise<void> {
    const { ports, signal } = this.#context;
    this.#validateModel(this.#model);
    using editor = new LineEditor({
      input: ports.stdin(),
      output: ports.stdout,
      prompt: paint('bold', '> ', ports.stdout),
      complete: (line) => completeLine(line, this.#references()),
      onInterrupt: () => this.#cancel(),
    });
    const close = (): void => editor[Symbol.dispose]();
    signal.addEventListener('abort', close);
    this.#printNotice(`Using ${this.#label}. /help lists the commands, Ctrl-D exits.`);
    while (await this.#processLine(editor)) signal.throwIfAborted();
    signal.removeEventListener('abort', close);
    signal.throwIfAborted();
  }

  /** Returns false after the last line. An error is printed and does not end the chat. */
  async #processLine(editor: LineEditor): Promise<boolean> {
    const { ports, screen, signal } = this.#context;
    screen.beginPrompt();
    const line = await editor.read();
    if (line === undefined) return false;
    try {
      const command = readSlashCommand(line);
      if (command) return this.#runCommand(command);
      await this.#send(line.trim());
    } catch (error) {
      signal.throwIfAborted();
      showFailure(await toFailure(error), screen, ports.stderr);
    }
    return true;
  }

  #runCommand(command: SlashCommand): boolean {
    const { screen, ports } = this.#context;
    const { stdout } = ports;
    switch (command.name) {
      case 'quit':
        return false;
      case 'help':
        screen.writeBlock(stdout, formatInteractiveHelp(stdout));
        return true;
      case 'reset':
        this.#history = this.#systemMessages;
        this.#printNotice('History cleared.');
        return true;
      case 'model':
        if (command.reference !== undefined) this.#changeModel(command.reference);
        this.#printNotice(`Using ${this.#label}.`);
        return true;
    }
  }

  #changeModel(reference: string): void {
    try {
      this.#validateModel(reference);
    } catch (error) {
      throw this.#services.setup.locate(error, '/model');
    }
    this.#model = reference;
    this.#label = reference;
  }

  async #send(content: string): Promise<void> {
    const { ports, signal } = this.#context;
    const { understudy, setup } = this.#services;
    const messages: readonly Message[] = [...this.#history, { role: 'user', content }];
    const cancellation = new AbortController();
    this.#cancellation = cancellation;
    const context = { ...this.#context, signal: AbortSignal.any([signal, cancellation.signal]) };
    // Each message is a deliberate new attempt, like a new run of the command.
    understudy.resetHealth();
    const chat = understudy.chat(
      { model: modelRef(this.#model), messages },
      { signal: context.signal },
    );
    try {
      const { text } = await showResponse(chat, this.#label, context);
      if (chat.attempts.length > 1) showAttempts(chat, ports.stderr, context);
      if (text !== '') this.#history = [...messages, { role: 'assistant', content: text }];
    } catch (error) {
      if (!cancellation.signal.aborted) {
        showAttempts(chat, ports.stderr, context);
        throw setup.locate(error);
      }
      this.#printNotice('Canceled and not added to the history. The up arrow recalls the message.');
    } finally {
      this.#cancellation = undefined;
    }
  }

  /** A second Ctrl-C ends the process, because the response did not react to the first. */
  #cancel(): void {
    const interruption = new Interruption('canceled by Ctrl-C', 130);
    if (this.#cancellation?.signal.aborted) this.#context.ports.exit(interruption.exitCode);
    else this.#cancellation?.abort(interruption);
  }

  /** @throws ConfigurationError for an unknown model or a missing key */
  #validateModel(model: string): void {
    const { understudy, setup, listings } = this.#services;
    const explanation = understudy.explain({ model: modelRef(model) });
    assertKeys(explanation, setup.configuration.settings, listings);
  }

  /** Returns the chains, aliases and models that `/model` accepts. */
  #references(): readonly string[] {
    const { understudy, setup } = this.#services;
    const { chains = {}, aliases = {} } = setup.configuration;
    const modelReferences = understudy
      .providers()
      .flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`));
    return [...Object.keys(chains), ...Object.keys(aliases), ...modelReferences];
  }

  #printNotice(text: string): void {
    const { ports, screen } = this.#context;
    const lines = wrapWords(printable(text), ports.stdout);
    screen.writeBlock(ports.stdout, paint('dim', lines, ports.stdout));
  }
}
