import type { ReasoningEndEvent, TextEndEvent } from '../chat/chat-event.ts';
import type { AssistantPart, PartOrigin } from '../chat/message.ts';
import { TextBuilder } from '../text/text-builder.ts';

/** The provider and model that create the parts. */
export type Origin = Pick<PartOrigin, 'origin' | 'originModel'>;

interface Block {
  readonly type: 'text' | 'reasoning';
  readonly text: TextBuilder;
}

/** Builds the parts of an assistant message in the order of the events. */
export class PartBuilder {
  readonly #parts: AssistantPart[] = [];
  #block: Block | undefined;

  /** The text or the reasoning so far, without its boundaries. */
  textOf(type: Block['type']): string {
    let text = '';
    for (const part of this.#parts) if (part.type === type) text += part.text;
    return this.#block?.type === type ? text + this.#block.text.toString() : text;
  }

  /** Whether there is text that is not white space alone. */
  get hasText(): boolean {
    return (
      this.#parts.some((part) => part.type === 'text' && part.text.trim() !== '') ||
      (this.#block?.type === 'text' && this.#block.text.toString().trim() !== '')
    );
  }

  /** Whether there is a part that only its provider understands, such as the call of a tool that the vendor runs. */
  get hasVendorPart(): boolean {
    return this.#parts.some(
      (part) => part.type === 'text' && part.text === '' && part.providerMetadata !== undefined,
    );
  }

  /** Continues the block of text or reasoning, or begins one. */
  addText(type: Block['type'], text: string): void {
    if (this.#block?.type !== type) {
      this.#endBlock({});
      this.#block = { type, text: new TextBuilder() };
    }
    this.#block.text.add(text);
  }

  /** Ends a block. A block without text is kept if it has something to send back. Returns whether a block has ended. */
  endText(event: TextEndEvent | ReasoningEndEvent): boolean {
    const { providerMetadata } = event;
    // Some vendors send an empty signature.
    const signature = event.signature === '' ? undefined : event.signature;
    const blockType = event.type === 'text-end' ? 'text' : 'reasoning';
    if (signature !== undefined || providerMetadata !== undefined) this.addText(blockType, '');
    if (this.#block?.type !== blockType) return false;
    this.#endBlock({
      ...(signature !== undefined && { signature }),
      ...(providerMetadata && { providerMetadata }),
    });
    return true;
  }

  add(part: AssistantPart): void {
    this.#endBlock({});
    this.#parts.push(part);
  }

  /** Returns the parts so far. Parts with a signature, and all that only their provider understands, have an origin. */
  build(origin: Origin): readonly AssistantPart[] {
    this.#endBlock({});
    return this.#parts.map((part) => (needsOrigin(part) ? { ...part, ...origin } : part));
  }

  #endBlock(end: Pick<PartOrigin, 'signature' | 'providerMetadata'>): void {
    const block = this.#block;
    if (!block) return;
    this.#block = undefined;
    const text = block.text.toString();
    if (text !== '' || Object.keys(end).length > 0) {
      this.#parts.push({ type: block.type, text, ...end });
    }
  }
}

function needsOrigin(part: AssistantPart): boolean {
  return (
    part.type === 'reasoning' ||
    part.type === 'tool-call' ||
    part.signature !== undefined ||
    part.providerMetadata !== undefined
  );
}
