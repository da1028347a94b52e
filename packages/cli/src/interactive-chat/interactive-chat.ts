import { modelRef } from '@understudy/core';
import type { Message, Understudy } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { assertKeys } from '../configuration/assert-keys.ts';
import type { Setup } from '../configuration/setup.ts';
import { describeFailure } from '../failure/describe-failure.ts';
import { Interruption } from '../interruption.ts';
import { explainModel } from '../packages/explain-model.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { showResponse, showAttempts } from '../render/chat/show-chat.ts';
import { printable } from '../render/printable.ts';
import { showFailure } from '../render/show-failure.ts';
import { paint } from '../render/style.ts';
import { wrapWords } from '../render/wrap-words.ts';
import { formatInteractiveHelp } from './interactive-help.ts';
import { LineEditor } from './line-editor.ts';
import { completeLine, readSlashCommand } from './slash-command.ts';
import type { SlashCommand } from './slash-command.ts';

/** Whom a conversation asks, and what it knows of them. */
export interface InteractiveChatServices {
  readonly understudy: Understudy;
  readonly setup: Setup;
  readonly listings: readonly ProviderListing[];
}

/**
 * Questions and answers on a terminal. Only questions that were answered whole are kept, with their
 * answers.
 */
export class InteractiveChat {
  readonly #services: InteractiveChatServices;
  readonly #opening: readonly Message[];
  readonly #context: CommandContext;
  #messages: readonly Message[];
  #model: string;
  /** What a person calls the model. */
  #label: string;
  /** Of the answer under way. */
  #cancelling: AbortController | undefined;

  constructor(
    services: InteractiveChatServices,
    opening: readonly Message[],
    context: CommandContext,
  ) {
    this.#services = services;
    this.#opening = opening;
    this.#context = context;
    this.#messages = opening;
    this.#model = services.setup.model;
    this.#label = services.setup.label;
  }

  /** @throws ConfigurationError before anything is asked; the reason of the signal */
  async run(): Promise<void> {
    const { ports, signal } = this.#context;
    this.#assertAnswerable(this.#model);
    using editor = new LineEditor({
      input: ports.stdin(),
      output: ports.stdout,
      prompt: paint('bold', '> ', ports.stdout),
      complete: (line) => completeLine(line, this.#references()),
      onInterrupt: () => this.#cancel(),
    });
    const leave = (): void => editor[Symbol.dispose]();
    signal.addEventListener('abort', leave);
    this.#tell(`Talking to ${this.#label}. /help lists what there is, Ctrl-D leaves.`);
    while (await this.#turn(editor)) signal.throwIfAborted();
    signal.removeEventListener('abort', leave);
    signal.throwIfAborted();
  }

  /** A line, and what follows from it; false when it was the last. */
  async #turn(editor: LineEditor): Promise<boolean> {
    const { ports, screen, signal } = this.#context;
    screen.beginPrompt();
    const line = await editor.read();
    if (line === undefined) return false;
    try {
      const command = readSlashCommand(line);
      if (command) return this.#obey(command);
      await this.#answer(line.trim());
    } catch (error) {
      signal.throwIfAborted();
      showFailure(await describeFailure(error), screen, ports.stderr);
    }
    return true;
  }

  #obey(command: SlashCommand): boolean {
    const { screen, ports } = this.#context;
    const { stdout } = ports;
    switch (command.name) {
      case 'quit':
        return false;
      case 'help':
        screen.block(stdout, formatInteractiveHelp(stdout));
        return true;
      case 'reset':
        this.#messages = this.#opening;
        this.#tell('The conversation so far is forgotten.');
        return true;
      case 'model':
        if (command.reference !== undefined) this.#change(command.reference);
        this.#tell(`Talking to ${this.#label}.`);
        return true;
    }
  }

  #change(reference: string): void {
    try {
      this.#assertAnswerable(reference);
    } catch (error) {
      throw this.#services.setup.locate(error, '/model');
    }
    this.#model = reference;
    this.#label = reference;
  }

  async #answer(content: string): Promise<void> {
    const { ports, signal } = this.#context;
    const { understudy, setup } = this.#services;
    const messages: readonly Message[] = [...this.#messages, { role: 'user', content }];
    const cancelling = new AbortController();
    this.#cancelling = cancelling;
    const context = { ...this.#context, signal: AbortSignal.any([signal, cancelling.signal]) };
    // A person who asks again means it, as if the command were started anew.
    understudy.resetHealth();
    const chat = understudy.chat({ model: modelRef(this.#model), messages }, context);
    try {
      const { text } = await showResponse(chat, this.#label, context);
      if (chat.attempts.length > 1) showAttempts(chat, ports.stderr, context);
      if (text !== '') this.#messages = [...messages, { role: 'assistant', content: text }];
    } catch (error) {
      if (!cancelling.signal.aborted) {
        showAttempts(chat, ports.stderr, context);
        throw setup.locate(error);
      }
      this.#tell('Cancelled and forgotten; the up arrow brings the question back.');
    } finally {
      this.#cancelling = undefined;
    }
  }

  /** The second time the answer can't be left, and the process is. */
  #cancel(): void {
    const interruption = new Interruption('cancelled by Ctrl-C', 130);
    if (this.#cancelling?.signal.aborted === true) this.#context.ports.exit(interruption.exitCode);
    else this.#cancelling?.abort(interruption);
  }

  /** @throws ConfigurationError where nobody has the name, or a key is missing */
  #assertAnswerable(model: string): void {
    const { understudy, setup, listings } = this.#services;
    const explanation = explainModel(understudy, modelRef(model));
    assertKeys(explanation, setup.configuration.settings, listings);
  }

  /** What can be talked to. */
  #references(): readonly string[] {
    const { understudy, setup } = this.#services;
    const { chains = {}, aliases = {} } = setup.configuration;
    const models = understudy
      .providers()
      .flatMap(({ id, models: known }) => known.map((model) => `${id}/${model.id}`));
    return [...Object.keys(chains), ...Object.keys(aliases), ...models];
  }

  #tell(sentence: string): void {
    const { ports, screen } = this.#context;
    const lines = wrapWords(printable(sentence), ports.stdout);
    screen.block(ports.stdout, paint('dim', lines, ports.stdout));
  }
}
