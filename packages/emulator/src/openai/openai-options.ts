import type { EmulatorOptions } from '../emulator/emulator-options.ts';
import type { OpenAiStep } from './faults/openai-fault.ts';

/** How an emulated OpenAI behaves. Everything has a default: `{}` answers anybody at once, without faults. */
export interface OpenAiEmulatorOptions extends EmulatorOptions<OpenAiStep> {
  /** The keys that are accepted. @defaultValue any key, and none */
  readonly apiKeys?: readonly string[];
  /** The models there are; others are not found. @defaultValue some are listed, and any name is answered */
  readonly models?: readonly string[];

  /** Before the first piece of an answer. @defaultValue 0 */
  readonly firstChunkMs?: number;
  /** Between two pieces of an answer. @defaultValue 0 */
  readonly chunkIntervalMs?: number;
  /** How much each chunk says, in UTF-16 units; a surrogate pair is never cut. @defaultValue 4, a token */
  readonly charactersPerChunk?: number;
  /** What the field with the reasoning is called; OpenAI itself sends none. @defaultValue `reasoning_content` */
  readonly reasoningField?: 'reasoning_content' | 'reasoning';
}
