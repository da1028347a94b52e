import type {
  CallFinishReason,
  CallWarning,
  Content,
  FileContent,
  GenerateResult,
  SourceContent,
  Specification,
  StreamPart,
} from '../../specification/language-model.ts';

/** Translates results of `v4` to a version of the specification. */
export interface SpecificationEncoder<Version extends Specification> {
  readonly version: Version;
  readonly toResult: (result: GenerateResult) => GenerateResult<Version>;
  readonly toPart: (part: StreamPart) => StreamPart<Version>;
}

export const v4Encoder: SpecificationEncoder<'v4'> = {
  version: 'v4',
  toResult: (result) => result,
  toPart: (part) => part,
};

export const v3Encoder: SpecificationEncoder<'v3'> = {
  version: 'v3',
  toResult: (result) => ({
    ...result,
    content: result.content.map(toV3Content),
    finishReason: toV3FinishReason(result.finishReason),
    warnings: result.warnings.map(toV3Warning),
  }),
  toPart: (part) => {
    switch (part.type) {
      case 'stream-start':
        return { ...part, warnings: part.warnings.map(toV3Warning) };
      case 'finish':
        return { ...part, finishReason: toV3FinishReason(part.finishReason) };
      case 'file':
        return toV3File(part);
      default:
        return part;
    }
  },
};

function toV3Content(content: Content): Content<'v3'> {
  return content.type === 'file' ? toV3File(content) : content;
}

/** `v3` has no generated files with a URL. */
function toV3File({ data, ...file }: FileContent): FileContent<'v3'> | SourceContent {
  if (data.type === 'data') return { ...file, data: data.data };
  const { href } = data.url;
  return { type: 'source', sourceType: 'url', id: href, url: href, title: file.mediaType };
}

function toV3FinishReason({ unified, raw }: CallFinishReason): CallFinishReason<'v3'> {
  return { unified: unified === 'interrupted' ? 'error' : unified, raw };
}

function toV3Warning(warning: CallWarning): CallWarning<'v3'> {
  if (warning.type !== 'deprecated') return warning;
  return { type: 'other', message: `${warning.setting} is deprecated: ${warning.message}` };
}
