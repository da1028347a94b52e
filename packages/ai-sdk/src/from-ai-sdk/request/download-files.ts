import { ProviderError } from '@understudy/core/provider';
import type {
  FilePart,
  ImagePart,
  Message,
  TextPart,
  ToolResultPart,
} from '@understudy/core/provider';

import type { UrlPatterns } from '../model-source.ts';
import { isSupportedUrl } from './supported-urls.ts';

/** The content of a URL. */
export interface DownloadedFile {
  readonly bytes: Uint8Array;
  /** The media type that the server sent, if it sent one. */
  readonly mediaType?: string | undefined;
}

/** Downloads the files of one request. */
export type DownloadFile = (url: URL) => Promise<DownloadedFile>;

type File = ImagePart | FilePart;

/** Returns the messages with the content of each URL that the vendor does not download itself. */
export function downloadFiles(
  messages: readonly Message[],
  patterns: UrlPatterns,
  download: DownloadFile,
): Promise<readonly Message[]> {
  const load = (file: File): Promise<File> => loadFile(file, patterns, download);
  return Promise.all(messages.map((message) => loadMessage(message, load)));
}

async function loadMessage(
  message: Message,
  load: (file: File) => Promise<File>,
): Promise<Message> {
  const loadPart = async (part: TextPart | File): Promise<TextPart | File> =>
    part.type === 'text' ? part : load(part);
  const loadResult = async (result: ToolResultPart): Promise<ToolResultPart> =>
    result.parts ? { ...result, parts: await Promise.all(result.parts.map(loadPart)) } : result;
  if (message.role === 'tool') {
    return { ...message, content: await Promise.all(message.content.map(loadResult)) };
  }
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  return { ...message, content: await Promise.all(message.content.map(loadPart)) };
}

async function loadFile(file: File, patterns: UrlPatterns, download: DownloadFile): Promise<File> {
  if (file.data.type !== 'url') return file;
  const { url } = file.data;
  const { mediaType = 'image/*' } = file;
  if (isSupportedUrl(url, mediaType, patterns)) return file;
  const { bytes, mediaType: received } = await download(url);
  const data = { type: 'bytes', bytes } as const;
  return file.type === 'image'
    ? { ...file, data, mediaType: file.mediaType ?? received ?? 'image/*' }
    : { ...file, data };
}

/** The error for a file that could not be downloaded. Another target may download it itself. */
export function downloadError(url: URL, reason: string, cause?: unknown): ProviderError {
  return new ProviderError({
    code: 'request-rejected',
    message: `download of a file from ${url.origin} failed: ${reason}`,
    cause,
  });
}
