import type { Output } from '../cli-ports.ts';
import type { Failure } from '../failure/failure.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { formatProviderTitle } from '../providers/format-provider.ts';
import { formatColumns } from '../render/columns.ts';
import { count } from '../render/count.ts';
import { formatDuration } from '../render/format-quantity.ts';
import { indentLines } from '../render/indent-lines.ts';
import { printable } from '../render/printable.ts';
import { shorten } from '../render/shorten.ts';
import { paint } from '../render/style.ts';
import { widthOf } from '../render/width.ts';
import { wrapWords } from '../render/wrap-words.ts';
import type { ModelsResult } from './fetch-models.ts';
import type { MarkedModel } from './mark-models.ts';

const indent = 2;
const marks = ['declared', 'live'] as const;
const widthOfMarks = marks.join('  ').length + indent + 2;

/** The models of a provider, each by the name that `--model` takes, and what is known of the vendor. */
export function formatModels(
  provider: ProviderListing,
  models: readonly MarkedModel[],
  note: string,
  output: Output,
): string {
  const widest = output.isTTY === true ? widthOf(output) - widthOfMarks : Infinity;
  const rows = models.map(({ id, declared, live }) => [
    shorten(printable(`${provider.id}/${id}`), widest),
    paint('dim', declared ? 'declared' : '', output),
    paint('green', live === true ? 'live' : '', output),
  ]);
  const table = rows.length === 0 ? [] : [formatColumns(['left', 'left', 'left'], rows)];
  const remark = paint('dim', wrapWords(printable(note), output, indent), output);
  const sheet = indentLines([remark, ...table].join('\n'), indent);
  return `${formatProviderTitle(provider, output)}\n${sheet}`;
}

/** What came of asking the vendor. */
export function describeModelsResult(result: ModelsResult, failure: Failure | undefined): string {
  switch (result.outcome) {
    case 'listed':
      return `the vendor lists ${count(result.models.length, 'model')}, told in ${formatDuration(result.tookMs)}`;
    case 'unlisted':
      return 'live models unknown: the provider has no way to ask its vendor';
    case 'not-asked':
      return `live models unknown: ${result.missing.path} is not set`;
    case 'failed':
      return `live models unknown: ${failure?.text?.message ?? 'the vendor could not be asked'}`;
  }
}
