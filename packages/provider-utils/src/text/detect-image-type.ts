import type { FileData } from '@understudy/core/provider';

const headLength = 12;

/** The first bytes of a file, as hexadecimal digits, by media type. A dot is any digit. */
const signatures: readonly (readonly [head: RegExp, mediaType: string])[] = [
  [/^89504e470d0a1a0a/, 'image/png'],
  [/^ffd8ff/, 'image/jpeg'],
  [/^47494638/, 'image/gif'],
  [/^52494646.{8}57454250/, 'image/webp'],
];

/** Returns the media type of an image by its first bytes. Undefined for an address and for other formats. */
export function detectImageType(data: FileData): string | undefined {
  const head = readHead(data)?.toString('hex') ?? '';
  return signatures.find(([pattern]) => pattern.test(head))?.[1];
}

/** Returns the declared media type of an image, or that of its first bytes. The type `image/*` declares nothing. */
export function findImageType(data: FileData, mediaType: string | undefined): string | undefined {
  const isDeclared = mediaType !== undefined && !mediaType.endsWith('/*');
  return isDeclared ? mediaType : detectImageType(data);
}

function readHead(data: FileData): Buffer | undefined {
  switch (data.type) {
    case 'bytes':
      return Buffer.from(data.bytes.subarray(0, headLength));
    case 'base64':
      return Buffer.from(data.base64.slice(0, 2 * headLength), 'base64').subarray(0, headLength);
    case 'url':
      return undefined;
  }
}
