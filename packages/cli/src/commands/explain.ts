import type { CommandContext } from '../command-context.ts';
import type { TargetArguments } from '../configuration/setup.ts';
import { formatExplanation } from '../explain/format-explanation.ts';
import { formatJsonLine } from '../render/format-json-line.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ExplainArguments extends TargetArguments {
  readonly json?: boolean | undefined;
}

/** Runs `understudy explain`: prints the targets and the policy of a chat. Sends nothing. */
export async function explain(input: ExplainArguments, context: CommandContext): Promise<number> {
  const { ports, screen } = context;
  const target = { ...input, modelFlag: 'reference' };
  await withUnderstudy(target, context, async (understudy, { model, label }) => {
    const explanation = understudy.explain({ model });
    if (input.json === true) await screen.writeJsonLine(formatJsonLine('explanation', explanation));
    else screen.writeBlock(ports.stdout, formatExplanation(label, explanation, ports.stdout));
  });
  return 0;
}
