import { isConfigurationError } from '@understudy/core';
import { createKey } from '@understudy/gateway';
import type { CreatedKey } from '@understudy/gateway';
import { readGatewaySection } from '@understudy/gateway/config';

import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../failure/command-error.ts';
import { formatJsonLine } from '../render/format-json-line.ts';
import { wrapWords } from '../render/wrap/wrap-words.ts';

export interface KeysArguments {
  readonly name: string;
  readonly json?: boolean | undefined;
}

/** Runs `understudy keys create`: prints a new key and its entry for the configuration. */
export async function keys(
  input: KeysArguments,
  { ports: { stdout }, screen }: CommandContext,
): Promise<number> {
  const created = createNamedKey(input.name);
  if (input.json === true) {
    await screen.writeJsonLine(formatJsonLine('key', created));
    return 0;
  }
  const note = 'This is the only time the key is shown. Its entry for "gateway.keys":';
  screen.writeBlock(stdout, created.key);
  screen.writeBlock(stdout, wrapWords(note, stdout));
  screen.writeLine(stdout, `  ${JSON.stringify(created.entry)}`);
  return 0;
}

/** Checks the name with the reader of the configuration. */
function createNamedKey(name: string): CreatedKey {
  const created = createKey(name);
  try {
    readGatewaySection({ keys: [created.entry] });
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    const { expected, received } = error;
    throw new CommandError(
      'usage',
      `name: expected ${expected}, received ${received}`,
      'Run "understudy keys create --help" for examples.',
    );
  }
  return created;
}
