import { formatCount } from '@understudy/core/internal';

import type { Output } from '../cli-ports.ts';
import type { Failure } from '../failure/failure.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { formatProviderTitle } from '../providers/format-provider.ts';
import { formatColumns } from '../render/format-columns.ts';
import { formatDuration } from '../render/format-quantity.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { shorten } from '../render/wrap/shorten.ts';
import { terminalWidth } from '../render/wrap/terminal-width.ts';
import { indentLines, wrapWords } from '../render/wrap/wrap-words.ts';
import type { ModelsResult } from './fetch-models.ts';
import type { MarkedModel } from './mark-models.ts';

const indent = 2;
const marks = ['declared', 'live'] as const;
const marksWidth = marks.join('  ').length + indent + 2;

/** Formats the models of a provider with their marks, each as a reference for `--model`. */
export function formatModels(
  provider: ProviderListing,
  models: readonly MarkedModel[],
  note: string,
  output: Output,
): string {
  const nameWidth = output.isTTY === true ? terminalWidth(output) - marksWidth : Infinity;
  const rows = models.map(({ id, declared, live }) => [
    shorten(printable(`${provider.id}/${id}`), nameWidth),
    paint('dim', declared ? 'declared' : '', output),
    paint('green', live === true ? 'live' : '', output),
  ]);
  const table = rows.length === 0 ? [] : [formatColumns(['left', 'left', 'left'], rows)];
  const styledNote = paint('dim', wrapWords(printable(note), output, indent), output);
  const body = indentLines([styledNote, ...table].join('\n'), indent);
  return `${formatProviderTitle(provider, output)}\n${body}`;
}

/** Describes whether and why the live models are known. */
export function describeModelsResult(result: ModelsResult, failure: Failure | undefined): string {
  switch (result.outcome) {
    case 'listed': {
      const count = formatCount(result.models.length, 'model');
      return `the vendor listed ${count} in ${formatDuration(result.latencyMs)}`;
    }
    case 'unlisted':
      return 'live models unknown: the provider has no model list';
    case 'not-requested':
      return `live models unknown: ${result.missing.path} is not set`;
    case 'failed':
      return `live models unknown: ${failure?.text?.message ?? 'the request failed'}`;
  }
}
