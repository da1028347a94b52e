import type { ChatArguments } from '../commands/chat.ts';
import type { DemoArguments } from '../commands/demo.ts';
import type { EmulateArguments } from '../commands/emulate.ts';
import type { ExplainArguments } from '../commands/explain.ts';

/** A command with its arguments. */
export type Invocation =
  | ({ readonly command: 'demo' } & DemoArguments)
  | ({ readonly command: 'chat' } & ChatArguments)
  | ({ readonly command: 'explain' } & ExplainArguments)
  | ({ readonly command: 'emulate' } & EmulateArguments)
  | { readonly command: 'providers' };
