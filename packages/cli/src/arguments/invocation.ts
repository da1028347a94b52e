import type { ChatArguments } from '../commands/chat.ts';
import type { DemoArguments } from '../commands/demo.ts';
import type { DoctorArguments } from '../commands/doctor.ts';
import type { EmulateArguments } from '../commands/emulate.ts';
import type { ExplainArguments } from '../commands/explain.ts';
import type { KeysArguments } from '../commands/keys.ts';
import type { ModelsArguments } from '../commands/models.ts';
import type { ProvidersArguments } from '../commands/providers.ts';
import type { ServeArguments } from '../commands/serve.ts';
import type { CompleteArguments, CompletionArguments } from './completion-arguments.ts';

/** A command with its arguments. */
export type Invocation =
  | ({ readonly command: 'demo' } & DemoArguments)
  | ({ readonly command: 'chat' } & ChatArguments)
  | ({ readonly command: 'explain' } & ExplainArguments)
  | ({ readonly command: 'emulate' } & EmulateArguments)
  | ({ readonly command: 'providers' } & ProvidersArguments)
  | ({ readonly command: 'models' } & ModelsArguments)
  | ({ readonly command: 'doctor' } & DoctorArguments)
  | ({ readonly command: 'serve' } & ServeArguments)
  | ({ readonly command: 'keys' } & KeysArguments)
  | ({ readonly command: 'completion' } & CompletionArguments)
  | ({ readonly command: 'complete' } & CompleteArguments);
